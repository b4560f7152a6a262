using System;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

public sealed unsafe class ColdQueueTests
{
    const int Burst = 32, Arriving = 5;

    /// <summary>Those that somebody else than the polling CPU writes to, and no other.</summary>
    [Test]
    [Arguments("0000:03:00.0", true)]
    [Arguments("net_af_xdp0,iface=a", true)]
    [Arguments("net_memif0,role=client,zero-copy=yes", true)]
    [Arguments("net_bonding0,mode=1,slave=0000:03:00.0,slave=0000:03:00.1", true)]
    [Arguments("net_bonding0,mode=1,slave=(net_af_packet1,iface=a),slave=net_null1", false)]
    [Arguments("net_memif0,role=client", false)]
    [Arguments("net_af_packet0,iface=a", false)]
    [Arguments("net_tap0,iface=a", false)]
    [Arguments("net_ring0", false)]
    [Arguments("net_null0", false)]
    public void Headers_are_fetched_ahead_where_the_polling_cpu_has_not_written_them(string device, bool isCold) =>
        Assert.Equal(isCold, new DevicePort(
            new PortDescription("wire", device, 1, "wire", 0, 0, 0, 0), DeviceString.Parse(device), null!).IsCold);

    [Test]
    public void The_packets_are_those_of_the_device()
    {
        using var mbufs = new PlainMbufs();
        using var heap = new ModuleHeap();
        Mbuf** given = (Mbuf**)heap.Allocate<nint>(Burst).Pointer, taken = (Mbuf**)heap.Allocate<nint>(Burst).Pointer;
        for (int i = 0; i < Arriving; i++) given[i] = mbufs.Of(new byte[60 + i]);
        var queue = new ColdQueue { Device = &Copy, Queue = given };
        Assert.Equal(Arriving, ColdQueue.Receive(&queue, taken, Burst));
        Assert.True(new Span<nint>(given, Burst).SequenceEqual(new Span<nint>(taken, Burst)));
        Assert.Equal(2, ColdQueue.Receive(&queue, taken, 2));
    }

    static ushort Copy(void* queue, Mbuf** packets, ushort most)
    {
        ushort count = Math.Min(most, (ushort)Arriving);
        new Span<nint>(queue, count).CopyTo(new Span<nint>(packets, count));
        return count;
    }
}
