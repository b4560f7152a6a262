using System.Runtime.InteropServices;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Lcores;

/// <summary>What one lcore does: its context, which generated code sees, and then what only the loop needs.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LcoreWork
{
    /// <summary>First: the loop gets a pointer to it and finds the rest behind it.</summary>
    public LcoreContext Context;
    public RawStart Start;
    /// <summary>Of devices, then from <see cref="Rings"/> on those that other lcores fill.</summary>
    public ReceiveQueue* Queues;
    public nuint QueueCount;
    public ReceiveQueue* Rings;
    public nuint BurstSize;
    /// <summary>Rounds over all queues, and those that found packets: slots of this lcore's counter block.</summary>
    public ulong* Polls;
    public ulong* Bursts;
    /// <summary>Null: the graph isn't cut, and entries run to all ends.</summary>
    public TenantSchedule* Schedule;
}

/// <summary>A queue that the lcore polls, and the graph's entry for its port.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ReceiveQueue
{
    /// <summary><c>eth_rx_burst_t</c>: queue, where to put mbufs, how many at most -> how many.</summary>
    public delegate* managed<void*, Mbuf**, ushort, ushort> Receive;
    public void* Queue;
    public delegate*<LcoreContext*, nuint, void> Entry;
    /// <summary>Fewer packets than that say that the queue is empty.</summary>
    public nuint FullBurst;
}
