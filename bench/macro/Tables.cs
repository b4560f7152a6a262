using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using FastPaas.Modules;
using FastPaas.Workload;

namespace FastPaas.Macro;

/// <summary>What graphs look up in, from one generator for all sides.</summary>
static unsafe class Tables
{
    const string AclGraph = "acl_10k", FlowGraph = "flows", RouteNode = "routes";

    /// <param name="inC">What C knows of the graph.</param>
    public static void Fill(string graph, in GraphInC inC, RunC* run)
    {
        if (graph == AclGraph)
        {
            AclRule[] rules = AclRule.Generate(10_000);
            Check(Native.SetAcl(run, Kept(rules), (uint)rules.Length), "rte_acl takes no more rules");
        }
        if (graph == FlowGraph) Check(Native.SetFlows(run), "there is no memory for flows");
        if (inC.Routes == 0) return;
        Route[] routes = Route.Generate((int)inC.Routes);
        Check(Native.SetRoutes(run, Kept(routes), inC.Routes), "rte_lpm takes no more routes");
    }

    /// <summary>The compiled graph's file holds one route: it gets the others as a live update would give them.</summary>
    public static void Fill(CompiledGraph graph, in GraphInC inC, ModuleHeap heap, void** nodes)
    {
        if (inC.Routes == 0) return;
        int node = graph.Nodes.Select(each => each.Name).ToList().IndexOf(RouteNode);
        IEnumerable<(IpPrefix, int)> routes = Route.Generate((int)inC.Routes)
            .Select(route => (new IpPrefix(0, route.Prefix, route.Length, false), (int)route.Hop));
        void* state = graph.Nodes[node].IsGuarded ? ((GuardedNode*)nodes[node])->State : nodes[node];
        ((Lpm.State*)state)->Table = new RouteWriter(heap, routes, routesSpare: 0).Table;
    }

    /// <summary>Never freed: C keeps it.</summary>
    static T* Kept<T>(T[] items)
        where T : unmanaged
    {
        var kept = (T*)NativeMemory.Alloc((nuint)items.Length, (nuint)sizeof(T));
        items.CopyTo(new Span<T>(kept, items.Length));
        return kept;
    }

    static void Check(int isDone, string sentence)
    {
        if (isDone == 0) throw new InvalidOperationException(sentence);
    }
}
