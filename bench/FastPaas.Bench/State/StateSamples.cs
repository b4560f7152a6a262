using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace FastPaas.Bench.State;

/// <summary>What bench/macro prints of one side of one case: nanoseconds a packet, a slot or a burst, round by round; of
/// instructions and faults, how many.</summary>
sealed record StateSamples(
    [property: JsonPropertyName("slots")] uint Slots,
    [property: JsonPropertyName("what")] string What,
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("samples")] IReadOnlyList<double> Samples)
{
    public const string FastPaas = "FastPaas", C = "C", RteHash = "RteHash", Floor = "Floor";

    public Estimate Median => Statistics.Median(Samples);
}

/// <summary>All of a run.</summary>
sealed class StateResult(IReadOnlyList<StateSamples> all)
{
    public IReadOnlyList<StateSamples> All => all;

    public IEnumerable<uint> Slots => all.Select(each => each.Slots).Distinct();

    /// <summary>Cases that all sides have.</summary>
    public IEnumerable<string> Lookups(uint slots) =>
        all.Where(each => each.Slots == slots && each.Side == StateSamples.Floor).Select(each => each.What);

    /// <summary>Cases that the table has by itself.</summary>
    public IEnumerable<StateSamples> Own(uint slots) => all.Where(each => each.Slots == slots
        && all.Count(other => other.Slots == slots && other.What == each.What) == 1);

    public StateSamples Of(uint slots, string what, string side) =>
        all.Single(each => each.Slots == slots && each.What == what && each.Side == side);

    /// <summary>Of the table's time to another side's, in the same rounds.</summary>
    public Estimate Ratio(uint slots, string what, string side) =>
        Statistics.Ratio(Of(slots, what, StateSamples.FastPaas).Samples, Of(slots, what, side).Samples);
}
