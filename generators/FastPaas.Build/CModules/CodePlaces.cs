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

    /// <summary>For each address <c>modules/mine/mine.c:12:3: </c>; empty: code of no line, or nobody knows.</summary>
    /// <param name="symbols">The executable's, with its debug information.</param>
    public static IReadOnlyList<string> Of(string symbols, IEnumerable<ulong> addresses)
    {
        string[] asked = [.. addresses.Select(each => string.Create(CultureInfo.InvariantCulture, $"0x{each:x}"))];
        if (asked.Length == 0) return [];
        ChildResult answer = new CompileLimits().Run(
            Program, ["--obj=" + symbols, "--output-style=JSON", "--no-inlines", "--relativenames", .. asked],
            Environment.CurrentDirectory);
        IReadOnlyList<string> places = Parse(string.Concat(answer.Output));
        // A refusal without its line is still a refusal.
        return answer.Code == 0 && places.Count == asked.Length ? places : [.. asked.Select(_ => "")];
    }

    /// <summary>None: it isn't what llvm-symbolizer writes.</summary>
    public static IReadOnlyList<string> Parse(string json)
    {
        try
        {
            using JsonDocument places = JsonDocument.Parse(json);
            return [.. places.RootElement.EnumerateArray().Select(Place)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>A line is what the author says (<c>#line</c>), and may be more than any has.</summary>
    static string Place(JsonElement answer)
    {
        if (!answer.TryGetProperty("Symbol", out JsonElement symbols) || symbols.GetArrayLength() == 0) return "";
        JsonElement symbol = symbols[0];
        bool isKnown = symbol.TryGetProperty("FileName", out JsonElement file)
            & symbol.TryGetProperty("Line", out JsonElement line) & symbol.TryGetProperty("Column", out JsonElement column);
        if (!isKnown || !line.TryGetInt32(out int number) || number == 0 || !column.TryGetInt32(out int at)) return "";
        return string.Create(CultureInfo.InvariantCulture, $"{CodeLines.Plain(file.GetString()!)}:{number}:{at}: ");
    }
}
