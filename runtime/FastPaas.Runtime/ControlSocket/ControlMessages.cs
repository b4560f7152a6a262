using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>One line of JSON to an instance's control socket: <c>{"version":1,"verb":"stats"}</c>.</summary>
public sealed record ControlRequest(int Version, string Verb);

/// <summary>One line back. <c>{"version":1,"ok":false,"error":"..."}</c>, or <c>ok</c> true and what the verb answers
/// with.</summary>
/// <param name="Counters"><c>stats</c>: totals over lcores, by name.</param>
/// <param name="Lcores"><c>lcores</c>: each worker's own counters.</param>
public sealed record ControlResponse(
    int Version, bool Ok, string? Error = null, string? Graph = null, string? Instance = null, int? Pid = null,
    double? UptimeSeconds = null, Dictionary<string, ulong>? Counters = null, List<LcoreResponse>? Lcores = null);

/// <param name="Lcore">From 1: lcore 0 is the control core.</param>
/// <param name="Counters">By name; what only devices count is no lcore's.</param>
public sealed record LcoreResponse(int Lcore, int Cpu, Dictionary<string, ulong> Counters);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlResponse))]
public sealed partial class ControlJson : JsonSerializerContext
{
    public const int ProtocolVersion = 1;
}
