using System;
using System.Linq;
using FastPaas.Runtime.Offline;
using Xunit;

namespace FastPaas.Control.Tests.Offline;

public sealed unsafe class OfflineLcoreTests
{
    const int RxPackets = 0, RxBytes = 1, TxPackets = 6, TxBytes = 7;

    [Test]
    [Arguments(0)]
    [Arguments(1)]
    [Arguments(1_514)]
    [Arguments(65_000)]
    [Arguments(65_535)]
    [Arguments(262_144)]
    public void A_frame_of_any_length_comes_out_as_it_went_in(int length)
    {
        var frame = new byte[length];
        new Random(length).NextBytes(frame);
        using var lcore = new OfflineLcore(HandGraph.Wire);
        Assert.True(lcore.TryAdd(frame));
        lcore.Run(0, 1);
        var sent = (Mbuf*)Assert.Single(lcore.Sent(1).ToArray());
        Assert.Equal((uint)length, sent->PacketLength);
        var copy = new byte[length];
        Assert.Equal(length, OfflineMbuf.Copy(sent, copy));
        Assert.Equal(frame, copy);
    }

    [Test]
    public void A_burst_keeps_its_order()
    {
        using var lcore = new OfflineLcore(HandGraph.Wire);
        for (byte i = 0; i < lcore.BurstSize; i++) Assert.True(lcore.TryAdd([i]));
        lcore.Run(0, 1);
        Assert.Equal(Enumerable.Range(0, lcore.BurstSize), lcore.Sent(1).ToArray().Select(packet => (int)*((Mbuf*)packet)->Data));
    }

    [Test]
    public void A_full_burst_takes_no_more()
    {
        using var lcore = new OfflineLcore(HandGraph.Wire);
        while (lcore.Pending < lcore.BurstSize) Assert.True(lcore.TryAdd([1]));
        Assert.False(lcore.TryAdd([1]));
    }

    [Test]
    public void The_pool_grows_only_between_bursts()
    {
        using var lcore = new OfflineLcore(HandGraph.Wire);
        Assert.True(lcore.TryAdd([1]));
        Assert.False(lcore.TryAdd(new byte[9_000]));
        lcore.Run(0, 1);
        lcore.ReleaseSent();
        Assert.True(lcore.TryAdd(new byte[9_000]));
    }

    [Test]
    public void Packets_and_bytes_of_ports_are_counted()
    {
        using var lcore = new OfflineLcore(HandGraph.Wire);
        for (int round = 0; round < 10; round++)
        {
            lcore.TryAdd(new byte[100]);
            lcore.TryAdd(new byte[23]);
            lcore.Run(0, 1);
            lcore.ReleaseSent();
        }
        Assert.Equal(
            (20ul, 1_230ul, 20ul, 1_230ul),
            (lcore.Counters[RxPackets], lcore.Counters[RxBytes], lcore.Counters[TxPackets], lcore.Counters[TxBytes]));
    }

    [Test]
    public void A_graph_that_keeps_everything_returns_everything()
    {
        using var lcore = new OfflineLcore(HandGraph.Wire);
        lcore.TryAdd(new byte[200_000]);
        lcore.Run(0, 1);
        lcore.ReleaseSent();
        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
    }

    [Test]
    public void A_leak_is_seen()
    {
        using var lcore = new OfflineLcore(HandGraph.Leak);
        lcore.TryAdd([1]);
        lcore.Run(0, 1);
        lcore.ReleaseSent();
        Assert.Equal(1, lcore.Leaked);
    }

    [Test]
    public void A_double_free_is_seen_and_harms_nothing()
    {
        using var lcore = new OfflineLcore(HandGraph.DoubleFree);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(lcore.TryAdd([1]));
            lcore.Run(0, 1);
        }
        Assert.Equal((0, 100), (lcore.Leaked, lcore.DoubleFrees));
    }
}
