using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using FastPaas.Dpdk;
using FastPaas.Runtime.Capture;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Devices;

/// <summary>The devices of a graph before DPDK starts: which they are, and how many mbufs of which size they can hold at
/// once.</summary>
sealed class DevicePlan
{
    const int QueuePackets = 512, RingPackets = 1024, SmallestRoomBytes = 2048, SmallestPool = 4095, LargestPool = (1 << 24) - 1;

    readonly int workers;
    readonly List<(PortDescription Port, DeviceString Device, FrameSource? Frames)> ports = [];

    public DevicePlan(CompiledGraph graph, IReadOnlyDictionary<string, string> overrides, int workers)
    {
        this.workers = workers;
        foreach (string name in overrides.Keys)
        {
            if (graph.Ports.All(port => port.Name != name))
                throw new RefusedException($"--port {name}=...: the graph has no such port; it has " +
                    $"{string.Join(", ", graph.Ports.Select(p => p.Name))}");
        }
        foreach (PortDescription port in graph.Ports)
        {
            var device = DeviceString.Parse(overrides.GetValueOrDefault(port.Name, port.Device));
            FrameSource? frames = device.IsOpenLoop ? FrameSource.Parse(port.Name, device) : null;
            if (frames != null && port.Queues > 1)
            {
                throw new RefusedException($"port {port.Name}: open_loop has one queue, not {port.Queues}.");
            }
            RefuseTwice(port, device);
            ports.Add((port, device, frames));
        }
        RoomBytes = ports.Max(p => RoomOf(p.Device, p.Frames));
        Packets = PoolPackets();
    }

    /// <summary>Bytes of the longest frame that must fit one mbuf.</summary>
    public int RoomBytes { get; }

    /// <summary>Mbufs of the pool.</summary>
    public int Packets { get; }

    /// <summary>Mempool, and what EAL and the drivers want beside it.</summary>
    public long MemoryBytes => Mempool.BytesFor(Packets, RoomBytes) + (64 << 20);

    public IEnumerable<string> PciDevices => ports.Where(p => p.Device.IsPci).Select(p => p.Device.Text);

    /// <summary>Makes every device exist, then starts them on one pool.</summary>
    /// <param name="buckets">How flows are spread over workers, on every port alike.</param>
    public List<AttachedPort> Attach(Mempool pool, out FlowBuckets buckets)
    {
        var attached = new List<AttachedPort>();
        try
        {
            foreach ((PortDescription port, DeviceString device, FrameSource? frames) in ports)
            {
                if (frames != null)
                {
                    attached.Add(new OpenLoopPort(port, device, Fill(pool, port, frames), frames));
                    continue;
                }
                attached.Add(new DevicePort(port, device, Port.Probe(port.Name, device)));
            }
            buckets = FlowBuckets.Choose(workers, attached.Select(port => port.FlowEntries));
            foreach (AttachedPort port in attached) port.Start(pool, buckets);
        }
        catch
        {
            foreach (AttachedPort port in attached) port.Close(pool);
            throw;
        }
        return attached;
    }

    static OpenLoop Fill(Mempool pool, PortDescription port, FrameSource frames)
    {
        var source = new OpenLoop(pool, frames.PacketsPerSecond, frames.Frames.Count);
        foreach (byte[] frame in frames.Frames)
        {
            if (source.TryAdd(frame)) continue;
            source.Dispose();
            throw new RefusedException($"port {port.Name}: the open-loop source has a frame of {frame.Length} bytes, and one " +
                "mbuf is the longest it can send.");
        }
        return source;
    }

    void RefuseTwice(PortDescription port, DeviceString device)
    {
        foreach (var other in ports)
        {
            if (!device.IsOpenLoop && other.Device.Name == device.Name)
                throw new RefusedException($"ports {other.Port.Name} and {port.Name} both have the device {device.Name}; " +
                    $"number one of them otherwise ({device.Driver}7).");
        }
    }

    static int RoomOf(DeviceString device, FrameSource? frames)
    {
        int longest = frames?.Frames.Max(frame => frame.Length) ?? 0;
        // af_packet and memif refuse a pool whose mbufs are smaller than their own buffers.
        string? ownBuffers = device["framesz"] ?? device["bsize"];
        if (int.TryParse(ownBuffers, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)) longest = bytes;
        return Math.Clamp(longest, SmallestRoomBytes, ushort.MaxValue - Mempool.HeadroomBytes);
    }

    int PoolPackets()
    {
        // The caches of workers and control core hold up to half more than their size.
        long packets = (workers + 1L) * Mempool.CachePackets * 3 / 2 + (long)workers * HeaderLanes.Lanes;
        foreach ((PortDescription port, DeviceString device, _) in ports)
        {
            packets += 2L * Math.Max(port.Queues, workers) * QueuePackets;
            packets += (workers - 1L) * Math.Min(port.Queues, workers) * HandOverRing.Capacity;
            if (device.Driver == "net_ring") packets += (long)port.Queues * RingPackets;
            if (device["infinite_rx"] is not (null or "0")) packets += Preloaded(port, device);
        }
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
