using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using FastPaas.Dpdk;
using FastPaas.Runtime.Capture;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Devices;

/// <summary>A port and the device that will serve it.</summary>
/// <param name="Frames">Of an open-loop source; null: it is DPDK's.</param>
sealed record PortDevice(PortDescription Port, DeviceString Device, FrameSource? Frames);

/// <param name="Packets">0: there is no such pool.</param>
/// <param name="RoomBytes">Bytes of the longest frame that must fit one mbuf.</param>
readonly record struct PoolSize(int Packets, int RoomBytes)
{
    public long Bytes => Mempool.BytesFor(Packets, RoomBytes);
}

/// <summary>How many mbufs of which size the ports and lcores can hold at once. XDP sockets lie in a pool of their own: the
/// kernel writes into its mbufs, so each must fit a page, and the pool be one piece of memory.</summary>
sealed class PoolPlan
{
    const int QueuePackets = 512, RingPackets = 1024, SmallestRoomBytes = 2048, SmallestPool = 4095;
    const int LargestPool = (1 << 24) - 1;
    /// <summary>The driver's fill ring (2,048 each queue), what it received and what it hasn't been told is sent.</summary>
    const int XdpQueuePackets = 3 * 2048;
    /// <summary>XDP_PACKET_HEADROOM and an Ethernet header with two tags.</summary>
    const int XdpHeadBytes = 256, HeaderBytes = 22;

    /// <param name="backlogPackets">That can wait on an lcore for their tenants' turns.</param>
    public PoolPlan(IReadOnlyList<PortDevice> ports, int workers, long backlogPackets)
    {
        // The caches of workers and control core hold up to half more than their size.
        long held = (workers + 1L) * Mempool.CachePackets * 3 / 2 + workers * (HeaderLanes.Lanes + backlogPackets);
        long common = held, xdp = held;
        int commonRoom = 0, xdpRoom = 0;
        foreach (PortDevice port in ports)
        {
            common += HeldBy(port, workers);
            commonRoom = Math.Max(commonRoom, RoomOf(port));
            if (!HasOwnPool(port.Device)) continue;
            xdp += HeldBy(port, workers) + (long)port.Port.Queues * XdpQueuePackets;
            xdpRoom = Math.Max(xdpRoom, Math.Max(SmallestRoomBytes, port.Port.MtuBytes + HeaderBytes + XdpHeadBytes));
        }
        Common = new PoolSize(Round(common), commonRoom);
        if (xdpRoom > 0) Xdp = new PoolSize(Round(xdp), xdpRoom);
    }

    public PoolSize Common { get; }

    public PoolSize Xdp { get; }

    public long Bytes => Common.Bytes + Xdp.Bytes;

    /// <summary>A bond's members take the bond's pool.</summary>
    public static bool HasOwnPool(DeviceString device) => device.All.Exists(one => DeviceKind.Of(one) is { HasOwnPool: true });

    static long HeldBy(PortDevice port, int workers)
    {
        int queues = port.Port.Queues;
        long packets = 2L * Math.Max(queues, workers) * QueuePackets * port.Device.All.Count;
        packets += (workers - 1L) * Math.Min(queues, workers) * HandOverRing.Capacity;
        if (port.Device.Driver == "net_ring") packets += (long)queues * RingPackets;
        if (port.Device["infinite_rx"] is not (null or "0")) packets += Preloaded(port.Port, port.Device);
        return packets;
    }

    /// <summary>Of a frame longer than it, devices make a chain, but not all of them.</summary>
    static int RoomOf(PortDevice port)
    {
        int longest = 0;
        foreach (byte[] frame in port.Frames?.Frames ?? []) longest = Math.Max(longest, frame.Length);
        foreach (DeviceString device in port.Device.All)
        {
            // af_packet refuses a pool whose mbufs are smaller than its own buffers; net_null doesn't look.
            string? ownBuffers = device["framesz"] ?? device["size"];
            if (int.TryParse(ownBuffers, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes))
                longest = Math.Max(longest, bytes);
        }
        return Math.Clamp(longest, SmallestRoomBytes, ushort.MaxValue - Mempool.HeadroomBytes);
    }

    /// <summary>One less than a power of two wastes nothing.</summary>
    static int Round(long packets)
    {
        long pool = SmallestPool;
        while (pool < packets) pool = 2 * pool + 1;
        return pool <= LargestPool ? (int)pool
            : throw new RefusedException($"the ports want {packets} mbufs, more than the {LargestPool} of one pool.");
    }

    /// <summary>net_pcap with infinite_rx keeps the whole capture in mbufs, a long frame in several.</summary>
    static long Preloaded(PortDescription port, DeviceString device)
    {
        if (device["rx_pcap"] is not { } path || !File.Exists(path)) return 0;
        using CaptureReader reader = CaptureReader.Open(path);
        long mbufs = 0;
        while (reader.Read(out CaptureFrame frame)) mbufs += 1 + frame.Bytes.Length / SmallestRoomBytes;
        return 2 * mbufs * port.Queues;
    }
}
