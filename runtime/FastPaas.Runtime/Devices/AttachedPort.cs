using System;
using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Devices;

/// <summary>A port of the graph on the device that serves it.</summary>
abstract unsafe class AttachedPort(PortDescription description, DeviceString device)
{
    readonly Lock closing = new();
    DeviceCounters final;
    DeviceLatency? finalLatency;
    bool isClosed;

    public PortDescription Description { get; } = description;

    public DeviceString Device { get; } = device;

    /// <summary>Entries of the table by which the device could spread flows over its queues; 0: it can't. Before the
    /// start.</summary>
    public virtual int FlowEntries => 0;

    public virtual int ReceiveQueues => 1;

    public virtual int TransmitQueues => 1;

    /// <summary>Each receive queue has the packets of one worker and no others.</summary>
    public virtual bool SpreadsFlows => false;

    /// <summary>What it receives was written by somebody else than the lcore that polls it, so that headers are not in that CPU's
    /// cache.</summary>
    public virtual bool IsCold => false;

    /// <summary>It makes checksums of UDP that packets are left without.</summary>
    public virtual bool MakesChecksums => false;

    /// <summary>It inserts tags that packets are left without.</summary>
    public virtual bool InsertsTags => false;

    /// <summary>Makes the device work, once every port of the graph exists.</summary>
    public virtual void Start(Mempool pool, FlowBuckets buckets)
    {
    }

    /// <summary>What an lcore polls; the entry is the caller's to fill in.</summary>
    public abstract ReceiveQueue ReceiveQueue(int queue);

    public abstract TransmitQueue TransmitQueue(int queue);

    /// <summary>Readable by any thread of the control plane, before and after closing.</summary>
    public DeviceCounters Counters()
    {
        lock (closing) return isClosed ? final : ReadCounters();
    }

    /// <summary>Null: the device doesn't know when its packets fell due. As readable as <see cref="Counters"/>.</summary>
    public DeviceLatency? Latency()
    {
        lock (closing) return isClosed ? finalLatency : ReadLatency();
    }

    /// <summary>One sentence for the start of <c>run</c>.</summary>
    public abstract string Describe();

    /// <summary>Frees what the device holds. Nobody polls it any more.</summary>
    /// <param name="most">Mbufs that there are: a device that makes packets has an end too.</param>
    public void Close(int most)
    {
        lock (closing)
        {
            if (isClosed) return;
            final = ReadCounters();
            finalLatency = ReadLatency();
            isClosed = true;
            CloseDevice(most);
        }
    }

    protected abstract DeviceCounters ReadCounters();

    protected virtual DeviceLatency? ReadLatency() => null;

    protected abstract void CloseDevice(int most);
}

/// <summary>What only the device knows.</summary>
/// <param name="LostPackets">Arrived and never reached the graph: no room, no mbuf, or damaged.</param>
/// <param name="SendErrors">Packets that were given to the device and that it says it didn't send.</param>
readonly record struct DeviceCounters(ulong ReceivedBytes, ulong SentBytes, ulong LostPackets, ulong SendErrors);

/// <summary>From the moment that a packet fell due until it was sent: what half of them, all but one in a hundred, and so on took
/// at most.</summary>
readonly record struct DeviceLatency(ulong P50Ns, ulong P99Ns, ulong P999Ns, ulong MaxNs);

/// <summary>A port on a device of DPDK's.</summary>
sealed unsafe class DevicePort(PortDescription description, DeviceString device, Port port) : AttachedPort(description, device)
{
    const int Descriptors = 512;

    public override int FlowEntries => port.Ability.FlowEntries;

    public override int ReceiveQueues => port.State.ReceiveQueues;

    public override int TransmitQueues => port.State.TransmitQueues;

    public override bool SpreadsFlows => port.State.SpreadsFlows != 0;

    public override bool MakesChecksums => (port.Work & PortChoice.UdpChecksum) != 0;

    public override bool InsertsTags => (port.Work & PortChoice.VlanInsert) != 0;

    public override bool IsCold => WritesUnseen(Device);

    /// <summary>A NIC, or a kernel or process that shares its memory, or a bond of such. All others have just copied the
    /// packet.</summary>
    static bool WritesUnseen(DeviceString device) =>
        device.IsPci || device.Driver == "net_af_xdp" || (device.Driver == "net_memif" && device["zero-copy"] == "yes")
        || device.Members.Exists(WritesUnseen);

