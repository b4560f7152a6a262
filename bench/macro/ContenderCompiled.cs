using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Macro;

/// <summary>The graph as in a deployment binary.</summary>
sealed unsafe class ContenderCompiled : Contender
{
    readonly CompiledGraph graph;
    readonly ModuleHeap heap;
    readonly LcoreWork* work;
    readonly LcoreContext* lcore;

    /// <param name="graph">Its first port receives; all its ports send to the same queue.</param>
    /// <param name="side">Another one than the usual, of graphs that are compared with each other.</param>
    public ContenderCompiled(CompiledGraph graph, in GraphInC inC, Addresses addresses, string side = "fastpaas")
    {
        this.graph = graph;
        Side = side;
        // With one seed, or flows would lie elsewhere in each run, and take other steps.
        heap = new ModuleHeap { CyclesPerSecond = Native.TscHz(), HashSeed = 1, Arenas = ArenaSpace.For(graph, isRaw: true) };
        work = heap.Allocate<LcoreWork>(1).Pointer;
        lcore = &work->Context;
        lcore->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        lcore->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        lcore->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        lcore->Counters = heap.Allocate<ulong>(graph.CounterNames.Count).Pointer;
        lcore->Nodes = (void**)heap.Allocate<nint>(graph.Nodes.Count + 1).Pointer;
        lcore->Transmit = heap.Allocate<TransmitQueue>(graph.Ports.Count).Pointer;
        lcore->FreeBulk = (delegate* managed<Mbuf**, uint, void>)addresses.FreeBulk;
        graph.InitializeNodes(heap, lcore->Nodes);
        Tables.Fill(graph, inC, heap, lcore->Nodes);
        work->Queues = heap.Allocate<ReceiveQueue>(1).Pointer;
        work->Queues->Entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[0];
        work->QueueCount = 1;
        work->BurstSize = (nuint)graph.BurstSize;
        lcore->ReadCycles = (delegate* managed<ulong>)addresses.Tsc;
        work->Polls = heap.Allocate<ulong>(2).Pointer;
        work->Bursts = work->Polls + 1;
    }

    public override string Side { get; }

    /// <summary>The loop of every deployment binary.</summary>
    public override nint Loop => (nint)(delegate* managed<LcoreContext*, int>)&LcoreLoop.Run;

    public override void* Argument => lcore;

    public override int* Stop => &lcore->Stop;

    /// <summary>Nodes that count on the C side too: all but branches.</summary>
    public IReadOnlyList<NodeDescription> Nodes => graph.Nodes.Where(node => node.Module != null).ToArray();

    public override void Attach(Queues queues)
    {
        work->Queues->Receive = (delegate* managed<void*, Mbuf**, ushort, ushort>)queues.Receive.Call;
        work->Queues->Queue = queues.Receive.Queue;
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            lcore->Transmit[port].Send = (delegate* managed<void*, Mbuf**, ushort, ushort>)queues.Send.Call;
            lcore->Transmit[port].Queue = queues.Send.Queue;
        }
    }

    public override void UseClock(nint readCycles) => lcore->ReadCycles = (delegate* managed<ulong>)readCycles;

    public override ulong[] Counters()
    {
        ulong[] values = graph.ReadCounters(new(lcore->Counters, graph.CounterNames.Count));
        ulong Sum(Func<PortDescription, int> counter) => graph.Ports.Aggregate(0ul, (sum, port) => sum + values[counter(port)]);
        ulong Dropped(string reason) => values[graph.DropReasons.Single(drop => drop.Name == reason).Counter];
        return
        [
            Sum(port => port.ReceivedCounter), Sum(port => port.SentCounter), Dropped("tx_full"), Dropped("malformed"),
            .. Nodes.Select(node => values[node.InCounter]),
        ];
    }

    public override void ClearCounters() => new Span<ulong>(lcore->Counters, graph.CounterNames.Count).Clear();
}
