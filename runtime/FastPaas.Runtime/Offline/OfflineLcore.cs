using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Faults;

namespace FastPaas.Runtime.Offline;

/// <summary>An lcore in plain memory: the compiled graph without DPDK, devices, privileges or a second thread. The caller adds a
/// burst, runs it through a port's entry and takes what left. One clock cycle is one nanosecond.</summary>
public sealed unsafe class OfflineLcore : IDisposable
{
    /// <summary>The clock of <see cref="LcoreContext.NowCycles"/> here.</summary>
    public const ulong CyclesPerSecond = 1_000_000_000;

    const int Lanes = HeaderLanes.Lanes;

    readonly CompiledGraph graph;
    readonly ArenaSpace arenas;
    readonly Quarantine quarantine;
    readonly List<string> faults = [];
    readonly ModuleHeap heap;
    readonly OfflinePool pool;
    readonly LcoreContext* context;
    readonly SentPackets* sent;
    int pending;

    /// <exception cref="RefusedException">A module refuses its configuration.</exception>
    public OfflineLcore(CompiledGraph graph)
    {
        this.graph = graph;
        arenas = ArenaSpace.For(graph);
        quarantine = new Quarantine(graph, arenas, faults.Add);
        heap = new ModuleHeap { Arenas = arenas };
        context = LcoreMemory.Allocate(graph, heap, arenas);
        pool = new OfflinePool(Lanes);
        context->FreeBulk = &OfflinePool.FreeBulk;
        context->Copy = &OfflinePool.Copy;
        context->Pool = pool.Pointer;
        sent = heap.Allocate<SentPackets>(graph.Ports.Count).Pointer;
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            sent[port].Packets = (Mbuf**)heap.Allocate<nint>(Lanes).Pointer;
            sent[port].Bytes = context->Counters + graph.Ports[port].SentBytesCounter;
            context->Transmit[port] = new TransmitQueue { Send = &Send, Queue = sent + port };
        }
    }

    /// <summary>As many packets as a burst takes.</summary>
    public int BurstSize => graph.BurstSize;

    /// <summary>Packets added and not yet run.</summary>
    public int Pending => pending;

    /// <summary>Totals since the start, in the order of their names.</summary>
    public ReadOnlySpan<ulong> Counters => graph.ReadCounters(new(context->Counters, graph.CounterNames.Count));

    /// <summary>Times that instances of modules began again.</summary>
    public long Restarts
    {
        get
        {
            long sum = 0;
            foreach (ConfinedInstance instance in quarantine.Instances) sum += instance.Restarts;
            return sum;
        }
    }

    /// <summary>A line for each fault of a module, or for several of one second.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Mbufs that are neither free nor sent: 0 after <see cref="ReleaseSent"/>, or the graph leaks.</summary>
    public int Leaked => pool.Outstanding - pending;

    /// <summary>Mbufs that the graph freed or sent twice: 0.</summary>
    public int DoubleFrees => pool.DoubleFrees;

    /// <summary>Adds a packet to the next burst; false: it has to run first (full, or the pool must grow).</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame, ulong timestampNs = 0, uint missingBytes = 0)
    {
        if (pending == graph.BurstSize) return false;
        if (frame.Length > pool.FrameLengthMax)
        {
            if (pending > 0) return false;
            pool.Grow(frame.Length);
            context->Pool = pool.Pointer;
        }
        OfflineMbuf* packet = pool.Take(frame);
        packet->TimestampNs = timestampNs;
        packet->MissingBytes = missingBytes;
        packet->Sequence = (uint)pending;
        context->Burst[pending++] = &packet->Mbuf;
        return true;
    }

    /// <summary>Runs the added packets as one burst received on <paramref name="port"/>. What the graph sends stays until
    /// <see cref="ReleaseSent"/>; a port has room for one burst, as a device's ring has for some.</summary>
    public void Run(int port, ulong nowCycles)
    {
        if (pending == 0) return;
        var entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[port];
        if (entry == null) throw new InvalidOperationException($"Port {graph.Ports[port].Name} receives nothing.");
        int count = pending;
        ulong* receivedBytes = context->Counters + graph.Ports[port].ReceivedBytesCounter;
        for (int i = 0; i < count; i++)
        {
            context->Burst[i]->Port = (ushort)port;
            *receivedBytes += context->Burst[i]->PacketLength;
        }
        pending = 0;
        context->NowCycles = nowCycles;
        entry(context, (nuint)count);
        TenantQueues.RunAll(context);
        quarantine.Look();
    }

    /// <summary>The packets that left on <paramref name="port"/> since the last release, in the order sent.</summary>
    public ReadOnlySpan<nint> Sent(int port) => new(sent[port].Packets, sent[port].Count);

    /// <summary>Frees what left.</summary>
    public void ReleaseSent()
    {
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            OfflinePool.FreeBulk(sent[port].Packets, (uint)sent[port].Count);
            sent[port].Count = 0;
        }
    }

    public void Dispose()
    {
        quarantine.Dispose();
        pool.Dispose();
        heap.Dispose();
        arenas.Dispose();
    }

    static ushort Send(void* queue, Mbuf** packets, ushort count)
    {
        var to = (SentPackets*)queue;
        int taken = Math.Min(count, Lanes - to->Count);
        for (int i = 0; i < taken; i++)
        {
            *to->Bytes += packets[i]->PacketLength;
            to->Packets[to->Count++] = packets[i];
        }
        return (ushort)taken;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct SentPackets
    {
        public Mbuf** Packets;
        public ulong* Bytes;
        public int Count;
    }
}
