using System.Collections.Generic;
using System.Linq;
using FastPaas.Bench.Protection;

namespace FastPaas.Bench.Figure2;

/// <summary>What bench/figure2/native prints.</summary>
/// <param name="Probes">Accesses to what isn't there.</param>
/// <param name="Steps">Null, as Samples: nothing was timed.</param>
sealed record Figure2Result(
    double TscHz, bool UsesWrgsbase, IReadOnlyList<Figure2Probe> Probes, IReadOnlyList<ProtectionSteps>? Steps,
    IReadOnlyList<ProtectionSamples>? Samples)
{
    /// <summary>Of bench/protection, with their configurations.</summary>
    public static readonly string[] Units = ["policer", "macswap", "lpm"];

    /// <summary>The one that is probed.</summary>
    public const string Probed = "macswap";

    public double InstructionsOf(string unit, string way) =>
        Steps!.Single(steps => steps.Unit == unit && steps.Side == way).Instructions;
}

/// <param name="Side">A way.</param>
/// <param name="Probe"><c>index</c>, <c>behind</c> or <c>far</c>: bench/figure2/native/probes.c.</param>
/// <param name="Outcome"><c>stopped</c> or <c>goes on</c>.</param>
sealed record Figure2Probe(string Side, string Probe, string Outcome)
{
    public const string Index = "index", Behind = "behind", Far = "far", Stopped = "stopped";

    /// <summary>What its way is known to stop, it stops, and nothing else: so the library that is timed is what its name says,
    /// and the probe is one.</summary>
    public bool IsExpected => Way.Of(Side).Stops.Contains(Probe) == (Outcome == Stopped);
}

/// <summary>A module by a way, beside the same unprotected.</summary>
/// <param name="Cycles">A packet, bursts of 64.</param>
/// <param name="Percent">Packets a second of the unprotected that are left, bursts of 64.</param>
/// <param name="Percent32">The same, bursts of 32.</param>
/// <param name="Instructions">A packet, of <c>process</c> alone.</param>
/// <param name="PercentMore">Instructions over the unprotected.</param>
/// <param name="RustPercent">Packets a second of Rust's; null: there is no Rust.</param>
sealed record Figure2Row(
    string Unit, string Way, Estimate Cycles, Estimate Percent, Estimate Percent32, double Instructions, double PercentMore,
    Estimate? RustPercent);

static class Figure2Comparison
{
    public static IReadOnlyList<Figure2Row> Rows(Figure2Result result)
    {
        ILookup<(string, int), ProtectionSamples> samples = result.Samples!.ToLookup(each => (each.Unit, each.Burst));
        IReadOnlyList<double>? Cycles(string unit, string way, int burst) =>
            samples[(unit, burst)].SingleOrDefault(each => each.Side == way)?.CyclesPerBurst;
        Estimate Percent(string unit, string than, string way, int burst) => Statistics.Ratio(
            [.. Cycles(unit, than, burst)!.Select(cycles => 100 * cycles)], Cycles(unit, way, burst)!);
        return [.. result.Samples!.Where(each => each.Burst == 64).Select(each => new Figure2Row(
            each.Unit, each.Side, Statistics.Median(each.CyclesPerBurst.Select(cycles => cycles / each.Burst)),
            Percent(each.Unit, Way.None, each.Side, 64), Percent(each.Unit, Way.None, each.Side, 32),
            result.InstructionsOf(each.Unit, each.Side),
            100 * (result.InstructionsOf(each.Unit, each.Side) / result.InstructionsOf(each.Unit, Way.None) - 1),
            Cycles(each.Unit, Way.Rust, 64) is null ? null : Percent(each.Unit, Way.Rust, each.Side, 64)))];
    }
}