    public override void Start(Mempool pool, FlowBuckets buckets)
    {
        ulong work = Description.MakesChecksums ? PortChoice.UdpChecksum : 0;
        if (Description.InsertsTags) work |= PortChoice.VlanInsert;
        port.Start(pool, QueuesFor(buckets), Descriptors, Description.MtuBytes, work);
    }

    /// <summary>A device that can spread flows is a NIC, whose two kinds of queues don't depend on each other: each worker gets
    /// one of both. Others have pairs, as many as the graph says.</summary>
    PortQueues QueuesFor(FlowBuckets buckets)
    {
        int wanted = Description.Queues, workers = buckets.Workers;
        if (port.Ability.FlowEntries == 0) return new PortQueues(wanted, wanted, 0);
        int transmit = Math.Clamp(port.Ability.TransmitQueues, 1, workers);
        return workers > 1 && port.Ability.ReceiveQueues >= workers && buckets.FitsInto(port.Ability.FlowEntries)
            ? new PortQueues(buckets.QueuesOf(wanted, port.Ability.ReceiveQueues), transmit, buckets.Count)
            : new PortQueues(wanted, transmit, 0);
    }

    public override ReceiveQueue ReceiveQueue(int queue)
    {
        void* source = port.ReceiveQueue(queue, out var receive);
        return new ReceiveQueue { Receive = receive, Queue = source };
    }

    public override TransmitQueue TransmitQueue(int queue) => port.TransmitQueue(queue);

    protected override DeviceCounters ReadCounters()
    {
        PortStatistics statistics = port.Statistics();
        return new DeviceCounters(statistics.ReceivedBytes, statistics.SentBytes,
            statistics.MissedPackets + statistics.ReceiveErrors + statistics.NoMbufPackets, statistics.SendErrors);
    }

    public override string Describe()
    {
        PortState state = port.State;
        string queues = state.ReceiveQueues == 1 ? "1 queue" : $"{state.ReceiveQueues} queues";
        if (state.TransmitQueues != state.ReceiveQueues) queues += $" to receive, {state.TransmitQueues} to send";
        string most = $"{port.Ability.ReceiveQueues} at most";
        int mtu = Description.MtuBytes > 0 ? Description.MtuBytes : state.MtuBytes;
        string bytes = port.Driver is "net_null" or "net_ring" ? ", counts no bytes" : "";
        string spread = state.SpreadsFlows != 0 ? ", symmetric RSS" : "";
        string work = (MakesChecksums ? ", makes checksums" : "") + (InsertsTags ? ", inserts tags" : "");
        return $"port {Description.Name}: {Device.Text} ({port.Driver}, {queues}, {most}, MTU {mtu}{spread}{work}{bytes})";
    }

    protected override void CloseDevice(int most)
    {
        // A ring keeps what was sent to it, even past its closing; other devices free theirs.
        if (port.Driver == "net_ring") port.Drain(most);
        port.Close();
    }
}

/// <summary>A port on an open-loop source: what is sent to it is counted, timed and freed.</summary>
sealed unsafe class OpenLoopPort(PortDescription description, DeviceString device, OpenLoop source, FrameSource frames)
    : AttachedPort(description, device)
{
    public override ReceiveQueue ReceiveQueue(int queue)
    {
        void* from = source.ReceiveQueue(out var receive);
        return new ReceiveQueue { Receive = receive, Queue = from };
    }

    public override TransmitQueue TransmitQueue(int queue) => source.TransmitQueue;

    protected override DeviceCounters ReadCounters()
    {
        OpenLoopSource counters = source.Counters;
        return new DeviceCounters(counters.ReceivedBytes, counters.SentBytes, counters.LostPackets, SendErrors: 0);
    }

    protected override DeviceLatency? ReadLatency() => new(
        source.LatencyNs(500_000), source.LatencyNs(990_000), source.LatencyNs(999_000), source.LatencyNs(1_000_000));

    public override string Describe() =>
        $"port {Description.Name}: open loop, {frames.PacketsPerSecond} packets a second of {frames.Frames.Count} frames, " +
        $"{OpenLoop.WaitingMax} wait at most";

    protected override void CloseDevice(int most) => source.Dispose();
}
