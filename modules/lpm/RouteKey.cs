using System;

namespace FastPaas.Modules;

/// <summary>A prefix of either family, its first bit the highest of 128.</summary>
readonly record struct RouteKey(UInt128 First, int Length, bool IsIp6)
{
    const int Ip4Shift = 96;

    public static RouteKey Of(IpPrefix prefix) =>
        new(prefix.IsIp6 ? prefix.First : prefix.First << Ip4Shift, prefix.Length, prefix.IsIp6);

    /// <summary>The highest address.</summary>
    public UInt128 Last => First | Hosts(Length);

    /// <summary>The first 16 bits: where in a root.</summary>
    public int Slot => (int)(uint)(First >> 112);

    /// <summary>The next 8 bits: where in a block.</summary>
    public int InBlock => (byte)(First >> 104);

    /// <summary>The 8 bits after those: where in a group.</summary>
    public int InGroup => (byte)(First >> Ip4Shift);

    /// <summary>The first 24 bits.</summary>
    public uint First24 => (uint)(First >> 104);

    /// <summary>The shorter prefix around it.</summary>
    public RouteKey Shortened(int length) => new(First & ~Hosts(length), length, IsIp6);

    static UInt128 Hosts(int length) => length == 128 ? 0 : UInt128.MaxValue >> length;
}
