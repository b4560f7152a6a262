using System;
using System.Globalization;

namespace FastPaas.Graph.Toml;

/// <summary>Booleans, integers, floats, and (through <see cref="TomlDateTimeReader"/>) dates: everything that is written without
/// quotes.</summary>
static class TomlScalarReader
{
    /// <summary>Null: reported, and the word is behind the cursor.</summary>
    public static TomlNode? Read(TomlCursor cursor)
    {
        SourcePosition position = cursor.Position;
        string word = TakeWord(cursor);
        if (word.Length == 0)
        {
            string shown = cursor.Shown;
            cursor.Error(position,
                $"a value is missing before {shown}; write a string in quotes, a number, true, false, [ or {{");
            return null;
        }

        if (word is "true" or "false") return new TomlBoolean(word == "true", position);
        if (TomlDateTimeReader.Looks(word)) return TomlDateTimeReader.Read(cursor, word, position);
        (TomlNode? node, string? mistake) = Number(word, position);
        if (node is null) cursor.Error(position, mistake ?? NotAValue(word));
        return node;
    }

    /// <summary>All up to a blank, a comma, a bracket, a comment or the end of the line; a date takes the time behind its blank
    /// along.</summary>
    static string TakeWord(TomlCursor cursor)
    {
        int length = WordLength(cursor, 0);
        if (length == 10 && cursor.Peek(10) == ' ' && IsDigit(cursor.Peek(11)) && IsDigit(cursor.Peek(12))
            && TomlDateTimeReader.Looks(cursor.Ahead(10)))
            length += 1 + WordLength(cursor, 11);
        string word = cursor.Ahead(length);
        cursor.Advance(length);
        return word;
    }

    static int WordLength(TomlCursor cursor, int from)
    {
        int length = 0;
        while (IsWord(cursor.Peek(from + length))) length++;
        return length;
    }

    static bool IsWord(char c) => c > ' ' && c != '\u007f' && ",[]{}#=\"'".IndexOf(c) < 0;

    static (TomlNode?, string?) Number(string word, SourcePosition position)
    {
        bool signed = word[0] is '+' or '-';
        string digits = signed ? word.Substring(1) : word;
        if (digits is "inf" or "nan")
        {
            double limit = digits == "nan" ? double.NaN : word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return (new TomlFloat(limit, position), null);
        }

        if (digits.Length == 0 || !(IsDigit(digits[0]) || digits[0] is '.' or '_' && digits.Length > 1 && IsDigit(digits[1])))
            return (null, null);
        if (UnderscoreMistake(digits)) return (null, $"{word}: an underscore stands between two digits; remove the others");
        string plain = digits.Replace("_", "");
        if (plain.Length > 1 && plain[0] == '0' && char.ToLowerInvariant(plain[1]) is 'x' or 'o' or 'b')
            return Based(word, plain, signed, position);
        if (plain.Length > 1 && plain[0] == '0' && IsDigit(plain[1]))
            return (null,
                $"{word}: a number has no zeros in front; write {word.Replace(plain, Trimmed(plain))}, or 0o for octal");
        return plain.IndexOfAny(['.', 'e', 'E']) >= 0 ? Float(word, plain, position) : Decimal(word, plain, position);
    }

    static string Trimmed(string plain)
    {
        string trimmed = plain.TrimStart('0');
        return trimmed.Length == 0 || !IsDigit(trimmed[0]) ? "0" + trimmed : trimmed;
    }

    /// <summary>An underscore that isn't between two (hexadecimal) digits; behind 0x, too.</summary>
    static bool UnderscoreMistake(string digits)
    {
        bool hex = digits.Length > 1 && digits[0] == '0' && digits[1] == 'x';
        for (int i = 0; i < digits.Length; i++)
        {
            if (digits[i] != '_') continue;
            if (i == 0 || i == digits.Length - 1 || !IsDigitOf(digits[i - 1], hex) || !IsDigitOf(digits[i + 1], hex)) return true;
        }

        return false;
    }

