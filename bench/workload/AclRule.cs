using System.Runtime.InteropServices;

namespace FastPaas.Workload;

/// <summary><c>struct acl_rule</c> of bench/macro/native/tables.h: addresses in host order, lengths in bits.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct AclRule(
    uint Src, uint Dst, byte SrcLength, byte DstLength, byte Protocol, byte IsDeny, ushort DstPortFirst, ushort DstPortLast)
{
    /// <summary>Rules of a site's firewall: services between subnets of 10.0.0.0/8, half of them forbidden. A few are broad, most
    /// are narrow, as in the filters that ClassBench (Taylor and Turner, INFOCOM 2005) was made from.</summary>
    public static AclRule[] Generate(int count)
    {
        var random = new SplitMix(10_000);
        var rules = new AclRule[count];
        for (int i = 0; i < count; i++) rules[i] = One(random);
        return rules;
    }

    static AclRule One(SplitMix random)
    {
        bool isBroad = random.Within(0, 15) == 0;
        byte srcLength = (byte)(isBroad ? random.Within(10, 16) : random.Within(17, 32));
        byte dstLength = (byte)(isBroad ? random.Within(9, 12) : random.Within(12, 28));
        (ushort first, ushort last) = random.Within(0, 3) switch
        {
            0 => ((ushort)0, ushort.MaxValue),
            1 => Range(random),
            2 => ((ushort)80, (ushort)80),
            _ => Single(random),
        };
        return new(
            InTen(random, srcLength), InTen(random, dstLength), srcLength, dstLength, (byte)(random.Within(0, 1) == 0 ? 6 : 17),
            (byte)random.Within(0, 1), first, last);
    }

    static uint InTen(SplitMix random, byte length) => (10u << 24 | random.Within(0, 0xffffff)) & uint.MaxValue << (32 - length);

    static (ushort First, ushort Last) Range(SplitMix random)
    {
        uint first = random.Within(1024, 60_000);
        return ((ushort)first, (ushort)(first + random.Within(1, 4096)));
    }

    static (ushort First, ushort Last) Single(SplitMix random)
    {
        ushort port = (ushort)random.Within(1, ushort.MaxValue);
        return (port, port);
    }
}
