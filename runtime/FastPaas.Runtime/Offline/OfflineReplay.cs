using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Runtime.Capture;

namespace FastPaas.Runtime.Offline;

/// <summary>Pushes a capture through the graph. The capture's timestamps drive the clock, which never goes back; a burst holds
/// what arrived within <see cref="BurstWindowNs"/>, as a polling lcore would have found it.</summary>
public sealed unsafe class OfflineReplay : IDisposable
{
    /// <summary>About two rounds of a busy lcore.</summary>
    public const ulong BurstWindowNs = 50_000;

    readonly OfflineLcore lcore;
    readonly int port;
    readonly int ports;
    readonly CaptureWriter writer;
    ulong burstStartNs;

    /// <param name="port">Where the packets are received, by id.</param>
    public OfflineReplay(CompiledGraph graph, int port, CaptureWriter writer)
    {
        lcore = new OfflineLcore(graph);
        ports = graph.Ports.Count;
        this.port = port;
        this.writer = writer;
    }

    public ReadOnlySpan<ulong> Counters => lcore.Counters;

    /// <summary>What modules did that they mustn't.</summary>
    public IReadOnlyList<string> Faults => lcore.Faults;

    public long BurstCount { get; private set; }

    /// <summary>Nanoseconds since 1970 of the earliest and latest packet.</summary>
    public ulong FirstNs { get; private set; } = ulong.MaxValue;

    public ulong LastNs { get; private set; }

    /// <summary>Mbufs lost or returned twice: 0, or the graph has a bug.</summary>
    public long LeakedMbufs => lcore.Leaked + lcore.DoubleFrees;

    /// <exception cref="OperationCanceledException">Asked to stop before the end.</exception>
    public void Run(CaptureReader reader, CancellationToken cancellation)
    {
        while (reader.Read(out CaptureFrame frame))
        {
            cancellation.ThrowIfCancellationRequested();
            uint missing = frame.OriginalLength - (uint)frame.Bytes.Length;
            bool isLate = lcore.Pending > 0 && frame.TimestampNs > burstStartNs + BurstWindowNs;
            if (isLate || !lcore.TryAdd(frame.Bytes, frame.TimestampNs, missing))
            {
                RunBurst();
                lcore.TryAdd(frame.Bytes, frame.TimestampNs, missing);
            }
            if (lcore.Pending == 1) burstStartNs = frame.TimestampNs;
            FirstNs = Math.Min(FirstNs, frame.TimestampNs);
            LastNs = Math.Max(LastNs, frame.TimestampNs);
        }
        RunBurst();
        writer.Flush();
    }

    void RunBurst()
    {
        if (lcore.Pending == 0) return;
        lcore.Run(port, LastNs);
        BurstCount++;
        WriteSent();
        lcore.ReleaseSent();
    }

    /// <summary>In the order of arrival, whichever port they left on; each port's own order stays as sent.</summary>
    void WriteSent()
    {
        Span<int> heads = stackalloc int[ports];
        heads.Clear();
        while (true)
        {
            OfflineMbuf* next = null;
            int from = -1;
            for (int candidate = 0; candidate < ports; candidate++)
            {
                ReadOnlySpan<nint> sent = lcore.Sent(candidate);
                if (heads[candidate] == sent.Length) continue;
                var packet = (OfflineMbuf*)sent[heads[candidate]];
                if (next != null && packet->Sequence >= next->Sequence) continue;
                next = packet;
                from = candidate;
            }
            if (next == null) return;
            heads[from]++;
            Write(next);
        }
    }

    void Write(OfflineMbuf* packet)
    {
        uint length = packet->Mbuf.PacketLength;
        writer.Begin(packet->TimestampNs, (int)length, (uint)Math.Min((ulong)length + packet->MissingBytes, uint.MaxValue));
        for (Mbuf* segment = &packet->Mbuf; segment != null; segment = segment->Next)
            writer.Append(new ReadOnlySpan<byte>(segment->Data, segment->DataLength));
    }

    public void Dispose() => lcore.Dispose();
}
