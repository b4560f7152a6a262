using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>The lines of the protocol: <c>{"version":1,"verb":"stats"}</c>, and one back.</summary>
static class ControlJson
{
    public const int ProtocolVersion = 1;

    /// <param name="release">Of <c>quarantine</c>; null: only to see.</param>
    public static byte[] Request(string verb, string? release = null) => Line(json =>
    {
        json.WriteString("verb", verb);
        if (release != null) json.WriteString("release", release);
    });

    /// <summary>An object with the version in front, and the end of the line.</summary>
    public static byte[] Line(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", ProtocolVersion);
            body(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>One line back. <c>{"version":1,"ok":false,"error":"..."}</c>, or <c>ok</c> true and what the verb answers
/// with.</summary>
/// <param name="Counters"><c>stats</c>: totals over lcores, by name.</param>
/// <param name="Lcores"><c>lcores</c>: each worker's own counters.</param>
/// <param name="Instances"><c>quarantine</c>: instances of modules in C that are confined.</param>
public sealed record ControlResponse(
    int Version, bool Ok, string? Error = null, string? Graph = null, Dictionary<string, ulong>? Counters = null,
    IReadOnlyList<LcoreResponse>? Lcores = null, IReadOnlyList<ConfinedResponse>? Instances = null)
{
    /// <summary>Keys that it doesn't know are a later version's: they are passed over.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    internal static ControlResponse Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new ControlResponse(
                root.GetProperty("version").GetInt32(),
                root.TryGetProperty("ok", out JsonElement ok) && ok.GetBoolean(),
                root.TryGetProperty("error", out JsonElement error) ? error.GetString() : null,
                root.TryGetProperty("graph", out JsonElement graph) ? graph.GetString() : null,
                root.TryGetProperty("counters", out JsonElement counters) ? CountersOf(counters) : null,
                root.TryGetProperty("lcores", out JsonElement lcores) ? ListOf(lcores, Lcore) : null,
                root.TryGetProperty("instances", out JsonElement all) ? ListOf(all, Confined) : null);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException("an answer of another shape", error);
        }
    }

    static List<T> ListOf<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var list = new List<T>();
        foreach (JsonElement element in array.EnumerateArray()) list.Add(read(element));
        return list;
    }

    static LcoreResponse Lcore(JsonElement element) => new(
        element.GetProperty("lcore").GetInt32(), element.GetProperty("cpu").GetInt32(),
        CountersOf(element.GetProperty("counters")));

    static ConfinedResponse Confined(JsonElement element) => new(
        element.GetProperty("node").GetString() ?? "", element.GetProperty("module").GetString() ?? "",
        element.GetProperty("tenant").GetString(), element.GetProperty("lcore").GetInt32(),
        element.GetProperty("is_quarantined").GetBoolean(), element.GetProperty("is_beginning").GetBoolean(),
        element.GetProperty("restarts").GetInt64(), CountersOf(element.GetProperty("faults")),
        element.TryGetProperty("last_fault", out JsonElement last) ? last.GetString() : null,
        element.TryGetProperty("refusal", out JsonElement refusal) ? refusal.GetString() : null);

    static Dictionary<string, ulong> CountersOf(JsonElement element)
    {
        Dictionary<string, ulong> counters = [];
        foreach (JsonProperty counter in element.EnumerateObject()) counters[counter.Name] = counter.Value.GetUInt64();
        return counters;
    }
}

/// <param name="Lcore">From 1: lcore 0 is the control core.</param>
/// <param name="Counters">By name; what only devices count is no lcore's.</param>
public sealed record LcoreResponse(int Lcore, int Cpu, Dictionary<string, ulong> Counters);

/// <param name="Tenant">Null: the operator's.</param>
/// <param name="Lcore">From 1.</param>
/// <param name="Faults">By kind, those that there were.</param>
/// <param name="IsBeginning">It waits for its turn to begin again, or does so now.</param>
/// <param name="LastFault">What happened last; null: nothing.</param>
/// <param name="Refusal">Why it stays in quarantine; null: nobody tried, or it runs.</param>
public sealed record ConfinedResponse(
    string Node, string Module, string? Tenant, int Lcore, bool IsQuarantined, bool IsBeginning, long Restarts,
    Dictionary<string, ulong> Faults, string? LastFault, string? Refusal);
