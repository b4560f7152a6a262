using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Fuzz.Tests;

/// <summary>Cuts TOML, or nearly TOML, into pieces that a mutation may exchange: words, strings, comments, newlines,
/// single signs. Joined again they are the text.</summary>
static class Tokens
{
    public static List<string> Of(string text)
    {
        var tokens = new List<string>();
        int at = 0;
        while (at < text.Length)
        {
            int end = End(text, at);
            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    public static bool IsWord(string token) => IsWord(token[0]);

    public static bool IsString(string token) => token.Length >= 2 && token[0] is '"' or '\'';

    public static bool IsNumber(string token) => char.IsAsciiDigit(token[0])
        && token.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    public static bool IsName(string token) => char.IsAsciiLetterLower(token[0])
        && token.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    static int End(string text, int at)
    {
        char first = text[at];
        int end = at + 1;
        if (first is '"' or '\'')
        {
            while (end < text.Length && text[end] != first && text[end] != '\n') end++;
            return Math.Min(end + 1, text.Length);
        }

        if (first == '#')
        {
            while (end < text.Length && text[end] != '\n') end++;
        }
        else if (IsWord(first))
        {
            while (end < text.Length && IsWord(text[end])) end++;
        }

        return end;
    }

    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
