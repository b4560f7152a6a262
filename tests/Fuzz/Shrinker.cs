using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Fuzz.Tests;

/// <summary>Makes a failing input small: files, then lines, then tokens, as long as it fails.</summary>
static class Shrinker
{
    public static FuzzInput Shrink(FuzzInput input, Func<FuzzInput, bool> fails)
    {
        for (int file = input.Files.Count - 1; file > 0; file--)
        {
            var without = new FuzzInput([.. input.Files.Where((_, index) => index != file)]);
            if (fails(without)) input = without;
        }

        for (int file = 0; file < input.Files.Count; file++)
        {
            int index = file;
            string text = Remove([.. input.Files[file].Text.Split('\n')], "\n", lines => fails(input.With(index, lines)));
            text = Remove(Tokens.Of(text), "", tokens => fails(input.With(index, tokens)));
            input = input.With(file, text);
        }

        return input;
    }

    static string Remove(List<string> parts, string separator, Func<string, bool> fails)
    {
        for (int size = Math.Max(1, parts.Count / 2); size >= 1; size /= 2)
        {
            for (int at = 0; at + size <= parts.Count;)
            {
                List<string> fewer = [.. parts.Take(at), .. parts.Skip(at + size)];
                if (fails(string.Join(separator, fewer))) parts = fewer;
                else at += size;
            }
        }

        return string.Join(separator, parts);
    }
}
