using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Macro;

/// <summary>One side of a comparison: a graph, compiled or as hand-fused C, ready to run on a source.</summary>
abstract unsafe class Contender
{
    public required string Graph { get; init; }

    /// <summary><c>fastpaas</c> or <c>c</c>.</summary>
    public abstract string Side { get; }

    public abstract nint Loop { get; }

    public abstract void* Argument { get; }

    public abstract int* Stop { get; }

    public abstract void Attach(nint receive, nint send, void* queue);

    /// <summary>Received, sent, refused, malformed, then the packets of each node in the order of its C loop.</summary>
    public abstract ulong[] Counters();

    public abstract void ClearCounters();
}

sealed unsafe class ContenderInC : Contender
{
    readonly RunC* run = Native.CreateRun();
    readonly int nodes;
    readonly nint loop;

    ContenderInC(nint loop, int nodes) => (this.loop, this.nodes) = (loop, nodes);

    public override string Side => "c";

    public override nint Loop => loop;

    public override void* Argument => run;

    public override int* Stop => &run->Stop;

    /// <summary>Null: no such loop.</summary>
    public static ContenderInC? Of(string graph, int nodes)
    {
        fixed (byte* name = Encoding.ASCII.GetBytes(graph + '\0'))
        {
            nint loop = Native.LoopInC(name);
            return loop == 0 ? null : new ContenderInC(loop, nodes) { Graph = graph };
        }
    }

    public override void Attach(nint receive, nint send, void* queue)
    {
        run->Receive = receive;
        run->Send = send;
        run->ReceiveQueue = run->SendQueue = queue;
    }

    public override ulong[] Counters() => new Span<ulong>(run->Counters, RunC.Nodes + nodes).ToArray();

    public override void ClearCounters() => new Span<ulong>(run->Counters, RunC.Nodes + nodes).Clear();
}

sealed unsafe class ContenderCompiled : Contender
{
    readonly CompiledGraph graph;
    readonly ModuleHeap heap = new();
    readonly LcoreWork* work;
    readonly LcoreContext* lcore;

    /// <param name="graph">Its first port receives; all its ports send to the same queue.</param>
    public ContenderCompiled(CompiledGraph graph, Addresses addresses)
    {
        this.graph = graph;
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
        work->Queues = heap.Allocate<ReceiveQueue>(1).Pointer;
        work->Queues->Entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[0];
        work->QueueCount = 1;
        work->BurstSize = (nuint)graph.BurstSize;
        lcore->ReadCycles = (delegate* managed<ulong>)addresses.Tsc;
        work->Polls = heap.Allocate<ulong>(2).Pointer;
        work->Bursts = work->Polls + 1;
    }

    public override string Side => "fastpaas";

    /// <summary>The loop of every deployment binary.</summary>
    public override nint Loop => (nint)(delegate* managed<LcoreContext*, int>)&LcoreLoop.Run;

    public override void* Argument => lcore;

    public override int* Stop => &lcore->Stop;

    /// <summary>Nodes that count on the C side too: all but branches.</summary>
    public IReadOnlyList<NodeDescription> Nodes => graph.Nodes.Where(node => node.Module != null).ToArray();

    public override void Attach(nint receive, nint send, void* queue)
    {
        work->Queues->Receive = (delegate* managed<void*, Mbuf**, ushort, ushort>)receive;
        work->Queues->Queue = queue;
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            lcore->Transmit[port].Send = (delegate* managed<void*, Mbuf**, ushort, ushort>)send;
            lcore->Transmit[port].Queue = queue;
        }
    }

    public override ulong[] Counters()
    {
        ulong Sum(Func<PortDescription, int> slot) =>
            graph.Ports.Aggregate(0ul, (sum, port) => sum + lcore->Counters[slot(port)]);
        ulong Dropped(string reason) => lcore->Counters[graph.DropReasons.Single(drop => drop.Name == reason).Counter];
        return
        [
            Sum(port => port.ReceivedCounter), Sum(port => port.SentCounter), Dropped("tx_full"), Dropped("malformed"),
            .. Nodes.Select(node => lcore->Counters[node.InCounter]),
        ];
    }

    public override void ClearCounters() => new Span<ulong>(lcore->Counters, graph.CounterNames.Count).Clear();
}
