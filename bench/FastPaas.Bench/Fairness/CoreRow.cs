using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FastPaas.Bench.Fairness;

/// <param name="Served">Of the optimum, the median of epochs; <paramref name="ServedWorst"/>: of the worst hundredth.</param>
/// <param name="ConvergenceMs">The median; null: nothing changed, or 97% were never served again.</param>
sealed record CoreRow(
    CoreScenario Scenario, double Served, double ServedWorst, double? ConvergenceMs, double? ConvergenceMsMax,
    double MovesPerSecond, int Flaps)
{
    public static readonly CoreScenario[] Scenarios =
    [
        new(64, 0.9) { Moves = false }, new(64, 0.7), new(64, 0.9), new(64, 1), new(64, 1.5), new(256, 0.9),
        new(64, 0.9) { HasFailures = true }, new(64, 1.5) { HasWeightChanges = true }, new(64, 0.9) { IsConstant = true },
    ];

    public static CoreRow Of(CoreScenario scenario)
    {
        CoreResult result = CoreSimulation.Run(scenario);
        double[] took = result.ConvergenceMs;
        return new CoreRow(
            scenario, result.Median, result.Served[result.Served.Length / 100],
            took.Length == 0 ? null : took[took.Length / 2], took.Length == 0 ? null : took[^1],
            result.MovesPerSecond, result.Flaps);
    }

    public static IEnumerable<Goal> Goals(IReadOnlyList<CoreRow> rows)
    {
        CoreRow Row(CoreScenario scenario) => rows.Single(row => row.Scenario == scenario);
        CoreRow busy = Row(new(64, 0.9)), full = Row(new(64, 1)), constant = Row(new(64, 0.9) { IsConstant = true });
        yield return new("lcores shared anew after a change at load 0.9", "within 100 ms", $"{busy.ConvergenceMsMax:0} ms",
            busy.ConvergenceMsMax <= 100);
        yield return new("at load 1", "within 350 ms", $"{full.ConvergenceMsMax:0} ms", full.ConvergenceMsMax <= 350);
        yield return new("buckets that move to and fro at constant demand", "0", $"{constant.Flaps}", constant.Flaps == 0);
    }

    string What => !Scenario.Moves ? "nothing moves" : Scenario.HasFailures ? "a sixteenth fails" :
        Scenario.HasWeightChanges ? "weights change" : Scenario.IsConstant ? "constant demand" : "";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Scenario.Lcores,-8}{Scenario.Load,5:0.0}  {What,-22}{Served,15:0.0000}{ServedWorst,10:0.000}{ConvergenceMs,11:0}"
        + $"{MovesPerSecond,9:0}{Flaps,6}");
}
