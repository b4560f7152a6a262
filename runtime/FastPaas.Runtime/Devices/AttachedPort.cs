using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Devices;

/// <summary>A port of the graph on the device that serves it.</summary>
abstract unsafe class AttachedPort(PortDescription description, DeviceString device)
{
    readonly Lock closing = new();
    DeviceCounters final;
    bool isClosed;

    public PortDescription Description { get; } = description;

    public DeviceString Device { get; } = device;

    /// <summary>What an lcore polls; the entry is the caller's to fill in.</summary>
    public abstract ReceiveQueue ReceiveQueue(int queue);

    public abstract TransmitQueue TransmitQueue(int queue);

    /// <summary>Readable by any thread of the control plane, before and after closing.</summary>
    public DeviceCounters Counters()
    {
        lock (closing) return isClosed ? final : ReadCounters();
    }

    /// <summary>One sentence for the start of <c>run</c>.</summary>
    public abstract string Describe();

    /// <summary>Frees what the device holds. Nobody polls it any more.</summary>
    public void Close(Mempool pool)
    {
        lock (closing)
        {
            if (isClosed) return;
            final = ReadCounters();
            isClosed = true;
            CloseDevice(pool);
        }
    }

    protected abstract DeviceCounters ReadCounters();

    protected abstract void CloseDevice(Mempool pool);
}

/// <summary>What only the device knows.</summary>
/// <param name="LostPackets">Arrived and never reached the graph: no room, no mbuf, or damaged.</param>
readonly record struct DeviceCounters(ulong ReceivedBytes, ulong SentBytes, ulong LostPackets);

/// <summary>A port on a device of DPDK's.</summary>
sealed unsafe class DevicePort(PortDescription description, DeviceString device, Port port) : AttachedPort(description, device)
{
    const int Descriptors = 512, DeviceMtu = 0;

    public void Start(Mempool pool) => port.Start(pool, Description.Queues, Descriptors, DeviceMtu);

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
            statistics.MissedPackets + statistics.ReceiveErrors + statistics.NoMbufPackets);
    }

    public override string Describe()
    {
        PortState state = port.State;
        string queues = state.ReceiveQueues == 1 ? "1 queue" : $"{state.ReceiveQueues} queues";
        string bytes = port.Driver is "net_null" or "net_ring" ? ", counts no bytes" : "";
        string spread = state.HasRss != 0 ? ", symmetric RSS" : "";
        return $"port {Description.Name}: {Device.Text} ({port.Driver}, {queues}, MTU {state.MtuBytes}{spread}{bytes})";
    }

    protected override void CloseDevice(Mempool pool)
    {
        // A ring keeps what was sent to it, even past its closing; other devices free theirs.
        if (port.Driver == "net_ring") port.Drain(pool.Capacity);
        port.Close();
    }
}

/// <summary>A port on an open-loop source: what is sent to it is counted and freed.</summary>
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
        return new DeviceCounters(counters.ReceivedBytes, counters.SentBytes, counters.LostPackets);
    }

    public override string Describe() =>
        $"port {Description.Name}: open loop, {frames.PacketsPerSecond} packets a second of {frames.Frames.Count} frames, " +
        $"{OpenLoop.WaitingMax} wait at most";

    protected override void CloseDevice(Mempool pool) => source.Dispose();
}
