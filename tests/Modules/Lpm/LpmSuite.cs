using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>A node of a module that keeps to modules/lpm/README.md: the output of each of at most 64 packets; 8 is
/// miss.</summary>
abstract class LpmNode : IDisposable
{
    public const int Miss = 8;

    public abstract int[] Route(IReadOnlyList<Parsed> packets, ulong lanes);

    public abstract void Dispose();
}

/// <summary>What a module owes that keeps to modules/lpm/README.md, in whatever language. Against an oracle that asks all 33 or
/// 129 lengths.</summary>
public abstract class LpmSuite
{
    private protected abstract LpmNode Open(IReadOnlyList<LpmConfig.RoutesItem> routes);

    [Test]
    [Arguments(0, 40), Arguments(1, 200), Arguments(3, 200), Arguments(30, 100), Arguments(1_000, 20)]
    public void It_finds_the_longest_of_random_prefixes(int count, int rounds)
    {
        RandomHeaders draw = new(count);
        for (int round = 0; round < rounds; round++)
        {
            Compare([.. Enumerable.Range(0, count).Select(_ => Route(draw.Prefix(), draw.Random.Next(8)))],
                Enumerable.Range(0, 256).Select(_ => draw.Packet()), draw.Random);
        }
    }

    [Test]
    public void A_chain_of_every_length_is_told_apart_to_the_last_bit()
    {
        foreach (bool isIp6 in new[] { false, true })
        {
            int width = isIp6 ? 128 : 32;
            UInt128 path = isIp6 ? new UInt128(0x2001_0db8_a5a5_0ff0, 0x1234_5678_9abc_def1) : 0xa5a5_0ff1;
            List<LpmConfig.RoutesItem> routes = [.. Enumerable.Range(0, width + 1).Select(length =>
                Route(Prefix(path, length, isIp6), length % 8))];
            IEnumerable<Parsed> packets = Enumerable.Range(0, width).Select(bit => Packet(path ^ (UInt128.One << bit), isIp6))
                .Append(Packet(path, isIp6));
            Compare(routes, packets, new Random(1));
        }
    }

    [Test]
    public void Default_routes_are_their_family_s_alone()
    {
        IpPrefix all4 = new(0, 0, 0, false), all6 = new(0, 0, 0, true);
        Parsed four = Packet(0x0102_0304, false), six = Packet(1, true);
        Assert.Equal([3, LpmNode.Miss], RouteAll([Route(all4, 3)], [four, six]));
        Assert.Equal([LpmNode.Miss, 3], RouteAll([Route(all6, 3)], [four, six]));
        Assert.Equal([1, 2], RouteAll([Route(all6, 2), Route(all4, 1)], [four, six]));
    }

    [Test]
    public void What_is_not_ip_misses() => Assert.Equal([LpmNode.Miss], RouteAll(
        [Route(new IpPrefix(0, 0, 0, false), 0), Route(new IpPrefix(0, 0, 0, true), 0)],
        [new Parsed(HeaderLayers.None, EtherType.Arp, 0, 0, 0, 0, 0)]));

    [Test]
    public void Of_two_routes_for_one_prefix_the_last_holds()
    {
        foreach (int length in new[] { 0, 8, 16, 20, 24, 25, 32 })
            Assert.Equal([5], Twice(Prefix(0x0a00_0000, length, false), Packet(0x0a00_0000, false)));
        foreach (int length in new[] { 0, 16, 24, 25, 64, 128 })
            Assert.Equal([5], Twice(Prefix(1, length, true), Packet(1, true)));
    }

    int[] Twice(IpPrefix prefix, Parsed packet) => RouteAll([Route(prefix, 2), Route(prefix, 5)], [packet]);

