using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>100,000 routes; a million of each family with FASTPAAS_ROUTES=1000000 (./build.sh test --long).</summary>
public sealed class LargeTableTests
{
    static readonly int count =
        int.TryParse(Environment.GetEnvironmentVariable("FASTPAAS_ROUTES"), out int given) ? given : 100_000;

    [Test]
    [Arguments(false), Arguments(true)]
    public void A_large_table_of_prefixes_of_all_lengths_is_exact(bool isIp6)
    {
        Random random = new(5);
        int width = isIp6 ? 128 : 32;
        CheckAll([.. Enumerable.Range(0, count).Select(_ => (Prefix(RouteDraw.Address(random, isIp6),
            random.Next(isIp6 ? 8 : 4, width + 1), isIp6), random.Next(8)))], isIp6, random);
    }

    [Test]
    [Arguments(false), Arguments(true)]
    public void A_table_as_routers_have_it_is_exact(bool isIp6)
    {
        Random random = new(6);
        CheckAll([.. Enumerable.Range(0, count).Select(_ => RouteDraw.AsRoutersHave(random, isIp6))], isIp6, random);
    }

    /// <summary>All within one /24, nested and side by side: what makes the longest search and the fullest group.</summary>
    [Test]
    [Arguments(false), Arguments(true)]
    public void A_table_that_crowds_into_one_network_is_exact(bool isIp6)
    {
        Random random = new(7);
        int width = isIp6 ? 128 : 32;
        UInt128 network = (UInt128)0x2001_0d << (width - 24);
        UInt128 hosts = (UInt128.One << (width - 24)) - 1;
        CheckAll([.. Enumerable.Range(0, count).Select(i => (Prefix(network | ((UInt128)(uint)random.Next(1 << random.Next(1, 24))
            << random.Next(0, width - 24)) & hosts, random.Next(20, width + 1), isIp6), random.Next(8)))], isIp6, random);
    }

    static void CheckAll(IReadOnlyList<(IpPrefix Prefix, int Hop)> routes, bool isIp6, Random random)
    {
        RouteOracle oracle = new();
        foreach ((IpPrefix prefix, int hop) in routes) oracle.Set(prefix, hop);
        using Lookup lookup = new(routes, 0, lcores: 1);
        UInt128[] burst = new UInt128[64];
        for (int start = 0; start < routes.Count; start += 32)
        {
            for (int i = 0; i < 16; i++)
            {
                IpPrefix prefix = routes[Math.Min(start + i, routes.Count - 1)].Prefix;
                burst[4 * i] = prefix.First;
                burst[4 * i + 1] = prefix.Last;
                burst[4 * i + 2] = random.Next(2) == 0 ? prefix.First - 1 : prefix.Last + 1;
                burst[4 * i + 3] = RouteDraw.Address(random, isIp6);
                if (!isIp6) burst[4 * i + 2] = (uint)burst[4 * i + 2];
            }
            lookup.Check(burst, isIp6, oracle);
        }
    }

    static IpPrefix Prefix(UInt128 address, int length, bool isIp6) => RouteDraw.Prefix(address, length, isIp6);
}
