using System;
using System.Text;

namespace FastPaas.Macro;

/// <summary>The graph as hand-fused C, or as nodes of librte_graph.</summary>
sealed unsafe class ContenderNative : Contender
{
    readonly RunC* run;
    readonly int nodes;
    readonly nint loop;

    ContenderNative(string side, RunC* run, nint loop, int nodes)
    {
        Side = side;
        this.run = run;
        this.loop = loop;
        this.nodes = nodes;
    }

    public override string Side { get; }

    public override nint Loop => loop;

    public override void* Argument => run;

    public override int* Stop => &run->Stop;

    /// <summary>Null: there is no such loop.</summary>
    public static ContenderNative? InC(string graph, in GraphInC inC, int nodes)
    {
        if (inC.Loop == 0) return null;
        RunC* run = Native.CreateRun();
        Tables.Fill(graph, inC, run);
        return new ContenderNative("c", run, inC.Loop, nodes) { Graph = graph };
    }

    /// <summary>Null: there is no such graph.</summary>
    /// <param name="loop">Walks the graph of its argument.</param>
    public static ContenderNative? InRteGraph(string graph, in GraphInC inC, nint loop, int nodes)
    {
        RunC* run = Native.CreateRun();
        fixed (byte* name = Encoding.ASCII.GetBytes(graph + '\0')) run->Graph = Native.MakeGraph(name, run);
        if (run->Graph == null) return null;
        Tables.Fill(graph, inC, run);
        return new ContenderNative("rte_graph", run, loop, nodes) { Graph = graph };
    }

    public override void Attach(Queues queues)
    {
        run->Receive = queues.Receive;
        run->Send = queues.Send;
    }

    public override ulong[] Counters() => new Span<ulong>(run->Counters, RunC.Nodes + nodes).ToArray();

    public override void ClearCounters() => new Span<ulong>(run->Counters, RunC.CounterCount).Clear();
}