    [Test]
    public void Neighbours_at_every_boundary_keep_their_sides()
    {
        List<LpmConfig.RoutesItem> routes = [];
        List<Parsed> packets = [];
        foreach (bool isIp6 in new[] { false, true })
        {
            int width = isIp6 ? 128 : 32;
            foreach (int length in new[] { 1, 15, 16, 17, 23, 24, 25, 31, 32, 33, 63, 64, 65, 127, 128 }.Where(n => n <= width))
            {
                UInt128 size = UInt128.One << (width - length), first = size * (length < 3 ? 0u : 6u);
                routes.Add(Route(Prefix(first, length, isIp6), length % 7));
                routes.Add(Route(Prefix(first + size, length, isIp6), 7));
                packets.AddRange(new[] { first, first + size - 1, first + size, first + size + size - 1 }
                    .Select(address => Packet(address, isIp6)));
            }
        }
        Compare(routes, packets, new Random(2));
    }

    [Test]
    public void Many_hosts_in_every_group_of_many_networks_are_found()
    {
        Random random = new(3);
        List<LpmConfig.RoutesItem> routes = [];
        for (uint network = 0; network < 400; network++)
        {
            routes.Add(Route(Prefix((network * 0x0101) << 8, 24, false), (int)network % 8));
            for (uint host = 0; host < 8; host++) routes.Add(Route(
                Prefix((network * 0x0101) << 8 | (uint)random.Next(256), 25 + random.Next(8), false), random.Next(8)));
        }
        Compare(routes, Enumerable.Range(0, 4_096).Select(_ =>
            Packet((uint)random.Next(400) * 0x0101 << 8 | (uint)random.Next(256), false)), random);
    }

    [Test]
    public void Lanes_that_are_not_the_node_s_leave_by_no_output()
    {
        using LpmNode node = Open([Route(new IpPrefix(0, 0, 0, false), 4)]);
        int[] outputs = node.Route([.. Enumerable.Repeat(Packet(1, false), 64)], 0x8000_0000_0000_0005);
        Assert.Equal(3, outputs.Count(output => output == 4));
        Assert.Equal(61, outputs.Count(output => output == -1));
    }

    private protected void Compare(
        IReadOnlyList<LpmConfig.RoutesItem> routes, IEnumerable<Parsed> packets, Random random)
    {
        RouteOracle oracle = new();
        foreach (LpmConfig.RoutesItem route in routes) oracle.Set(route.Prefix, route.Hop);
        using LpmNode node = Open(routes);
        foreach (Parsed[] burst in packets.Chunk(64))
        {
            ulong lanes = (ulong)random.NextInt64() | (ulong)random.NextInt64() << 32;
            int[] outputs = node.Route(burst, lanes);
            for (int lane = 0; lane < burst.Length; lane++)
            {
                int expected = (lanes >> lane & 1) != 0 ? oracle.Find(burst[lane]) : -1;
                if (expected != outputs[lane]) Assert.Fail($"{burst[lane]}: {outputs[lane]} instead of {expected}");
            }
        }
    }

    int[] RouteAll(IReadOnlyList<LpmConfig.RoutesItem> routes, IReadOnlyList<Parsed> packets)
    {
        using LpmNode node = Open(routes);
        return node.Route(packets, ulong.MaxValue)[..packets.Count];
    }

    private protected static LpmConfig.RoutesItem Route(IpPrefix prefix, int hop) => new(prefix, (byte)hop);

    private protected static IpPrefix Prefix(UInt128 address, int length, bool isIp6)
    {
        UInt128 mask = length == 0 ? 0 : UInt128.MaxValue << ((isIp6 ? 128 : 32) - length);
        address &= mask;
        return new IpPrefix((ulong)(address >> 64), (ulong)address, length, isIp6);
    }

    private protected static Parsed Packet(UInt128 destination, bool isIp6) => new(
        isIp6 ? HeaderLayers.Ip6 : HeaderLayers.Ip4, isIp6 ? EtherType.Ip6 : EtherType.Ip4, 7, destination, 17, 1, 2);
}
