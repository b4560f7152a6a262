using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using FastPaas.Runtime.Arenas;

namespace FastPaas.TestHost;

/// <summary>A packet that left the graph.</summary>
/// <param name="Input">Which added packet it was, counted over the lcore's life.</param>
public sealed record SentPacket(int Input, byte[] Bytes);

/// <summary>An lcore in plain native memory: bursts in, packets and counters out, and a check that no mbuf was lost or freed
/// twice.</summary>
public sealed unsafe class TestLcore : IDisposable
{
    /// <summary>Every byte of the header arrays before the first burst: no layers are these.</summary>
    public const byte Noise = 0xa5;

    const int Lanes = 64, HeadroomBytes = 128;

    // The unmanaged callbacks find their lcore by an id: one that the queue or the segment carries.
    static readonly List<TestLcore?> all = [];

    readonly CompiledGraph graph;
    readonly ArenaSpace arenas;
    readonly ModuleHeap heap;
    readonly LcoreContext* context;
    readonly Dictionary<nint, Segment> live = [];
    readonly List<SentPacket>[] sent;
    readonly int[] room;
    readonly List<int> dropped = [];
    readonly List<string> faults = [];
    readonly int id;
    int added, pending;

    public TestLcore(CompiledGraph graph)
    {
        this.graph = graph;
        lock (all)
        {
            id = all.Count;
            all.Add(this);
        }

        arenas = ConfinedModules.Arenas(graph.Nodes.Count(node => node.IsInC));
        heap = new ModuleHeap { Arenas = arenas };
        sent = [.. graph.Ports.Select(_ => new List<SentPacket>())];
        room = [.. graph.Ports.Select(_ => int.MaxValue)];
        context = heap.Allocate<LcoreContext>(1).Pointer;
        context->Burst = (Mbuf**)heap.Allocate<nint>(Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = heap.Allocate<ulong>(Math.Max(1, graph.CounterNames.Count)).Pointer;
        context->Nodes = (void**)heap.Allocate<nint>(Math.Max(1, graph.Nodes.Count)).Pointer;
        context->Transmit = heap.Allocate<TransmitQueue>(graph.Ports.Count).Pointer;
        context->FreeBulk = &FreeBulk;
        context->Copy = &Copy;
        context->Pool = (void*)(nint)id;
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            context->Transmit[port] = new TransmitQueue { Send = &Send, Queue = (void*)(nint)((long)id << 16 | (long)port) };
        }

        context->Tenants = TenantQueues.Create(heap, graph);
        graph.InitializeNodes(heap, context->Nodes);
        // Whatever an older burst left in the scratch memory must not matter.
        NativeMemory.Fill(context->Headers, (nuint)sizeof(HeaderLanes), Noise);
    }

    /// <summary>Its memory, for tests of the dispatch library itself.</summary>
    public LcoreContext* Context => context;

    /// <summary>The next burst's clock.</summary>
    public ulong NowCycles { get => context->NowCycles; set => context->NowCycles = value; }

    /// <summary>Packets of the next burst.</summary>
    public int Pending => pending;

    /// <summary>What left on each port since the start, in order.</summary>
    public IReadOnlyList<SentPacket> Sent(int port) => sent[port];

    public IReadOnlyList<SentPacket> Sent(string port) => sent[PortId(port)];

    /// <summary>The inputs that were freed, in order.</summary>
    public IReadOnlyList<int> Dropped => dropped;

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, ulong> Counters =>
        graph.CounterNames.Zip(graph.ReadCounters(new(context->Counters, graph.CounterNames.Count))).ToDictionary();

    public ulong Counter(string name) => Counters[name];

    /// <summary>Copies that the pool has buffers for until further notice.</summary>
    public int CopiesMax { get; set; } = int.MaxValue;

    /// <summary>Packets that a port's device takes until further notice.</summary>
    public void LimitTransmit(string port, int packets) => room[PortId(port)] = packets;

    public int PortId(string port) => graph.Ports.Select(description => description.Name).ToList().IndexOf(port);

    /// <summary>Adds a packet to the next burst.</summary>
    /// <param name="segmentBytes">Lengths of its segments but the last, which has the rest; none: one segment.</param>
    /// <param name="tailroomBytes">Free bytes behind the first segment.</param>
    /// <returns>Its input number.</returns>
    public int Add(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> segmentBytes = default, int tailroomBytes = 512)
    {
        if (pending == Lanes) throw new InvalidOperationException("A burst has 64 lanes.");
        Mbuf* first = null, last = null;
        int start = 0;
        for (int i = 0; i <= segmentBytes.Length; i++)
        {
            int length = i < segmentBytes.Length ? segmentBytes[i] : bytes.Length - start;
            Mbuf* segment = Allocate(bytes.Slice(start, length), i == 0 ? tailroomBytes : 0);
            start += length;
            if (first == null) first = segment;
            else last->Next = segment;
            last = segment;
        }

        first->Segments = (ushort)(segmentBytes.Length + 1);
        first->PacketLength = (uint)bytes.Length;
        context->Burst[pending++] = first;
        return added++;
    }

    /// <summary>Leaves the added packets to a loop: they are the context's burst.</summary>
    /// <returns>How many.</returns>
    public int TakePending()
    {
        int count = pending;
        pending = 0;
        return count;
    }

    /// <summary>Runs the added packets as one burst received on a port.</summary>
    public void Run(string port) => Run(PortId(port));

