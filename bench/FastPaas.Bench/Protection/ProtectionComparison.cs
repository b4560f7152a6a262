using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace FastPaas.Bench.Protection;

/// <summary>A module, a call or a chain, unprotected and confined, paired round by round.</summary>
/// <param name="Nodes">Instances that see each burst, or take turns.</param>
/// <param name="Burst">0: calls without packets.</param>
/// <param name="None">Cycles a burst.</param>
/// <param name="Segment">Cycles a burst.</param>
/// <param name="Percent">Packets a second of the unprotected that are left.</param>
sealed record ProtectionRow(string Unit, int Nodes, int Burst, Estimate None, Estimate Segment, Estimate Percent);

/// <summary>What a module is, not how fast.</summary>
/// <param name="InstructionsPerPacket">Confined, without the gate.</param>
sealed record ProtectionCode(
    string Unit, double InstructionsPerPacket, double InstructionsPerPacketNone, int CodeBytes, int CodeBytesNone)
{
    /// <summary>Of instructions.</summary>
    [JsonIgnore]
    public double PercentMore => 100 * (InstructionsPerPacket / InstructionsPerPacketNone - 1);
}

static class ProtectionComparison
{
    public const string Chain = "chain", Same = "same", Alternating = "alternating";

    public static IReadOnlyList<ProtectionRow> Rows(ProtectionResult result) =>
        [.. result.Samples!.GroupBy(samples => (samples.Unit, samples.Nodes, samples.Burst)).Select(pair =>
        {
            IReadOnlyList<double> Cycles(string side) => pair.Single(samples => samples.Side == side).CyclesPerBurst;
            IReadOnlyList<double> none = Cycles(ProtectionSide.None), segment = Cycles(ProtectionSide.Segment);
            return new ProtectionRow(pair.Key.Unit, pair.Key.Nodes, pair.Key.Burst, Statistics.Median(none),
                Statistics.Median(segment), Statistics.Ratio([.. none.Select(cycles => 100 * cycles)], segment));
        })];

    public static IReadOnlyList<ProtectionCode> Code(
        ProtectionResult result, ProtectionBinary binary, IEnumerable<ProtectionUnit> units) =>
        [.. units.Select(unit =>
        {
            double Instructions(string side) => Math.Round(result.InstructionsOf(unit.Name, side), 2);
            int Bytes(string side) => binary.CodeBytes(side, unit.Module.Name);
            return new ProtectionCode(unit.Name, Instructions(ProtectionSide.Segment), Instructions(ProtectionSide.None),
                Bytes(ProtectionSide.Segment), Bytes(ProtectionSide.None));
        })];
}
