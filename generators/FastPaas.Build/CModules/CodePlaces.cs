using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Build.CModules;

/// <summary>The lines that linked code comes from, asked of llvm-symbolizer: for refusals, which are few.</summary>
static class CodePlaces
{
    const string Program = "/usr/bin/llvm-symbolizer-19";

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>For each address <c>modules/mine/mine.c:12:3: </c>; empty: code of no line, or nobody knows.</summary>
    /// <param name="symbols">The executable's, with its debug information.</param>
    public static IReadOnlyList<string> Of(string symbols, IEnumerable<ulong> addresses)
    {
        string[] asked = [.. addresses.Select(each => string.Create(CultureInfo.InvariantCulture, $"0x{each:x}"))];
        if (asked.Length == 0) return [];
        ChildResult answer = Child.Run(
            Program, ["--obj=" + symbols, "--output-style=JSON", "--no-inlines", "--relativenames", .. asked],
            Environment.CurrentDirectory, limit: Limit);
        try
        {
            using JsonDocument places = JsonDocument.Parse(string.Concat(answer.Output));
            string[] found = [.. places.RootElement.EnumerateArray().Select(Place)];
            if (answer.Code == 0 && found.Length == asked.Length) return found;
        }
        catch (JsonException)
        {
            // A refusal without its line is still a refusal.
        }
        return [.. asked.Select(_ => "")];
    }

    static string Place(JsonElement answer)
    {
        if (!answer.TryGetProperty("Symbol", out JsonElement symbols) || symbols.GetArrayLength() == 0) return "";
        JsonElement symbol = symbols[0];
        int line = symbol.GetProperty("Line").GetInt32();
        return line == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{CodeLines.Plain(symbol.GetProperty("FileName").GetString()!)}:{line}:{symbol.GetProperty("Column").GetInt32()}: ");
    }
}
