using System;

namespace FastPaas.Dpdk;

/// <summary>The open-loop source of native/dpdk/open_loop.c: arrivals fall due by the TSC into a bounded queue, and what doesn't
/// fit is lost and counted. Loss and latency are measured on this one only.</summary>
public sealed unsafe class OpenLoop : IDisposable
{
    /// <summary>Packets that wait at most.</summary>
    public const int WaitingMax = 1024;

    OpenLoopSource* source;

    public OpenLoop(Mempool pool, ulong packetsPerSecond, int frames)
    {
        source = Native.fp_open_loop_create(pool.Pointer, packetsPerSecond, (uint)frames);
        if (source == null) throw new EnvironmentException($"there is no memory for {frames} frames of an open-loop source.");
    }

    /// <summary>False: it is longer than one mbuf.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame) return Native.fp_open_loop_add_frame(source, bytes, (uint)frame.Length) == 0;
    }

    public OpenLoopSource Counters => *source;

    /// <summary>What this share of the packets took at most, from due to sent: of those that were sent to this source and came
    /// from one, but for its first half second. 0: there were none.</summary>
    /// <param name="millionths">999,000: all but one in a thousand.</param>
    public ulong LatencyNs(uint millionths) =>
        (ulong)((UInt128)Native.fp_open_loop_latency_cycles(source, millionths) * 1_000_000_000 / Eal.TscHz);

    public void* ReceiveQueue(out delegate* managed<void*, Mbuf**, ushort, ushort> receive)
    {
        receive = (delegate* managed<void*, Mbuf**, ushort, ushort>)Eal.RawAddress(Native.fp_open_loop_receive_address());
        return source;
    }

    public TransmitQueue TransmitQueue => new()
    {
        Send = (delegate* managed<void*, Mbuf**, ushort, ushort>)Eal.RawAddress(Native.fp_open_loop_send_address()),
        Queue = source,
    };

    public void Dispose()
    {
        if (source == null) return;
        Native.fp_open_loop_free(source);
        source = null;
    }
}
