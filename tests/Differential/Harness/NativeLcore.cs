using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FastPaas.Differential.Random;
using FastPaas.Differential.Reference;

namespace FastPaas.Differential.Harness;

/// <summary>Runs a compiled graph on frames, in plain memory, and hands back what it did in the reference's terms.</summary>
sealed unsafe class NativeLcore : IDisposable
{
    readonly CompiledGraph graph;
    readonly NativePool pool;
    readonly ModuleHeap heap = new();
    readonly LcoreContext* context;
    readonly Wire* wires;

    public NativeLcore(CompiledGraph graph, Rng rng)
    {
        this.graph = graph;
        pool = new NativePool(rng);
        context = heap.Allocate<LcoreContext>(1).Pointer;
        context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = heap.Allocate<ulong>(graph.CounterNames.Count).Pointer;
        context->Nodes = (void**)heap.Allocate<nint>(graph.Nodes.Count + 1).Pointer;
        context->Transmit = heap.Allocate<TransmitQueue>(graph.Ports.Count).Pointer;
        context->FreeBulk = &NativePool.FreeBulk;
        context->Copy = &NativePool.Copy;
        // What a burst before this one left there must not matter.
        new Span<byte>(context->Headers, sizeof(HeaderLanes)).Fill(0x5a);
        wires = heap.Allocate<Wire>(graph.Ports.Count).Pointer;
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            wires[port].Packets = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
            context->Transmit[port] = new TransmitQueue { Send = &Send, Queue = wires + port };
        }

        context->Tenants = TenantQueues.Create(heap, graph);
        graph.InitializeNodes(heap, context->Nodes);
    }

    public ReadOnlySpan<ulong> Counters => graph.ReadCounters(new(context->Counters, graph.CounterNames.Count));

    /// <param name="room">By port id: how many frames its device takes of this burst.</param>
    /// <param name="copiesMax">How many copies the pool has buffers for.</param>
    /// <param name="wrong">What no graph may do: leak, free twice, corrupt an mbuf; else null.</param>
    public BurstOutcome Run(
        int port, IReadOnlyList<Frame> burst, IReadOnlyList<int> room, int copiesMax, ulong nowCycles, out string? wrong)
    {
        pool.LendCopies(copiesMax);
        for (int lane = 0; lane < burst.Count; lane++) context->Burst[lane] = pool.Take(burst[lane]);
        for (int i = 0; i < graph.Ports.Count; i++)
        {
            wires[i].Count = 0;
            wires[i].Room = room[i];
        }

        context->NowCycles = nowCycles;
        ((delegate*<LcoreContext*, nuint, void>)graph.Entries[port])(context, (nuint)burst.Count);
        TenantQueues.RunAll(context);
        wrong = null;
        var sent = new List<IReadOnlyList<byte[]>>();
        for (int i = 0; i < graph.Ports.Count; i++) sent.Add(Collect(wires + i, ref wrong));
        wrong ??= pool.Close();
        return new(sent);
    }

    static List<byte[]> Collect(Wire* wire, ref string? wrong)
    {
        var packets = new List<byte[]>();
        for (int i = 0; i < wire->Count; i++)
        {
            try
            {
                packets.Add(NativePool.Read(wire->Packets[i]));
            }
            catch (InvalidOperationException error)
            {
                wrong ??= $"sent a broken mbuf: {error.Message}";
            }
        }

        NativePool.FreeBulk(wire->Packets, (uint)wire->Count);
        return packets;
    }

    static ushort Send(void* queue, Mbuf** packets, ushort count)
    {
        var wire = (Wire*)queue;
        int taken = Math.Min(count, wire->Room);
        for (int i = 0; i < taken; i++) wire->Packets[wire->Count++] = packets[i];
        wire->Room -= taken;
        return (ushort)taken;
    }

    public void Dispose()
    {
        heap.Dispose();
        pool.Dispose();
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Wire
    {
        public Mbuf** Packets;
        public int Count;
        public int Room;
    }
}
