using System;
using System.Globalization;

namespace FastPaas.Graph.Model;

/// <summary>Configuration values that TOML writes as strings.</summary>
internal static class ConfigText
{
    /// <summary><c>02:00:00:00:00:01</c> -> 48 bits.</summary>
    public static bool TryMac(string text, out ulong bits)
    {
        bits = 0;
        string[] parts = text.Split(':');
        if (parts.Length != 6) return false;
        foreach (string part in parts)
        {
            if (part.Length != 2
                || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                return false;
            }

            bits = (bits << 8) | value;
        }

        return true;
    }

    /// <summary><c>80..90</c>, <c>80</c>: inclusive.</summary>
    public static bool TryRange(string text, out ulong first, out ulong last)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return TryNumber(text, out first) & TryNumber(text, out last);
        return TryNumber(text.Substring(0, dots), out first) & TryNumber(text.Substring(dots + 2), out last);
    }

    static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>An IPv4 or IPv6 prefix; an address alone is /32 or /128. IPv4 lies in <paramref name="low"/>.</summary>
    /// <param name="hostBits">Set, and so a likely mistake, beyond the prefix.</param>
    public static bool TryPrefix(string text, out ulong high, out ulong low, out int length, out bool isIp6, out bool hostBits)
    {
        (high, low, length, hostBits) = (0, 0, 0, false);
        int slash = text.IndexOf('/');
        string address = slash < 0 ? text : text.Substring(0, slash);
        isIp6 = address.IndexOf(':') >= 0;
        int width = isIp6 ? 128 : 32;
        if (!(isIp6 ? TryIp6(address, out high, out low) : TryIp4(address, out low))) return false;
        if (slash < 0)
        {
            length = width;
            return true;
        }

        string digits = text.Substring(slash + 1);
        if (digits.Length is 0 or > 3) return false;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > width) return false;
        int host = width - length;
        ulong lowHost = host >= 64 ? low : low & ((1ul << host) - 1);
        ulong highHost = host <= 64 ? 0 : host == 128 ? high : high & ((1ul << (host - 64)) - 1);
        hostBits = (lowHost | highHost) != 0;
        return true;
    }

    /// <summary>Four decimal numbers without leading zeros: 010 is 8 to some and 10 to others.</summary>
    static bool TryIp4(string text, out ulong value)
    {
        value = 0;
        string[] parts = text.Split('.');
        if (parts.Length != 4) return false;
        foreach (string part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte number)) return false;
            value = (value << 8) | number;
        }

        return true;
    }

    /// <summary>RFC 4291 section 2.2: groups of hex digits, one "::", an IPv4 address in place of the last two.</summary>
    static bool TryIp6(string text, out ulong high, out ulong low)
    {
        (high, low) = (0, 0);
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        ushort[] groups = new ushort[8];
        if (gap < 0)
        {
            if (!TryGroups(text, groups, 0, out int all) || all != 8) return false;
        }
        else
        {
            string tail = text.Substring(gap + 2);
            ushort[] back = new ushort[8];
            if (!TryGroups(text.Substring(0, gap), groups, 0, out int front)) return false;
            if (!TryGroups(tail, back, front, out int behind)) return false;
            if (front + behind > 7) return false;
            Array.Copy(back, front, groups, 8 - behind, behind);
        }

        for (int i = 0; i < 4; i++) high = (high << 16) | groups[i];
        for (int i = 4; i < 8; i++) low = (low << 16) | groups[i];
        return true;
    }

    static bool TryGroups(string text, ushort[] groups, int start, out int count)
    {
        count = 0;
        if (text.Length == 0) return true;
        string[] parts = text.Split(':');
        for (int i = 0; i < parts.Length; i++)
        {
            bool isIp4 = i == parts.Length - 1 && parts[i].IndexOf('.') >= 0;
            if (start + count + (isIp4 ? 2 : 1) > 8) return false;
            if (isIp4)
            {
                if (!TryIp4(parts[i], out ulong address)) return false;
                groups[start + count++] = (ushort)(address >> 16);
                groups[start + count++] = (ushort)address;
                continue;
            }

            if (parts[i].Length is 0 or > 4
                || !ushort.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort group))
            {
                return false;
            }

            groups[start + count++] = group;
        }

        return true;
    }
}
