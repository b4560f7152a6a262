using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Faults;

namespace FastPaas.Runtime.Offline;

/// <summary>Measures the graph's entry in plain memory: the source hands out the same frames again, restored, the sink forgets
/// what it gets. An empty pass, which only sends each burst on, is measured in between: the difference is the graph.</summary>
public sealed unsafe class OfflineBench : IDisposable
{
    /// <summary>Frames longer than this are of no use here.</summary>
    public const int FrameLengthMax = 16_384;

    /// <summary>Bursts between two looks at the clock: long enough for it not to count, too short to be interrupted
    /// often.</summary>
    const int ChunkBursts = 128;

    /// <summary>How far the lcore's clock moves for each packet: 20 million a second.</summary>
    const ulong PacketIntervalNs = 50;

    const int HeadroomBytes = 128;

    readonly ArenaSpace arenas;
    readonly Quarantine quarantine;
    readonly List<string> faults = [];
    readonly ModuleHeap heap;
    readonly LcoreContext* context;
    readonly delegate*<LcoreContext*, nuint, void> entry;
    readonly Frame* frames;
    readonly Mbuf* mbufs;
    readonly int count;
    readonly int burst;
    int next;

    /// <param name="traffic">Each at most <see cref="FrameLengthMax"/> bytes; at least one.</param>
    /// <param name="burst">Packets a call, at most 64.</param>
    public OfflineBench(CompiledGraph graph, int port, IReadOnlyList<byte[]> traffic, int burst)
    {
        this.burst = burst;
        count = Math.Max(1, traffic.Count / burst) * burst;
        arenas = ArenaSpace.For(graph);
        heap = new ModuleHeap { Arenas = arenas };
        context = LcoreMemory.Allocate(graph, heap, arenas);
        context->FreeBulk = &Forget;
        if (graph.Nodes.Exists(node => node.CreatedCounter >= 0)) PrepareCopies();
        for (int i = 0; i < graph.Ports.Count; i++) context->Transmit[i].Send = &Take;
        quarantine = new Quarantine(graph, arenas, faults.Add);
        entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[port];
        frames = heap.Allocate<Frame>(count).Pointer;
        mbufs = heap.Allocate<Mbuf>(count).Pointer;
        for (int i = 0; i < count; i++) Prepare(i, traffic[i % traffic.Count], port);
    }

    /// <summary>Nanoseconds a packet, one number a chunk: through the graph, and through the empty pass.</summary>
    /// <exception cref="RefusedException">A module fails on this traffic: what follows would be the cost of dropping
    /// it.</exception>
    public (double[] Graph, double[] Empty) Measure(TimeSpan time, int chunksMin, CancellationToken cancellation)
    {
        var graph = new List<double>();
        var empty = new List<double>();
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        RunChunk(isEmpty: false);
        RunChunk(isEmpty: true);
        while (graph.Count < chunksMin || Stopwatch.GetTimestamp() < end)
        {
            cancellation.ThrowIfCancellationRequested();
            graph.Add(RunChunk(isEmpty: false));
            empty.Add(RunChunk(isEmpty: true));
            quarantine.Look();
            if (faults.Count > 0) throw new RefusedException($"a module fails on this traffic. {faults[0]}.");
        }
        return (graph.ToArray(), empty.ToArray());
    }

    double RunChunk(bool isEmpty)
    {
        delegate*<LcoreContext*, nuint, void> pass = isEmpty ? &SendOn : entry;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < ChunkBursts; i++)
        {
            for (int lane = 0; lane < burst; lane++) Restore(next + lane, lane);
            next = next + burst == count ? 0 : next + burst;
            context->NowCycles += (ulong)burst * PacketIntervalNs;
            pass(context, (nuint)burst);
            TenantQueues.RunAll(context);
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (ChunkBursts * burst);
    }

    void Restore(int index, int lane)
    {
        Frame* frame = frames + index;
        Mbuf* mbuf = mbufs + index;
        mbuf->DataOffset = HeadroomBytes;
        mbuf->DataLength = (ushort)frame->Length;
        mbuf->PacketLength = frame->Length;
        Unsafe.CopyBlock(mbuf->Buffer + HeadroomBytes, frame->Original, frame->Length);
        context->Burst[lane] = mbuf;
    }

    void Prepare(int index, byte[] bytes, int port)
    {
        int room = bytes.Length + 63 & ~63;
        frames[index].Length = (uint)bytes.Length;
        frames[index].Original = heap.Allocate<byte>(room).Pointer;
        bytes.CopyTo(new Span<byte>(frames[index].Original, bytes.Length));
        Mbuf* mbuf = mbufs + index;
        mbuf->Buffer = heap.Allocate<byte>(HeadroomBytes + room).Pointer;
        mbuf->BufferLength = (ushort)(HeadroomBytes + room);
        mbuf->References = 1;
        mbuf->Segments = 1;
        mbuf->Port = (ushort)port;
    }

    /// <summary>A burst has no more lanes, so a ring of as many never hands out one that is still in use.</summary>
    void PrepareCopies()
    {
        CopyRing* ring = heap.Allocate<CopyRing>(1).Pointer;
        ring->Mbufs = heap.Allocate<Mbuf>(HeaderLanes.Lanes).Pointer;
        for (int i = 0; i < HeaderLanes.Lanes; i++)
        {
            Mbuf* mbuf = ring->Mbufs + i;
            mbuf->Buffer = heap.Allocate<byte>(HeadroomBytes + FrameLengthMax).Pointer;
            mbuf->BufferLength = HeadroomBytes + FrameLengthMax;
            mbuf->References = 1;
            mbuf->Segments = 1;
        }
        context->Copy = &Copy;
        context->Pool = ring;
    }

    public void Dispose()
    {
        quarantine.Dispose();
        heap.Dispose();
        arenas.Dispose();
    }

    static Mbuf* Copy(Mbuf* packet, void* pool, uint start, uint bytesMax)
    {
        var ring = (CopyRing*)pool;
        Mbuf* copy = ring->Mbufs + ring->Next;
        ring->Next = (ring->Next + 1) % HeaderLanes.Lanes;
        uint length = Math.Min(bytesMax, packet->DataLength - start);
        copy->DataOffset = HeadroomBytes;
        copy->DataLength = (ushort)length;
        copy->PacketLength = length;
        Unsafe.CopyBlock(copy->Data, packet->Data + start, length);
        return copy;
    }

    /// <summary>What a graph without nodes does.</summary>
    static void SendOn(LcoreContext* lcore, nuint count)
    {
        TransmitQueue* queue = lcore->Transmit;
        lcore->Counters[0] += queue->Send(queue->Queue, lcore->Burst, (ushort)count);
    }

    static ushort Take(void* queue, Mbuf** packets, ushort count) => count;

    static void Forget(Mbuf** packets, uint count)
    {
    }

    struct CopyRing
    {
        public Mbuf* Mbufs;
        public int Next;
    }

    struct Frame
    {
        public byte* Original;
        public uint Length;
    }
}
