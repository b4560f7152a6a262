using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>The lines of the protocol: <c>{"version":1,"verb":"stats"}</c>, and one back.</summary>
static class ControlJson
{
    public const int ProtocolVersion = 1;

    public static byte[] Request(string verb) => Line(json => json.WriteString("verb", verb));

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
public sealed record ControlResponse(
    int Version, bool Ok, string? Error = null, string? Graph = null, Dictionary<string, ulong>? Counters = null,
    IReadOnlyList<LcoreResponse>? Lcores = null)
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
                root.TryGetProperty("lcores", out JsonElement lcores) ? [.. lcores.EnumerateArray().Select(Lcore)] : null);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException("an answer of another shape", error);
        }
    }

    static LcoreResponse Lcore(JsonElement element) => new(
        element.GetProperty("lcore").GetInt32(), element.GetProperty("cpu").GetInt32(),
        CountersOf(element.GetProperty("counters")));

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
