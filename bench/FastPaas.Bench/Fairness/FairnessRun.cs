using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FastPaas.Bench.Fairness;

/// <summary><c>./build.sh bench fairness</c>: the scheduler of lcores in a simulation, beside round robin; the allocator of
/// cores likewise. What is simulated is the same on every machine; what a decision costs is measured.</summary>
static class FairnessRun
{
    static readonly int[] Counts = [2, 8, 64, 512];

    public static int Run(string root)
    {
        List<FairnessRow> rows = [.. Counts.SelectMany(Rows)];
        Console.WriteLine("one lcore, overloaded by all tenants but one; packets cost up to 10 times as much, arrive up to "
            + "100 times as often;\nbursts of 64 packets or 20 us; Jain's index is of cycles by weight, the 5th percentile of "
            + "windows");
        Console.WriteLine($"{"tenants",-9}{"turns",-13}{"Jain 6 rounds",14}{"100 ms",9}{"lag us",9}{"light p50 us",14}"
            + $"{"p99 us",9}{"lost",7}{"packets/burst",15}");
        foreach (FairnessRow row in rows) Console.WriteLine(row);
        IReadOnlyList<CoreRow> cores = [.. CoreRow.Scenarios.Select(CoreRow.Of)];
        Console.WriteLine(
            "\nall lcores: 1,000 tenants of 16 flow buckets, heavy-tailed; a fifth change their demand every two seconds");
        Console.WriteLine($"{"lcores",-8}{"load",5}  {"",-22}{"of the optimum",15}{"worst 1%",10}{"ms to 97%",11}{"moves/s",9}"
            + $"{"back",6}");
        foreach (CoreRow row in cores) Console.WriteLine(row);
        IReadOnlyList<DecisionCost> decisions = [.. new[] { 64, 1_000 }.Select(DecisionCost.Measure)];
        Console.WriteLine("\na decision (wake, next, charge), of this process's compiler");
        foreach (DecisionCost cost in decisions) Console.WriteLine(cost);
        foreach (Goal goal in Goals(rows, decisions).Concat(CoreRow.Goals(cores))) Console.WriteLine(goal);
        Console.WriteLine(FairnessPicture.Write(root, rows));
        Console.WriteLine(Report.Write(root, "fairness", new { rows, cores, decisions }));
        return 0;
    }

    static IEnumerable<FairnessRow> Rows(int count)
    {
        SimulatedTenant[] tenants = Scenarios.Overloaded(count, _ => 1, hasLight: count > 2);
        uint[] weights = Scenarios.Weights(tenants);
        foreach ((string name, ITurns turns) in new (string, ITurns)[]
            { (FairnessRow.Fair, new FairTurns(weights, LcoreSimulation.BurstCycles)), ("round robin", new RoundRobin(weights)) })
        {
            using (turns)
                yield return FairnessRow.Of(count, name, LcoreSimulation.Run(tenants, turns, milliseconds: 1_000));
        }
    }

    static IEnumerable<Goal> Goals(IReadOnlyList<FairnessRow> rows, IReadOnlyList<DecisionCost> decisions)
    {
        FairnessRow[] fair = [.. rows.Where(row => row.Turns == FairnessRow.Fair)];
        FairnessRow[] light = [.. fair.Where(row => row.LightP99Us is not null)];
        double hundred = fair.Min(row => row.JainOf100Ms), six = fair.Min(row => row.JainOfSixRounds);
        double wait = light.Max(row => row.LightP99Us!.Value);
        yield return new("Jain of cycles by weight over 100 ms, 2 to 512 tenants", "at least 0.999", Text(hundred),
            hundred >= 0.999);
        yield return new("over six rounds", "at least 0.99", Text(six), six >= 0.99);
        yield return new("a light tenant's p99", "at most 1.2 bursts, 24 us", $"{Text(wait)} us", wait <= 24);
        yield return new("packets of light tenants lost", "0", $"{light.Sum(row => row.Lost)}", light.All(row => row.Lost == 0));
        foreach ((DecisionCost cost, double most) in decisions.Zip([12.0, 15]))
        {
            yield return new($"a decision at {cost.Tenants} tenants, hot", $"at most {most} ns", $"{Text(cost.HotNs)} ns",
                cost.HotNs <= most);
        }
        foreach ((DecisionCost cost, double most) in decisions.Zip([45.0, 70]))
        {
            yield return new($"at {cost.Tenants} tenants, after 512 KiB of other reads", $"at most {most} ns",
                $"{Text(cost.ColdNs)} ns", cost.ColdNs <= most);
        }
    }

    static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <param name="LightP50Us">Null: there is no light tenant.</param>
sealed record FairnessRow(
    int Tenants, string Turns, double JainOfSixRounds, double JainOf100Ms, double LagUs, double? LightP50Us, double? LightP99Us,
    long Lost, double PacketsPerBurst)
{
    public const string Fair = "fair queueing";

    public static FairnessRow Of(int count, string turns, LcoreResult result) => new(
        count, turns, result.JainOfSixRounds, result.JainOf100Ms, result.LagCycles / LcoreSimulation.CyclesPerUs,
        At(result.LightWaits, 0.5), At(result.LightWaits, 0.99), result.LostLight, result.PacketsPerBurst);

    static double? At(double[] sorted, double part) =>
        sorted.Length == 0 ? null : sorted[(int)(sorted.Length * part)] / LcoreSimulation.CyclesPerUs;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Tenants,-9}{Turns,-13}{JainOfSixRounds,14:0.0000}{JainOf100Ms,9:0.0000}{LagUs,9:0}{LightP50Us,14:0.0}"
        + $"{LightP99Us,9:0.0}{Lost,7}{PacketsPerBurst,15:0.0}");
}
