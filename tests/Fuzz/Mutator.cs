using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Fuzz.Tests;

/// <summary>Makes other inputs of given ones. All of its choices come from one seed.</summary>
sealed class Mutator(Random random)
{
    static readonly IReadOnlyList<FuzzInput> Seeds = FuzzInput.Seeds;

    static readonly string[] AllTokens =
        [.. Seeds.SelectMany(seed => seed.Files).SelectMany(file => Tokens.Of(file.Text)).Distinct()];

    static readonly string[] Words =
    [
        "true", "false", "inf", "nan", "0", "1", "-1", "64", "65535", "65536", "4294967296", "9223372036854775807",
        "-9223372036854775808",
        "0x7fffffffffffffff", "1.5", "1e308", "2026-02-29", "00:00:00", "\"\"", "\"drop\"", "\"out\"", "\"tenants\"", "\"*\"",
        "\"\\u0000\"",
        "[]", "{}", "[[", "]]", "[", "]", "{", "}", "=", ",", ".", "\n", "\r\n", "\r", "\"\"\"", "'''", "\"", "'", "\\", "#",
        "\t", "\0",
        "\uFEFF", "\ud800", "\u00e9", "\U0001F600", "trusted", "protection", "schema", "when", "to", "next", "entry", "module",
        "config",
        "mandatory", "tenant", "node", "port", "match", "graph", "class", "namespace", "int", "in", "or", "and", "not",
    ];

    readonly MatchTexts matches = new(random);

    public FuzzInput Next()
    {
        FuzzInput input = Pick(Seeds);
        int count = 1 + random.Next(random.Next(2) == 0 ? 2 : 8);
        for (int i = 0; i < count; i++)
        {
            // The graph's own files more often than the manifests.
            int own = input.Files.Count(file => !file.Path.Contains('/'));
            int files = random.Next(5) == 0 ? input.Files.Count : own;
            int file = random.Next(files);
            input = input.With(file, Mutate(input.Files[file].Text));
        }

        return input;
    }

    string Mutate(string text) => random.Next(14) switch
    {
        0 => OnTokens(text, tokens => tokens.RemoveRange(At(tokens), Math.Min(1 + random.Next(4), tokens.Count - 1))),
        1 => OnTokens(text, tokens => tokens.InsertRange(At(tokens),
            tokens.Skip(At(tokens)).Take(1 + random.Next(30)).ToArray())),
        2 => OnTokens(text, tokens => tokens[At(tokens)] = Pick(AllTokens)),
        3 => OnTokens(text, tokens => tokens.Insert(At(tokens), Pick(Words))),
        4 => OnLines(text, lines => lines.RemoveAt(random.Next(lines.Count))),
        5 => OnLines(text, lines => lines.Insert(random.Next(lines.Count), lines[random.Next(lines.Count)])),
        6 => OnLines(text, Splice),
        7 => Replace(text, Tokens.IsNumber, _ => Pick(Words)),
        8 => Replace(text, Tokens.IsString, _ => $"\"{matches.Next()}\""),
        9 => Replace(text, Tokens.IsString, OnCharacters),
        10 => Rename(text),
        11 => OnCharacters(text),
        12 => Exchange(text),
        _ => Repeat(text),
    };

    /// <summary>A word or string for another of the same kind that the file has already.</summary>
    string Exchange(string text)
    {
        List<string> tokens = Tokens.Of(text);
        Predicate<string> kind = Pick<Predicate<string>>([Tokens.IsString, Tokens.IsName, Tokens.IsNumber]);
        string[] same = [.. tokens.Where(token => kind(token))];
        return same.Length == 0 ? text : Replace(text, kind, _ => Pick(same));
    }

    string Replace(string text, Predicate<string> kind, Func<string, string> with) => OnTokens(text, tokens =>
    {
        int index = tokens.FindIndex(At(tokens), kind);
        if (index < 0) index = tokens.FindIndex(kind);
        if (index >= 0) tokens[index] = with(tokens[index]);
    });

    /// <summary>A name becomes another, everywhere in the file.</summary>
    string Rename(string text)
    {
        string[] names = [.. Tokens.Of(text).Where(Tokens.IsName).Distinct()];
        if (names.Length == 0) return text;
        string[] others = ["x", "class", "in", "a_b", "abc9", new string('n', 64), "Node"];
        string from = Pick(names), to = random.Next(3) == 0 ? Pick(names) : Pick(others);
        return string.Concat(Tokens.Of(text).Select(token => token == from ? to : token == $"\"{from}\"" ? $"\"{to}\"" : token));
    }

    void Splice(List<string> lines)
    {
        string[] other = Pick(Pick(Seeds).Files).Text.Split('\n');
        int first = random.Next(other.Length);
        lines.InsertRange(random.Next(lines.Count), other.Skip(first).Take(1 + random.Next(12)));
    }

    /// <summary>A piece of the file many times: limits, and whatever grows faster than its input.</summary>
    string Repeat(string text) => OnLines(text, lines =>
    {
        int first = random.Next(lines.Count), count = 1 + random.Next(4), times = random.Next(8) == 0 ? 300 : 6;
        string[] piece = [.. lines.Skip(first).Take(count)];
        bool numbered = random.Next(3) > 0;
        for (int i = 0; i < times; i++)
        {
            string number = numbered ? $"{i}]" : "]";
            lines.InsertRange(first, piece.Select(line => line.Replace("]", number, StringComparison.Ordinal)));
        }
    });

    string OnCharacters(string text)
    {
        if (text.Length == 0) return text;
        int at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, Math.Min(1 + random.Next(3), text.Length - at)),
            1 => text.Insert(at, ((char)random.Next(random.Next(4) == 0 ? 0x3000 : 128)).ToString()),
            2 => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
            _ => random.Next(5) == 0 ? text[..at] : text.Insert(at, Pick(Words)),
        };
    }

    static string OnTokens(string text, Action<List<string>> change)
    {
        List<string> tokens = Tokens.Of(text);
        if (tokens.Count < 10) return text + "\n";
        change(tokens);
        return string.Concat(tokens);
    }

    static string OnLines(string text, Action<List<string>> change)
    {
        List<string> lines = [.. text.Split('\n')];
        change(lines);
        return string.Join('\n', lines);
    }

    int At(List<string> tokens) => random.Next(tokens.Count - 5);

    T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
