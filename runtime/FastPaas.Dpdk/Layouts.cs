using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Dpdk;

/// <summary><c>rte_eth_fp_ops</c>: where a port's burst functions and queues are. One a port, in an array of DPDK's.</summary>
/// <remarks><code>
///   0 rx_pkt_burst   24 rxq.data   32 rxq.clbk
///  64 tx_pkt_burst   88 txq.data   96 txq.clbk        128 bytes
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public unsafe struct PortOperations
{
    [FieldOffset(0)] public nint Receive;
    [FieldOffset(24)] public void** ReceiveQueues;
    [FieldOffset(64)] public nint Send;
    [FieldOffset(88)] public void** SendQueues;
}

/// <summary><c>fp_raw_start</c>: what a raw thread runs. Lives until that thread has ended.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct RawStart
{
    public delegate*<LcoreContext*, int> Function;
    public LcoreContext* Context;
}

/// <summary><c>fp_port_ability</c>: what a device could do.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PortAbility
{
    /// <summary><c>RTE_ETH_RX_OFFLOAD_*</c>.</summary>
    public ulong ReceiveOffloads;
    public ulong TransmitOffloads;
    public uint FrameBytesMax;
    /// <summary>65,535: it doesn't say.</summary>
    public ushort MtuBytesMax;
    /// <summary>That it can have at most.</summary>
    public ushort ReceiveQueues;
    public ushort TransmitQueues;
    /// <summary>Of its redirection table, a power of two; 0: it can't spread flows as <c>flow.hash</c> does.</summary>
    public ushort FlowEntries;
}

/// <summary><c>fp_sender</c>: what stands before a device's send function. The lcores that send write it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Sender
{
    public ulong RefusedPackets;
}

/// <summary><c>fp_port_settings</c> of native/dpdk.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct PortSettings
{
    public void* Pool;
    public ulong ReceiveOffloads;
    public ulong TransmitOffloads;
    public ushort ReceiveQueues;
    public ushort TransmitQueues;
    public ushort Descriptors;
    /// <summary>0: the device's own.</summary>
    public ushort MtuBytes;
    /// <summary>Packets of bucket b (<c>flow.hash</c> modulo this) go to queue b % <see cref="ReceiveQueues"/>; 0: as the device
    /// likes.</summary>
    public ushort FlowBuckets;
}

/// <summary><c>fp_port_state</c>: what the device made of the settings.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PortState
{
    public ushort ReceiveQueues;
    public ushort TransmitQueues;
    public ushort ReceiveDescriptors;
    public ushort TransmitDescriptors;
    public ushort MtuBytes;
    /// <summary>1: each queue has the buckets that were asked for.</summary>
    public byte SpreadsFlows;
    public byte IsPromiscuous;
    public DriverName Driver;
}

[InlineArray(32)]
public struct DriverName
{
    byte first;
}

/// <summary><c>fp_port_statistics</c>: the device's own counters, since it started.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PortStatistics
{
    public ulong ReceivedPackets;
    public ulong SentPackets;
    public ulong ReceivedBytes;
    public ulong SentBytes;
    /// <summary>The device had no room for them.</summary>
    public ulong MissedPackets;
    public ulong ReceiveErrors;
    public ulong SendErrors;
    /// <summary>The mempool was empty.</summary>
    public ulong NoMbufPackets;
}

/// <summary><c>fp_open_loop</c>: the part that others read. Written by the lcore that polls it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenLoopSource
{
    /// <summary>Arrivals that fell due so far: received + lost + waiting.</summary>
    public ulong DuePackets;
    public ulong ReceivedPackets;
    public ulong ReceivedBytes;
    /// <summary>Due while 1,024 were waiting, or while the mempool was empty.</summary>
    public ulong LostPackets;
    public ulong SentPackets;
    public ulong SentBytes;
    /// <summary>The longest time between two polls, in TSC cycles.</summary>
    public ulong PollGapCyclesMax;
}
