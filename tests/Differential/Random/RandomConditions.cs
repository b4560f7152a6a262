using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using FastPaas.Graph.Match;

namespace FastPaas.Differential.Random;

/// <summary>Random conditions over every field and operator of the language.</summary>
sealed class RandomConditions(Rng rng)
{
    static readonly HeaderFieldInfo[] Fields = HeaderFieldInfo.All.Where(info => info.InExpressions).ToArray();

    public Condition Next(int depth = 3)
    {
        int how = depth == 0 ? 0 : rng.Below(10);
        return how switch
        {
            < 5 => Compare(rng.Pick(Fields)),
            < 7 => new Both(Next(depth - 1), Next(depth - 1)),
            < 9 => new Either(Next(depth - 1), Next(depth - 1)),
            _ => new Not(Next(depth - 1)),
        };
    }

    public FieldComparison Compare(HeaderFieldInfo info)
    {
        bool hasPrefixes = IsAddress(info.Field) || IsMac(info.Field);
        return rng.Below(10) switch
        {
            < 5 => Single(info, rng.Percent(70) ? "==" : "!="),
            < 6 => Ordered(info),
            < 8 => In(info, [hasPrefixes && rng.Percent(70) ? Prefix(info) : Range(info)]),
            _ => In(info, Enumerable.Range(0, rng.Between(1, 5)).Select(_ => Item(info)).ToArray()),
        };
    }

    /// <summary>What no value makes true (below 0, above the largest) is an error of the language.</summary>
    FieldComparison Ordered(HeaderFieldInfo info)
    {
        FieldComparison comparison = Single(info, rng.Pick(["<", "<=", ">", ">="]));
        UInt128 value = comparison.Ranges[0].First;
        bool never = comparison.Operator == "<" && value == 0 || comparison.Operator == ">" && value == Ones(info.Bits);
        return never ? comparison with { Operator = "==" } : comparison;
    }

    FieldComparison Single(HeaderFieldInfo info, string @operator)
    {
        UInt128 value = Value(info);
        return new(info.Field, @operator, Text(info.Field, value), [(value, value)]);
    }

    static FieldComparison In(HeaderFieldInfo info, (string Text, UInt128 First, UInt128 Last)[] items)
    {
        bool alone = items.Length == 1 && (items[0].Text.Contains("..") || items[0].Text.Contains('/'));
        string right = alone ? items[0].Text : $"[{string.Join(", ", items.Select(item => item.Text))}]";
        return new(info.Field, "in", right, items.Select(item => (item.First, item.Last)).ToArray());
    }

    (string Text, UInt128 First, UInt128 Last) Item(HeaderFieldInfo info)
    {
        if (rng.Percent(30)) return (IsAddress(info.Field) || IsMac(info.Field)) && rng.Percent(70) ? Prefix(info) : Range(info);
        UInt128 value = Value(info);
        return (Text(info.Field, value), value, value);
    }

    (string Text, UInt128 First, UInt128 Last) Range(HeaderFieldInfo info)
    {
        UInt128 first = Value(info), last = Value(info);
        if (first > last) (first, last) = (last, first);
        return ($"{Text(info.Field, first)}..{Text(info.Field, last)}", first, last);
    }

    (string Text, UInt128 First, UInt128 Last) Prefix(HeaderFieldInfo info)
    {
        int length = rng.Percent(20) ? rng.Pick([0, info.Bits]) : rng.Between(1, info.Bits);
        UInt128 host = Ones(info.Bits - length);
        UInt128 first = Value(info) & ~host;
        return ($"{Text(info.Field, first)}/{length}", first, first | host);
    }

    UInt128 Value(HeaderFieldInfo info)
    {
        UInt128 max = Ones(info.Bits);
        UInt128 From<T>(IReadOnlyList<T> pool, Func<T, UInt128> number) => Pools.Near(rng, pool, max, number);
        return info.Field switch
        {
            HeaderField.EthType => From(Pools.EtherTypes, n => (UInt128)n),
            HeaderField.EthSrc or HeaderField.EthDst => From(Pools.Macs, n => n),
            HeaderField.VlanId => From(Pools.VlanIds, n => (UInt128)n),
            HeaderField.IpSrc or HeaderField.IpDst => From(Pools.Ip4, n => n),
            HeaderField.Ip6Src or HeaderField.Ip6Dst => From(Pools.Ip6, n => n),
            HeaderField.IpProto => From(Pools.Protocols, n => (UInt128)n),
            HeaderField.IpTtl => From(Pools.Ttls, n => (UInt128)n),
            HeaderField.IpDscp => From(Pools.Dscps, n => (UInt128)n),
            HeaderField.TcpFlags => From(Pools.Flags, n => (UInt128)n),
            HeaderField.IcmpType => From(Pools.IcmpTypes, n => (UInt128)n),
            HeaderField.PacketLength => From(Pools.Lengths, n => (UInt128)n),
            HeaderField.FlowHash => (UInt128)rng.Next() & max,
            _ => From(Pools.Ports, n => (UInt128)n),
        };
    }

    string Text(HeaderField field, UInt128 value) => field switch
    {
        _ when IsMac(field) => string.Join(':', Octets(value, 6).Select(octet => octet.ToString("x2"))),
        HeaderField.IpSrc or HeaderField.IpDst => new IPAddress(Octets(value, 4)).ToString(),
        HeaderField.Ip6Src or HeaderField.Ip6Dst => new IPAddress(Octets(value, 16)).ToString(),
        _ => rng.Percent(20) ? $"0x{(ulong)value:x}" : ((ulong)value).ToString(),
    };

    static bool IsAddress(HeaderField field) =>
        field is HeaderField.IpSrc or HeaderField.IpDst or HeaderField.Ip6Src or HeaderField.Ip6Dst;

    static bool IsMac(HeaderField field) => field is HeaderField.EthSrc or HeaderField.EthDst;

    static UInt128 Ones(int bits) => bits == 0 ? 0 : UInt128.MaxValue >> (128 - bits);

    static byte[] Octets(UInt128 value, int count)
    {
        byte[] octets = new byte[count];
        for (int i = count - 1; i >= 0; i--, value >>= 8) octets[i] = (byte)value;
        return octets;
    }
}
