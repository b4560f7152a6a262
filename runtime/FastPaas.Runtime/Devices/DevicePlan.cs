using System;
using System.Collections.Generic;
using System.Globalization;
using FastPaas.Dpdk;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Devices;

/// <summary>The devices of a graph before DPDK starts: which they are, and what they want of memory.</summary>
sealed class DevicePlan
{
    /// <summary>The smallest buffer of af_packet's own, and what the kernel puts before a frame in one.</summary>
    const int SmallestFrameBytes = 2048, FrameHeadBytes = 128, PageBytes = 4096;

    readonly int workers;
    readonly List<PortDevice> ports = [];

    public DevicePlan(CompiledGraph graph, IReadOnlyDictionary<string, string> overrides, int workers)
    {
        this.workers = workers;
        foreach (string name in overrides.Keys)
        {
            if (!graph.Ports.Exists(port => port.Name == name))
                throw new RefusedException($"--port {name}=...: the graph has no such port; it has " +
                    $"{string.Join(", ", graph.Ports.ConvertAll(p => p.Name))}");
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
            ports.Add(new PortDevice(port, WithFrameSize(port, WithQueues(port, device)), frames));
        }
        long backlogPackets = 0;
        for (int tenant = 0; tenant < graph.Chains.Count; tenant++) backlogPackets += graph.Tenants[tenant].BacklogPackets;
        Pools = new PoolPlan(ports, workers, backlogPackets);
    }

    public PoolPlan Pools { get; }

    /// <summary>Mempools, and what EAL and the drivers want beside them.</summary>
    public long MemoryBytes => Pools.Bytes + (64 << 20);

    public IReadOnlyList<string> PciDevices
    {
        get
        {
            var texts = new List<string>();
            foreach (PortDevice port in ports)
                foreach (DeviceString device in port.Device.All)
                    if (device.IsPci) texts.Add(device.Text);
            return texts;
        }
    }

    /// <summary>Makes every device exist, then starts them, each on its pool.</summary>
    /// <param name="buckets">How flows are spread over workers, on every port alike.</param>
    public List<AttachedPort> Attach(PacketPools pools, out FlowBuckets buckets)
    {
        var attached = new List<AttachedPort>();
        try
        {
            foreach ((PortDescription port, DeviceString device, FrameSource? frames) in ports)
            {
                if (frames != null)
                {
                    attached.Add(new OpenLoopPort(port, device, Fill(pools.Common, port, frames), frames));
                    continue;
                }
                attached.Add(new DevicePort(port, device, Port.Probe(port.Name, device)));
            }
            buckets = FlowBuckets.Choose(workers, attached.ConvertAll(port => port.FlowEntries));
            foreach (AttachedPort port in attached) port.Start(pools.For(port.Device), buckets);
        }
        catch
        {
            foreach (AttachedPort port in attached) port.Close(pools.Capacity);
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
        if (device.IsOpenLoop) return;
        var owners = new Dictionary<string, PortDescription>();
        foreach (PortDevice other in ports)
            if (!other.Device.IsOpenLoop)
                foreach (DeviceString taken in other.Device.All) owners[taken.Name] = other.Port;
        foreach (DeviceString one in device.All)
        {
            if (!owners.TryAdd(one.Name, port))
                throw new RefusedException($"ports {owners[one.Name].Name} and {port.Name} both have the device {one.Name}; " +
                    $"number one of them otherwise ({one.Driver}7).");
        }
    }

    /// <summary>Some drivers are told in the device string how many queues to make.</summary>
    static DeviceString WithQueues(PortDescription port, DeviceString device)
    {
        if (DeviceKind.Of(device)?.QueueParameter is not { } key) return device;
        string queues = port.Queues.ToString(CultureInfo.InvariantCulture);
        if (device[key] is not { } given) return port.Queues == 1 ? device : device.With(key, queues);
        return given == queues ? device
            : throw new RefusedException($"port {port.Name}: {device.Name} says {key}={given} and the graph queues = {queues}; " +
                "leave one of them out, or write the same.");
    }

    /// <summary>af_packet has frames of one size, which must hold the longest, in blocks of whole pages.</summary>
    static DeviceString WithFrameSize(PortDescription port, DeviceString device)
    {
        if (port.MtuBytes == 0 || DeviceKind.Of(device) is not { Mtu: MtuSetting.FrameSize }) return device;
        int frame = SmallestFrameBytes;
        while (frame < port.MtuBytes + FrameHeadBytes) frame *= 2;
        if (device["framesz"] is { } given)
        {
            return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
                && bytes >= port.MtuBytes + FrameHeadBytes
                    ? device
                    : throw new RefusedException($"port {port.Name}: {device.Name} says framesz={given}, too small for " +
                        $"mtu_bytes = {port.MtuBytes}; leave it out, or write framesz={frame}.");
        }
        DeviceString sized = device.With("framesz", frame.ToString(CultureInfo.InvariantCulture));
        if (device["blocksz"] != null) return sized;
        return sized.With("blocksz", Math.Max(frame, PageBytes).ToString(CultureInfo.InvariantCulture));
    }
}