    public void Run(int port)
    {
        var entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[port];
        if (entry == null) throw new InvalidOperationException($"Port {graph.Ports[port].Name} receives nothing.");
        ulong bytes = 0;
        for (int lane = 0; lane < pending; lane++)
        {
            context->Burst[lane]->Port = (ushort)port;
            bytes += context->Burst[lane]->PacketLength;
        }

        context->Counters[graph.Ports[port].ReceivedBytesCounter] += bytes;
        int count = pending;
        pending = 0;
        if (count == 0) return;
        entry(context, (nuint)count);
        TenantQueues.RunAll(context);
    }

    /// <summary>Throws if an mbuf neither left nor was freed, or did so twice, or was written beyond its end.</summary>
    public void CheckNoLeak()
    {
        if (live.Count > pending) faults.Add($"{live.Count - pending} segments are neither sent nor freed");
        if (faults.Count > 0) throw new InvalidOperationException(string.Join("; ", faults));
    }

    public void Dispose()
    {
        foreach (Segment segment in live.Values) NativeMemory.Free((void*)segment.Memory);
        live.Clear();
        heap.Dispose();
        arenas.Dispose();
        lock (all) all[id] = null;
    }

    Mbuf* Allocate(ReadOnlySpan<byte> bytes, int tailroomBytes, int? input = null)
    {
        // The buffer ends where the memory does, so that a read or write beyond it is one that a checking allocator sees.
        int size = sizeof(Mbuf) + HeadroomBytes + bytes.Length + tailroomBytes;
        byte* memory = (byte*)NativeMemory.Alloc((nuint)size + 8);
        new Span<byte>(memory, size).Fill(0x5a);
        *(ulong*)(memory + size) = ulong.MaxValue / 3;
        Mbuf* mbuf = (Mbuf*)memory;
        *mbuf = new Mbuf
        {
            Buffer = memory + sizeof(Mbuf), DataOffset = HeadroomBytes, References = 1, Segments = 1, Pool = (void*)(nint)id,
            DataLength = (ushort)bytes.Length, PacketLength = (uint)bytes.Length,
            BufferLength = (ushort)(HeadroomBytes + bytes.Length + tailroomBytes),
        };
        bytes.CopyTo(new Span<byte>(mbuf->Data, bytes.Length));
        live.Add((nint)mbuf, new Segment((nint)memory, size, input ?? added));
        return mbuf;
    }

    /// <summary>A copy counts as the input that it is of.</summary>
    static Mbuf* Copy(Mbuf* packet, void* pool, uint start, uint bytesMax)
    {
        TestLcore lcore = all[(int)(nint)pool]!;
        if (lcore.CopiesMax == 0) return null;
        if (lcore.CopiesMax != int.MaxValue) lcore.CopiesMax--;
        List<byte> bytes = [];
        for (Mbuf* segment = packet; segment != null; segment = segment->Next)
            bytes.AddRange(new ReadOnlySpan<byte>(segment->Data, segment->DataLength));
        byte[] copied = [.. bytes.Skip((int)start).Take((int)Math.Min(bytesMax, int.MaxValue))];
        return lcore.Allocate(copied, tailroomBytes: 512, lcore.live[(nint)packet].Input);
    }

    static ushort Send(void* queue, Mbuf** packets, ushort count)
    {
        TestLcore lcore = all[(int)((long)queue >> 16)]!;
        return (ushort)lcore.Take((int)((long)queue & 0xffff), packets, count);
    }

    int Take(int port, Mbuf** packets, int count)
    {
        int taken = Math.Min(count, room[port]);
        if (room[port] != int.MaxValue) room[port] -= taken;
        for (int i = 0; i < taken; i++)
        {
            List<byte> bytes = [];
            int input = -1;
            Mbuf* next;
            for (Mbuf* segment = packets[i]; segment != null; segment = next)
            {
                next = segment->Next;
                bytes.AddRange(new ReadOnlySpan<byte>(segment->Data, segment->DataLength));
                int owner = Release(segment);
                if (input < 0) input = owner;
            }

            sent[port].Add(new SentPacket(input, [.. bytes]));
            context->Counters[graph.Ports[port].SentBytesCounter] += (ulong)bytes.Count;
        }

        return taken;
    }

    static void FreeBulk(Mbuf** packets, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            Mbuf* segment = packets[i];
            TestLcore lcore = all[(int)(nint)segment->Pool]!;
            // A segment that the pull-up emptied is freed by itself; it isn't a packet.
            bool isPacket = segment->DataLength > 0 || segment->Next != null || segment->PacketLength > 0;
            int input = -1;
            Mbuf* next;
            for (; segment != null; segment = next)
            {
                next = segment->Next;
                int owner = lcore.Release(segment);
                if (input < 0) input = owner;
            }

            if (isPacket) lcore.dropped.Add(input);
        }
    }

    int Release(Mbuf* mbuf)
    {
        if (!live.Remove((nint)mbuf, out Segment segment))
        {
            faults.Add("an mbuf is sent or freed twice");
            return -1;
        }

        if (*(ulong*)(segment.Memory + segment.Bytes) != ulong.MaxValue / 3) faults.Add("a buffer is written beyond its end");
        NativeMemory.Free((void*)segment.Memory);
        return segment.Input;
    }

    readonly record struct Segment(nint Memory, int Bytes, int Input);
}
