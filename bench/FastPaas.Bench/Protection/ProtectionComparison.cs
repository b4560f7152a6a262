using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace FastPaas.Bench.Protection;

/// <summary>A module, a call or a chain, unprotected and confined, paired round by round.</summary>
/// <param name="Side">How it is confined.</param>
/// <param name="Nodes">Instances that see each burst, or take turns.</param>
/// <param name="Burst">0: calls without packets.</param>
/// <param name="None">Cycles a burst.</param>
/// <param name="Confined">Cycles a burst.</param>
/// <param name="Percent">Packets a second of the unprotected that are left.</param>
sealed record ProtectionRow(
    string Unit, string Side, int Nodes, int Burst, Estimate None, Estimate Confined, Estimate Percent);

/// <summary>What a module is, not how fast.</summary>
/// <param name="Side">How it is confined.</param>
/// <param name="InstructionsPerPacket">Confined, without the gate.</param>
sealed record ProtectionCode(
    string Unit, string Side, double InstructionsPerPacket, double InstructionsPerPacketNone, int CodeBytes, int CodeBytesNone)
{
    /// <summary>Of instructions.</summary>
    [JsonIgnore]
    public double PercentMore => 100 * (InstructionsPerPacket / InstructionsPerPacketNone - 1);
}

static class ProtectionComparison
{
    public const string Chain = "chain", Same = "same", Alternating = "alternating";

    public static IReadOnlyList<ProtectionRow> Rows(ProtectionResult result) =>
        [.. result.Samples!.GroupBy(samples => (samples.Unit, samples.Nodes, samples.Burst)).SelectMany(group =>
        {
            IReadOnlyList<double> none = group.Single(samples => samples.Side == ProtectionSide.None).CyclesPerBurst;
            double[] hundred = [.. none.Select(cycles => 100 * cycles)];
            return group.Where(samples => samples.Side != ProtectionSide.None).Select(samples => new ProtectionRow(
                group.Key.Unit, samples.Side, group.Key.Nodes, group.Key.Burst, Statistics.Median(none),
                Statistics.Median(samples.CyclesPerBurst), Statistics.Ratio(hundred, samples.CyclesPerBurst)));
        })];

    public static IReadOnlyList<ProtectionCode> Code(
        ProtectionResult result, ProtectionBinary binary, IEnumerable<ProtectionUnit> units) =>
        [.. units.SelectMany(unit =>
        {
            double Instructions(string side) => Math.Round(result.InstructionsOf(unit.Name, side), 2);
            int Bytes(string side) => binary.CodeBytes(side, unit.Module.Name);
            return ProtectionSide.Confined.Select(side => new ProtectionCode(
                unit.Name, side, Instructions(side), Instructions(ProtectionSide.None), Bytes(side), Bytes(ProtectionSide.None)));
        })];
}
