using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>One line of JSON to an instance's control socket: <c>{"version":1,"verb":"stats"}</c>.</summary>
public sealed record ControlRequest(int Version, string Verb);

/// <summary>One line back. <c>{"version":1,"ok":false,"error":"..."}</c>, or <c>ok</c> true and what the verb answers
/// with.</summary>
/// <param name="Counters"><c>stats</c>: totals over lcores, by name.</param>
public sealed record ControlResponse(
    int Version, bool Ok, string? Error = null, string? Graph = null, string? Instance = null, int? Pid = null,
    double? UptimeSeconds = null, Dictionary<string, ulong>? Counters = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlResponse))]
public sealed partial class ControlJson : JsonSerializerContext
{
    public const int ProtocolVersion = 1;
}
