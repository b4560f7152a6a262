using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Protection;

/// <summary>How a module was compiled, as <c>--protect</c> names it.</summary>
static class ProtectionSide
{
    public const string None = "none", Segment = "segment", Mask = "mask";

    public static readonly string[] All = [None, Segment, Mask, "segment-write", "mask-write"];

    /// <summary>The others.</summary>
    public static IEnumerable<string> Confined => All.Where(side => side != None);
}

/// <summary>What bench/protection/native prints.</summary>
/// <param name="UsesWrgsbase">Else the kernel is asked for every change of <c>gs</c> (arch_prctl).</param>
/// <param name="Samples">Null: nothing was timed.</param>
sealed record ProtectionResult(
    double TscHz, bool UsesWrgsbase, IReadOnlyList<ProtectionSteps> Steps, IReadOnlyList<ProtectionSamples>? Samples,
    IReadOnlyList<ProtectionMemory>? Memory)
{
    public double InstructionsOf(string unit, string side) =>
        Steps.Single(steps => steps.Unit == unit && steps.Side == side).Instructions;
}

/// <param name="Instructions">A packet; of the call that does nothing: a call.</param>
sealed record ProtectionSteps(string Unit, string Side, double Instructions);

/// <param name="Nodes">Instances that see each burst, or take turns.</param>
/// <param name="Burst">0: calls without packets.</param>
/// <param name="CyclesPerBurst">By round; of the TSC.</param>
sealed record ProtectionSamples(string Unit, string Side, int Nodes, int Burst, IReadOnlyList<double> CyclesPerBurst);

/// <summary>What the first instances of a module take, all together.</summary>
/// <param name="ReservedBytes">Addresses: arenas, guards, machine stacks.</param>
/// <param name="ResidentBytes">Memory, shared pages counted once, after one burst each.</param>
sealed record ProtectionMemory(
    int Instances, ulong ReservedBytes, ulong ResidentBytes, ulong PageTableBytes, ulong Mappings);