    static (TomlNode?, string?) Based(string word, string plain, bool signed, SourcePosition position)
    {
        (int radix, string digits) = plain[1] switch
        {
            'x' => (16, "0-9 a-f"),
            'o' => (8, "0-7"),
            'b' => (2, "0 and 1"),
            _ => (0, ""),
        };
        if (radix == 0) return (null, $"{word}: write 0{char.ToLowerInvariant(plain[1])} in lower case");
        if (signed) return (null, $"{word}: a number with 0{plain[1]} has no sign; remove it, or write it in decimal");
        if (plain.Length == 2) return (null, $"{word}: digits are missing behind 0{plain[1]}");
        ulong value = 0;
        foreach (char c in plain.Substring(2))
        {
            int digit = c <= '9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : 99;
            if (digit < 0 || digit >= radix) return (null, $"{word}: '{c}' is no digit behind 0{plain[1]}, which takes {digits}");
            if (value > long.MaxValue / (ulong)radix || value * (ulong)radix > (ulong)long.MaxValue - (ulong)digit)
                return (null, Overflow(word));
            value = value * (ulong)radix + (ulong)digit;
        }

        return (new TomlInteger((long)value, position), null);
    }

    static (TomlNode?, string?) Decimal(string word, string plain, SourcePosition position)
    {
        foreach (char c in plain)
        {
            if (!IsDigit(c)) return (null, null);
        }

        string text = word[0] == '-' ? "-" + plain : plain;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? (new TomlInteger(value, position), null)
            : (null, Overflow(word));
    }

    static string Overflow(string word) =>
        $"{word} does not fit in 64 bits; write a number from {long.MinValue} to {long.MaxValue}";

    static (TomlNode?, string?) Float(string word, string plain, SourcePosition position)
    {
        // 10.0.0.0/8 and 1.2.3 mean to be strings.
        foreach (char c in plain)
        {
            if (!IsDigit(c) && ".eE+-".IndexOf(c) < 0) return (null, null);
        }

        if (plain.IndexOf('.') != plain.LastIndexOf('.')) return (null, null);
        int at = Digits(plain, 0, out bool whole);
        bool ok = whole;
        if (at < plain.Length && plain[at] == '.')
        {
            at = Digits(plain, at + 1, out bool fraction);
            ok &= fraction;
        }

        if (ok && at < plain.Length && plain[at] is 'e' or 'E')
        {
            at++;
            if (at < plain.Length && plain[at] is '+' or '-') at++;
            at = Digits(plain, at, out bool exponent);
            ok &= exponent;
        }

        if (!ok || at < plain.Length)
            return (null, $"{word} is no number; digits stand on both sides of the point and behind e, as in 1.5e3");
        string text = word[0] == '-' ? "-" + plain : plain;
        bool parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return parsed && !double.IsInfinity(value)
            ? (new TomlFloat(value, position), null)
            : (null, $"{word} is larger than a 64-bit float; write inf, or a number up to 1.7e308");
    }

    static int Digits(string text, int at, out bool any)
    {
        int start = at;
        while (at < text.Length && IsDigit(text[at])) at++;
        any = at > start;
        return at;
    }

    static string NotAValue(string word) => word.ToLowerInvariant() switch
    {
        "true" or "false" or "inf" or "nan" => $"{word} is written in lower case: {word.ToLowerInvariant()}",
        "yes" or "on" => $"{word} is no value; write true, or \"{word}\" for a string",
        "no" or "off" => $"{word} is no value; write false, or \"{word}\" for a string",
        "null" or "nil" or "none" => $"{word} is no value; TOML has none for nothing: leave the key out",
        _ => $"{Short(word)} is no value; strings stand in quotes: \"{Short(word)}\"",
    };

    static string Short(string word)
    {
        int length = Math.Min(word.Length, 40);
        if (length < word.Length && char.IsHighSurrogate(word[length - 1])) length--;
        return length < word.Length ? word.Substring(0, length) + "..." : word;
    }

    static bool IsDigit(char c) => c is >= '0' and <= '9';

    static bool IsDigitOf(char c, bool hex) => IsDigit(c) || (hex && (c | 0x20) is >= 'a' and <= 'f');
}
