using System;
using System.Collections.Generic;
using System.Net;
using FastPaas.Runtime.Offline;

namespace FastPaas.Control.Explain;

/// <summary>Traffic for a graph that comes without a capture: of many random packets, one for each way that none before took, so
/// that every node has work if a packet of this kind can reach it. The same for the same graph.</summary>
static class SyntheticTraffic
{
    const int Candidates = 40_000, FrameBytes = 64;

    static readonly ushort[] CommonPorts = [20, 21, 22, 25, 53, 80, 123, 179, 443, 4789, 8080, 11211];
    static readonly byte[] CommonDscps = [0, 10, 12, 14, 34, 46];
    static readonly string[] Ip4Networks = ["10.0.0.0", "192.0.2.0", "198.51.100.0", "203.0.113.0", "172.16.0.0", "192.168.0.0"];
    static readonly string[] Ip6Networks = ["2001:db8::", "2001:db8:1::", "fd00::"];

    /// <returns>So many frames: the ways in turn.</returns>
    public static List<byte[]> For(CompiledGraph graph, int port, int count)
    {
        List<byte[]> ways = Search(graph, port);
        var frames = new List<byte[]>(count);
        for (int i = 0; i < count; i++) frames.Add(ways[i % ways.Count]);
        return frames;
    }

    static List<byte[]> Search(CompiledGraph graph, int port)
    {
        var random = new Random(1);
        using var lcore = new OfflineLcore(graph);
        var isReached = new bool[graph.CounterNames.Count];
        var ways = new List<byte[]>();
        for (int i = 0; i < Candidates; i++)
        {
            byte[] frame = FrameBuilder.Build(Random(random));
            if (!lcore.TryAdd(frame)) continue;
            lcore.Run(port, (ulong)(i + 1) * OfflineLcore.CyclesPerSecond);
            lcore.ReleaseSent();
            if (IsNew(lcore.Counters, isReached)) ways.Add(frame);
        }
        return ways;
    }

    static bool IsNew(ReadOnlySpan<ulong> counters, bool[] isReached)
    {
        bool isNew = false;
        for (int slot = 0; slot < isReached.Length; slot++)
        {
            if (isReached[slot] || counters[slot] == 0) continue;
            isReached[slot] = true;
            isNew = true;
        }
        return isNew;
    }

    static PacketSpec Random(Random random)
    {
        var spec = new PacketSpec
        {
            Protocol = (PacketProtocol)random.Next((int)PacketProtocol.Icmp + 1),
            EthType = random.Next(2) == 0 ? (ushort)0x0806 : (ushort)0x88b5,
            SrcPort = Port(random),
            DstPort = Port(random),
            Ttl = random.Next(8) == 0 ? (byte)1 : (byte)64,
            Dscp = CommonDscps[random.Next(CommonDscps.Length)],
            TcpFlags = (byte)random.Next(256),
            Length = FrameBytes,
        };
        if (random.Next(4) == 0) spec.VlanIds.Add((ushort)random.Next(1, 4095));
        bool isIp6 = random.Next(4) == 0;
        string[] networks = isIp6 ? Ip6Networks : Ip4Networks;
        spec.Src = Address(random, networks);
        spec.Dst = Address(random, networks);
        if (isIp6) spec.Length = 0;
        return spec;
    }

    static ushort Port(Random random) => random.Next(2) == 0
        ? CommonPorts[random.Next(CommonPorts.Length)] : (ushort)random.Next(1, 65_536);

    /// <summary>In one of the networks, or beside it; half the hosts are the first, so that a rule on a gateway is met.</summary>
    static IPAddress Address(Random random, string[] networks)
    {
        byte[] bytes = IPAddress.Parse(networks[random.Next(networks.Length)]).GetAddressBytes();
        if (random.Next(4) == 0) random.NextBytes(bytes.AsSpan(1, 2));
        bytes[^1] = random.Next(2) == 0 ? (byte)1 : (byte)random.Next(1, 255);
        return new IPAddress(bytes);
    }
}
