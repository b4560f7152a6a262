using System;
using System.Collections.Generic;

namespace FastPaas.Differential.Random;

/// <summary>Values that random packets and random conditions both draw from, so that a good part of the comparisons
/// hold.</summary>
static class Pools
{
    public static readonly int[] Ports = [0, 1, 22, 53, 79, 80, 81, 443, 1023, 1024, 4096, 8080, 11211, 32768, 65534, 65535];
    public static readonly int[] VlanIds = [0, 1, 10, 20, 25, 29, 100, 200, 2048, 4094, 4095];
    public static readonly int[] Protocols = [0, 1, 6, 17, 43, 44, 47, 50, 51, 58, 59, 60, 132, 135, 255];
    public static readonly int[] Ttls = [0, 1, 2, 63, 64, 128, 254, 255];
    public static readonly int[] Dscps = [0, 8, 34, 46, 63];
    public static readonly int[] Flags = [0x00, 0x02, 0x04, 0x10, 0x11, 0x12, 0x18, 0x29, 0xff];
    public static readonly int[] IcmpTypes = [0, 3, 8, 11, 128, 129, 135, 255];
    public static readonly int[] EtherTypes = [0x0800, 0x0806, 0x86dd, 0x8100, 0x88a8, 0x88cc, 0x05dc, 0xffff, 0];
    public static readonly int[] Lengths = [14, 34, 42, 54, 60, 64, 128, 255, 256, 257, 1514, 9000];

    public static readonly ulong[] Macs =
        [0x020000000001, 0x020000000002, 0xffffffffffff, 0x0180c2000000, 0, 0x3333000000fb, 0xfedcba987654];

    public static readonly uint[] Ip4 =
    [
        0x0a000001, 0x0a010203, 0x0aff_ffff, 0x0b000001, 0xc0000201, 0xc00002ff, 0xc6336401, 0xcb007105,
        0x7f000001, 0xe0000001, 0xffffffff, 0,
    ];

    public static readonly UInt128[] Ip6 =
    [
        Ip6Of(0x20010db8_00010000, 1), Ip6Of(0x20010db8_00010000, 0xffff_ffff_ffff_ffff), Ip6Of(0x20010db8_00020000, 1),
        Ip6Of(0x20010db8_0bad0000, 0x8000_0000_0000_0000), Ip6Of(0xfe800000_00000000, 0x0200_00ff_fe00_0001),
        Ip6Of(0xff020000_00000000, 0xfb), Ip6Of(0, 1), Ip6Of(0, 0), UInt128.MaxValue,
    ];

    static UInt128 Ip6Of(ulong high, ulong low) => new(high, low);

    /// <summary>A pool value, one next to it (off by one is where ranges break), or any of <paramref name="max"/>.</summary>
    public static UInt128 Near<T>(Rng rng, IReadOnlyList<T> pool, UInt128 max, Func<T, UInt128> number)
    {
        int how = rng.Below(10);
        if (how == 9) return new UInt128(rng.Next(), rng.Next()) & max;
        UInt128 value = number(rng.Pick(pool));
        if (how == 8 && value < max) value++;
        if (how == 7 && value > 0) value--;
        return value;
    }
}
