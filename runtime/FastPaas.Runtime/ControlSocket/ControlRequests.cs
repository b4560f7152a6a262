using System;
using System.Collections.Generic;
using System.Text.Json;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>One line in, one line out, whatever the line holds.</summary>
static class ControlRequests
{
    /// <summary>Bytes of the longest request.</summary>
    internal const int BytesMax = 64 << 10;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    internal static byte[] Answer(ReadOnlyMemory<byte> line, IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Strict);
            ControlVerb verb = Find(document.RootElement, verbs);
            return ControlJson.Line(answer =>
            {
                answer.WriteBoolean("ok", true);
                verb(document.RootElement, answer);
            });
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that isn't Unicode, "\ud800" or bytes that aren't UTF-8; found when it is read.
            return Refuse("a request is one JSON object on one line, like {\"version\":1,\"verb\":\"stats\"}");
        }
        catch (RefusedException error)
        {
            return Refuse(error.Message);
        }
    }

    internal static byte[] Refuse(string sentence) => ControlJson.Line(answer =>
    {
        answer.WriteBoolean("ok", false);
        answer.WriteString("error", sentence);
    });

    static ControlVerb Find(JsonElement request, IReadOnlyDictionary<string, ControlVerb> verbs)
    {
        if (request.ValueKind != JsonValueKind.Object) throw new RefusedException("a request is a JSON object.");
        if (!request.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number) || number != ControlJson.ProtocolVersion)
            throw new RefusedException($"this instance speaks version {ControlJson.ProtocolVersion} of the control protocol; " +
                $"write \"version\":{ControlJson.ProtocolVersion}.");
        if (!request.TryGetProperty("verb", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            throw new RefusedException("the request names no verb.");
        if (verbs.TryGetValue(name.GetString()!, out ControlVerb? verb)) return verb;
        var known = new List<string>(verbs.Keys);
        known.Sort(StringComparer.Ordinal);
        throw new RefusedException($"there is no such verb; there is {string.Join(", ", known)}");
    }
}
