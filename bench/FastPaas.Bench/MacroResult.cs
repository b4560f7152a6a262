using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using FastPaas.Bench.State;

namespace FastPaas.Bench;

/// <summary>What the macro benchmark prints.</summary>
sealed record MacroResult(
    [property: JsonPropertyName("tsc_hz")] ulong TscHz,
    [property: JsonPropertyName("burst")] int Burst,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("packets_per_sample")] long PacketsPerSample,
    [property: JsonPropertyName("samples")] IReadOnlyList<MacroSamples>? Samples,
    [property: JsonPropertyName("steps")] IReadOnlyList<MacroSteps>? Steps)
{
    [JsonPropertyName("offloads")]
    public IReadOnlyList<OffloadRow> Offloads { get; init; } = [];

    [JsonPropertyName("state")]
    public IReadOnlyList<StateSamples> State { get; init; } = [];

    public IReadOnlyList<string> Graphs => (Samples?.Select(s => s.Graph) ?? Steps!.Select(s => s.Graph)).Distinct().ToArray();

    /// <returns>Null: the graph has no such side.</returns>
    public MacroSamples? Of(string graph, string side) =>
        Samples!.SingleOrDefault(samples => samples.Graph == graph && samples.Side == side);

    /// <returns>Null: the graph has no such side.</returns>
    public double? InstructionsOf(string graph, string side) =>
        Steps!.SingleOrDefault(steps => steps.Graph == graph && steps.Side == side)?.InstructionsPerPacket;
}

sealed record MacroSamples(
    [property: JsonPropertyName("graph")] string Graph,
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("cycles_per_packet")] IReadOnlyList<double> CyclesPerPacket,
    [property: JsonPropertyName("cpu_ns_per_packet")] IReadOnlyList<double> CpuNsPerPacket);

sealed record MacroSteps(
    [property: JsonPropertyName("graph")] string Graph,
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("instructions_per_packet")] double InstructionsPerPacket);
