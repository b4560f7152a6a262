using System;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Validation;

/// <summary>How many packets one received packet can become. A burst has 64 lanes and created packets get lanes of their own, so
/// this decides how many packets may be received at once.</summary>
internal sealed class GrowthCheck(DiagnosticBag diagnostics, ComposedGraph graph)
{
    readonly int[] growth = new int[graph.Nodes.Count];

    /// <summary>The most over all ports; 1: nothing is created.</summary>
    public int Run()
    {
        bool isReported = false;
        foreach (int node in TopologicalOrder.Of(graph).AsEnumerable().Reverse())
        {
            growth[node] = Of(graph.Nodes[node]);
            if (growth[node] <= Limits.GrowthMax) continue;
            // What leads there grows too; once is enough.
            growth[node] = Limits.GrowthMax;
            if (isReported) continue;
            isReported = true;
            diagnostics.Error(Rule.TooMuchGrowth, graph.Nodes[node].Position,
                $"with \"{graph.Nodes[node].Name}\" one packet can become more than {Limits.GrowthMax}, and a burst has no"
                + $" room for them; put at most {Log2(Limits.GrowthMax)} nodes that create packets in a row");
        }

        return graph.Entries.Select(entry => entry is { } link ? Behind(link) : 1).DefaultIfEmpty(1).Max();
    }

    /// <summary>A packet leaves by one output; the one that it may bring with it, by one of those for created ones.</summary>
    int Of(ComposedNode node)
    {
        EquatableArray<string> creates = node.Source?.Manifest?.Creates ?? default;
        int itself = node.Outputs.Where(output => !creates.Contains(output.Name)).Select(output => Behind(output.Link))
            .DefaultIfEmpty(1).Max();
        return itself + node.Outputs.Where(output => creates.Contains(output.Name)).Select(output => Behind(output.Link))
            .DefaultIfEmpty(0).Max();
    }

    int Behind(Link link) => link.Kind == LinkKind.Node ? growth[link.Index] : 1;

    static int Log2(int power) => (int)Math.Log(power, 2);
}
