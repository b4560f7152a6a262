using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Figure2;

/// <summary>A graph of one node whose outputs all lead to the port that it came from: what is timed. Where verdicts must be known
/// the same node runs once more in a graph that has a port for each output.</summary>
unsafe struct Twin
{
    const int PortsMax = 16;

    readonly LcoreContext* lcore, apart;
    readonly delegate*<LcoreContext*, nuint, void> entry, apartEntry;

    /// <param name="name">Of the graph; that of the ports apart has <c>_apart</c> behind it, if there is one.</param>
    public Twin(string name)
    {
        lcore = Make(name, &Take, out entry);
        if (Generated.Graphs.All.Any(graph => graph.Name == name + "_apart"))
            apart = Make(name + "_apart", &TakeApart, out apartEntry);
    }

    /// <summary><c>process</c> of a module.</summary>
    public static void Process(CBurstOfMbufs* burst)
    {
        Twin* twin = burst->Twin;
        Run(burst, twin->lcore, twin->entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Run(CBurstOfMbufs* burst, LcoreContext* lcore, delegate*<LcoreContext*, nuint, void> entry)
    {
        lcore->NowCycles = burst->NowCycles;
        lcore->Burst = &burst->FirstPacket;
        entry(lcore, burst->Count);
    }

    /// <summary>One output: 0. Else that of the port to which the other graph sends the packet.</summary>
    public readonly void PutVerdicts(CBurstOfMbufs* burst)
    {
        byte* verdicts = &burst->FirstVerdict;
        new Span<byte>(verdicts, (int)burst->Count).Clear();
        if (apart == null) return;
        Outcome* outcomes = stackalloc Outcome[PortsMax];
        for (int port = 0; port < PortsMax; port++)
        {
            outcomes[port] = new() { Burst = burst, Verdict = (byte)port };
            apart->Transmit[port].Queue = outcomes + port;
        }
        Run(burst, apart, apartEntry);
    }

    /// <summary>What an output's port is told to write.</summary>
    struct Outcome
    {
        public CBurstOfMbufs* Burst;
        public byte Verdict;
    }

    static ushort Take(void* queue, Mbuf** packets, ushort count) => count;

    static ushort TakeApart(void* queue, Mbuf** packets, ushort count)
    {
        Outcome* outcome = (Outcome*)queue;
        Mbuf** burst = &outcome->Burst->FirstPacket;
        for (int i = 0; i < count; i++)
        {
            for (uint lane = 0; lane < outcome->Burst->Count; lane++)
            {
                if (burst[lane] == packets[i]) (&outcome->Burst->FirstVerdict)[lane] = outcome->Verdict;
            }
        }
        return count;
    }

    static void Forget(Mbuf** packets, uint count)
    {
    }

    static LcoreContext* Make(string name, delegate* managed<void*, Mbuf**, ushort, ushort> take,
        out delegate*<LcoreContext*, nuint, void> entry)
    {
        CompiledGraph graph = Generated.Graphs.All.Single(graph => graph.Name == name);
        ModuleHeap heap = new() { HashSeed = 1 };
        // Its memory outlives this method.
        GCHandle.Alloc(heap);
        LcoreContext* lcore = heap.Allocate<LcoreContext>(1).Pointer;
        lcore->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        lcore->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        lcore->Counters = heap.Allocate<ulong>(graph.CounterNames.Count).Pointer;
        lcore->Nodes = (void**)heap.Allocate<nint>(graph.Nodes.Count + 1).Pointer;
        lcore->Transmit = heap.Allocate<TransmitQueue>(PortsMax).Pointer;
        for (int port = 0; port < PortsMax; port++) lcore->Transmit[port].Send = take;
        lcore->FreeBulk = &Forget;
        graph.InitializeNodes(heap, lcore->Nodes);
        entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries.Single(each => each != 0);
        return lcore;
    }
}
