using System;

namespace FastPaas;

/// <summary>An Ethernet address, the first byte on the wire the most significant of 48 bits.</summary>
public readonly record struct MacAddress(ulong Bits);

/// <summary>An IPv4 or IPv6 prefix in host order; bits beyond <paramref name="Length"/> are zero.</summary>
/// <param name="Low">IPv4: the address; IPv6: the low half.</param>
public readonly record struct IpPrefix(ulong High, ulong Low, int Length, bool IsIp6)
{
    /// <summary>The lowest address; IPv4's is a number of 32 bits.</summary>
    public UInt128 First => new(High, Low);

    /// <summary>The highest address.</summary>
    public UInt128 Last => First | Hosts;

    // A shift by the whole width would shift by nothing.
    UInt128 Hosts => IsIp6 ? (Length == 128 ? 0 : UInt128.MaxValue >> Length) : (Length == 32 ? 0 : uint.MaxValue >> Length);
}

/// <summary>An inclusive range of numbers.</summary>
public readonly record struct NumberRange(ulong First, ulong Last);
