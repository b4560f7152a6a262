using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed unsafe class FlowCounterTests
{
    readonly record struct Flow(UInt128 Src, UInt128 Dst, byte Proto, ushort SrcPort, ushort DstPort, bool IsIp6);

    static Flow Of(Parsed packet) => new(
        packet.Src, packet.Dst, packet.Proto, packet.HasPorts ? packet.SrcPort : (ushort)0,
        packet.HasPorts ? packet.DstPort : (ushort)0, packet.IsIp6);

    [Test]
    public void Every_flow_has_its_own_packets_and_bytes()
    {
        RandomHeaders draw = new(1);
        using ModuleHeap heap = new();
        FlowCounter.State state = default;
        FlowCounter.Init(new FlowCounterConfig(100_000), heap, ref state);
        using PlainLcore lcore = new();
        Dictionary<Flow, (ulong Packets, ulong Bytes)> expected = [];
        for (int burst = 0; burst < 2_000; burst++)
        {
            Parsed[] packets = [.. Enumerable.Range(0, 64).Select(_ => draw.Packet())];
            ulong lanes = (ulong)draw.Random.NextInt64() << draw.Random.Next(2);
            for (int lane = 0; lane < 64; lane++)
            {
                packets[lane].WriteTo(lcore.Headers, lane);
                lcore.Packet(lane)->PacketLength = (uint)draw.Random.Next(14, 9_000);
                if ((lanes >> lane & 1) == 0 || !packets[lane].IsIp) continue;
                (ulong count, ulong bytes) = expected.GetValueOrDefault(Of(packets[lane]));
                expected[Of(packets[lane])] = (count + 1, bytes + lcore.Packet(lane)->PacketLength);
            }
            FlowCounter.Process(lcore.Burst(lanes), new LaneMask(lanes), ref state, out LaneMask tracked, out LaneMask untracked);
            Assert.Equal(lanes, tracked.Bits | untracked.Bits);
            foreach (int lane in new LaneMask(lanes)) Assert.Equal(packets[lane].IsIp, tracked.Contains(lane));
            Assert.True((tracked & untracked).IsEmpty);
        }
        Assert.InRange(expected.Count, 5_000, 100_000);
        Assert.Equal(expected, Counted(state));
    }

    [Test]
    public void When_it_is_full_old_flows_are_counted_on_and_new_ones_are_not()
    {
        using ModuleHeap heap = new();
        FlowCounter.State state = default;
        FlowCounter.Init(new FlowCounterConfig(100), heap, ref state);
        using PlainLcore lcore = new();
        foreach (bool isIp6 in new[] { false, true })
        {
            int tracked = 0;
            for (int round = 0; round < 3; round++)
            {
                for (int first = 0; first < 256; first += 64)
                {
                    for (int lane = 0; lane < 64; lane++)
                        new Parsed(isIp6 ? HeaderLayers.Ip6 : HeaderLayers.Ip4, 0, 1, (UInt128)(first + lane), 1, 0, 0)
                            .WriteTo(lcore.Headers, lane);
                    FlowCounter.Process(lcore.Burst(ulong.MaxValue), new LaneMask(ulong.MaxValue), ref state, out LaneMask found,
                        out _);
                    tracked += found.Count;
                }
            }
            Assert.Equal(3 * 100, tracked);
        }
        Assert.Equal((100, 100), (state.Ip4.Used, state.Ip6.Used));
        Assert.All(Counted(state).Values, counts => Assert.Equal(3ul, counts.Packets));
    }

    [Test]
    public void Two_packets_of_a_new_flow_in_one_burst_are_one_flow()
    {
        using ModuleHeap heap = new();
        FlowCounter.State state = default;
        FlowCounter.Init(new FlowCounterConfig(1), heap, ref state);
        using PlainLcore lcore = new();
        for (int lane = 0; lane < 64; lane++)
            new Parsed(HeaderLayers.Ip4 | HeaderLayers.Udp, 0, 1, 2, 17, 3, 4).WriteTo(lcore.Headers, lane);
        FlowCounter.Process(lcore.Burst(ulong.MaxValue), new LaneMask(ulong.MaxValue), ref state, out LaneMask tracked, out _);
        Assert.Equal(64, tracked.Count);
        Assert.Equal(64ul, Assert.Single(Counted(state)).Value.Packets);
    }

    static Dictionary<Flow, (ulong Packets, ulong Bytes)> Counted(FlowCounter.State state)
    {
        Dictionary<Flow, (ulong, ulong)> counted = [];
        for (int slot = 0; slot < state.Ip4.Slots; slot++)
        {
            Flow4 flow = state.Ip4.At(slot);
            if (flow.Ports != 0) counted.Add(new Flow((uint)(flow.Addresses >> 32), (uint)flow.Addresses, (byte)(flow.Ports >> 8),
                (ushort)(flow.Ports >> 48), (ushort)(flow.Ports >> 32), false), (flow.Packets, flow.Bytes));
        }
        for (int slot = 0; slot < state.Ip6.Slots; slot++)
        {
            Flow6 flow = state.Ip6.At(slot);
            if (flow.Ports != 0) counted.Add(new Flow(flow.Source, flow.Destination, (byte)(flow.Ports >> 8),
                (ushort)(flow.Ports >> 48), (ushort)(flow.Ports >> 32), true), (flow.Packets, flow.Bytes));
        }
        return counted;
    }
}
