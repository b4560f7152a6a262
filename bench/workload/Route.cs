using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace FastPaas.Workload;

/// <summary><c>struct route</c> of bench/macro/native/tables.h: an IPv4 prefix in host order and its next hop, 0 to 7.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct Route(uint Prefix, byte Length, byte Hop)
{
    /// <summary>Different prefixes all over the unicast space. Their lengths are spread as in today's global table: more than
    /// half are /24, few are longer. The first two together hold every address, so each has a route.</summary>
    public static Route[] Generate(int count)
    {
        var random = new SplitMix(100_000);
        var routes = new List<Route> { new(0, 1, 0), new(0x8000_0000, 1, 1) };
        var seen = new HashSet<(uint, byte)>();
        while (routes.Count < count)
        {
            byte length = LengthOf(random.Within(0, 99));
            uint prefix = random.Within(0x0100_0000, 0xdfff_ffff) & uint.MaxValue << (32 - length);
            if (seen.Add((prefix, length))) routes.Add(new(prefix, length, (byte)random.Within(0, 7)));
        }
        return [.. routes];
    }

    static byte LengthOf(uint percent) => percent switch
    {
        < 2 => 32,
        < 3 => 28,
        < 60 => 24,
        < 70 => 23,
        < 81 => 22,
        < 88 => 21,
        < 93 => 20,
        < 97 => 19,
        _ => 16,
    };
}
