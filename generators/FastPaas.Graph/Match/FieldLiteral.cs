using System.Collections.Generic;
using System.Globalization;

namespace FastPaas.Graph.Match;

/// <summary>What a field's values look like in text.</summary>
public enum LiteralKind
{
    /// <summary>80, 0x0800, 65_535</summary>
    Number,
    /// <summary>02:00:00:00:00:01</summary>
    Mac,
    /// <summary>192.0.2.1</summary>
    Ip4,
    /// <summary>2001:db8::1 (RFC 4291, printed as RFC 5952 wants)</summary>
    Ip6,
}

/// <summary>Reads single values: numbers and addresses. Each method is false for anything that isn't exactly one.</summary>
public static class FieldLiteral
{
    /// <summary>Decimal or 0x, underscores between digits, no zeros in front, up to 64 bits.</summary>
    public static bool TryNumber(string text, out ulong value)
    {
        value = 0;
        bool hex = text.StartsWith("0x", System.StringComparison.Ordinal);
        string digits = hex ? text.Substring(2) : text;
        if (digits.Length == 0 || digits[0] == '_' || digits[digits.Length - 1] == '_') return false;
        if (digits.IndexOf("__", System.StringComparison.Ordinal) >= 0) return false;
        digits = digits.Replace("_", "");
        if (!hex && digits.Length > 1 && digits[0] == '0') return false;
        foreach (char c in digits)
        {
            if (HexDigit(c) < 0 || (!hex && c is < '0' or > '9')) return false;
        }

        NumberStyles style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Six pairs of hexadecimal digits with colons.</summary>
    public static bool TryMac(string text, out FieldValue value)
    {
        value = default;
        if (text.Length != 17) return false;
        ulong number = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i % 3 == 2)
            {
                if (text[i] != ':') return false;
                continue;
            }

            int digit = HexDigit(text[i]);
            if (digit < 0) return false;
            number = number << 4 | (uint)digit;
        }

        value = new(0, number);
        return true;
    }

    /// <summary>Four decimal numbers without zeros in front, which elsewhere mean octal.</summary>
    public static bool TryIp4(string text, out FieldValue value)
    {
        value = default;
        string[] parts = text.Split('.');
        if (parts.Length != 4) return false;
        ulong number = 0;
        foreach (string part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            uint octet = 0;
            foreach (char c in part)
            {
                if (c is < '0' or > '9') return false;
                octet = octet * 10 + c - '0';
            }

            if (octet > 255) return false;
            number = number << 8 | octet;
        }

        value = new(0, number);
        return true;
    }

    /// <summary>RFC 4291 section 2.2: groups, one <c>::</c>, and an IPv4 address as the last two groups.</summary>
    public static bool TryIp6(string text, out FieldValue value)
    {
        value = default;
        int gap = text.IndexOf("::", System.StringComparison.Ordinal);
        var head = new List<ushort>();
        var tail = new List<ushort>();
        if (gap < 0)
        {
            if (!TryGroups(text, head, true) || head.Count != 8) return false;
        }
        else
        {
            if (!TryGroups(text.Substring(0, gap), head, false) || !TryGroups(text.Substring(gap + 2), tail, true)) return false;
            if (head.Count + tail.Count > 7) return false;
            while (head.Count + tail.Count < 8) head.Add(0);
        }

        head.AddRange(tail);
        ulong high = 0, low = 0;
        for (int i = 0; i < 4; i++) (high, low) = (high << 16 | head[i], low << 16 | head[i + 4]);
        value = new(high, low);
        return true;
    }

    static bool TryGroups(string text, List<ushort> groups, bool mayEndInIp4)
    {
        if (text.Length == 0) return true;
        string[] parts = text.Split(':');
        if (parts.Length > 8) return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (mayEndInIp4 && i == parts.Length - 1 && TryIp4(parts[i], out FieldValue ip4))
            {
                groups.Add((ushort)(ip4.Low >> 16));
                groups.Add((ushort)ip4.Low);
                continue;
            }

            if (parts[i].Length is 0 or > 4) return false;
            int number = 0;
            foreach (char c in parts[i])
            {
                int digit = HexDigit(c);
                if (digit < 0) return false;
                number = number << 4 | digit;
            }

            groups.Add((ushort)number);
        }

        return true;
    }

    static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
