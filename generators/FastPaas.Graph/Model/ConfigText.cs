using System;
using System.Globalization;
using FastPaas.Graph.Match;

namespace FastPaas.Graph.Model;

/// <summary>An IPv4 or IPv6 prefix as configuration writes it.</summary>
internal readonly record struct ConfigPrefix(FieldValue Address, int Length, bool IsIp6)
{
    int Width => IsIp6 ? 128 : 32;

    /// <summary>The address without the bits beyond the length.</summary>
    FieldValue Network
    {
        get
        {
            FieldValue host = FieldValue.Max(Width - Length);
            return new(Address.High & ~host.High, Address.Low & ~host.Low);
        }
    }

    /// <summary>Bits beyond the length are set: likely a slip.</summary>
    public bool HasHostBits => Network != Address;

    /// <summary>The prefix that was likely meant.</summary>
    public string NetworkText =>
        $"{MatchText.Value(HeaderFieldInfo.Of(IsIp6 ? HeaderField.Ip6Src : HeaderField.IpSrc), Network)}/{Length}";

    /// <summary>An address alone is a prefix of its whole width.</summary>
    public static bool TryRead(string text, out ConfigPrefix prefix)
    {
        int slash = text.IndexOf('/');
        string address = slash < 0 ? text : text.Substring(0, slash);
        bool isIp6 = address.IndexOf(':') >= 0;
        prefix = new(default, isIp6 ? 128 : 32, isIp6);
        if (!(isIp6 ? FieldLiteral.TryIp6(address, out FieldValue value) : FieldLiteral.TryIp4(address, out value))) return false;
        prefix = prefix with { Address = value };
        if (slash < 0) return true;
        string digits = text.Substring(slash + 1);
        bool right = digits.Length is 1 or 2 or 3 && (digits.Length == 1 || digits[0] != '0');
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return false;
        right &= length <= prefix.Width;
        prefix = prefix with { Length = length };
        return right;
    }
}

/// <summary>Other configuration values that TOML writes as strings.</summary>
internal static class ConfigText
{
    /// <summary><c>80..90</c>, <c>80</c>: inclusive.</summary>
    public static bool TryRange(string text, out ulong first, out ulong last)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return FieldLiteral.TryNumber(text.Trim(), out first) & FieldLiteral.TryNumber(text.Trim(), out last);
        return FieldLiteral.TryNumber(text.Substring(0, dots).Trim(), out first)
            & FieldLiteral.TryNumber(text.Substring(dots + 2).Trim(), out last);
    }
}
