using System;

namespace FastPaas.Modules.Tests;

/// <summary>Random routes.</summary>
static class RouteDraw
{
    public static IpPrefix Prefix(UInt128 address, int length, bool isIp6)
    {
        UInt128 first = length == 0 ? 0 : address & (UInt128.MaxValue << ((isIp6 ? 128 : 32) - length));
        return new IpPrefix((ulong)(first >> 64), (ulong)first, length, isIp6);
    }

    /// <summary>Anywhere in IPv4, and in 2000::/3 of IPv6.</summary>
    public static UInt128 Address(Random random, bool isIp6)
    {
        UInt128 bits = new((ulong)random.NextInt64() << 1, (ulong)random.NextInt64() << 1);
        return isIp6 ? bits >> 3 | UInt128.One << 125 : (uint)(bits >> 96);
    }

    /// <summary>Lengths as in the tables of the Internet: most /24 and /48, few beyond; IPv6 in few registries' blocks.</summary>
    public static (IpPrefix Prefix, int Hop) AsRoutersHave(Random random, bool isIp6)
    {
        int[] lengths = isIp6 ? [29, 32, 32, 36, 40, 44, 46, 47, 48, 48, 48, 48, 56, 64]
            : [8, 12, 16, 18, 19, 20, 21, 22, 22, 23, 24, 24, 24, 24, 24, 24];
        int length = lengths[random.Next(lengths.Length)];
        if (random.Next(100) == 0) length = isIp6 ? 65 + random.Next(64) : 25 + random.Next(8);
        UInt128 address = Address(random, isIp6);
        ulong[] registries = [0x2001, 0x2400, 0x2600, 0x2800, 0x2a00, 0x2c00];
        if (isIp6) address = (address & (UInt128.MaxValue >> 16)) | (UInt128)registries[random.Next(registries.Length)] << 112;
        return (Prefix(address, length, isIp6), random.Next(8));
    }
}
