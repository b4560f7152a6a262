using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Validation;

namespace FastPaas.Graph.Plan;

/// <summary>The order in which nodes run: each behind all that lead to it, ties by name.</summary>
internal static class TopologicalOrder
{
    /// <summary>Kahn's algorithm. Nodes are ordered by name, so the smallest index that is ready is the first by name.</summary>
    public static List<int> Of(ComposedGraph graph)
    {
        int[] waitsFor = new int[graph.Nodes.Count];
        foreach (int next in graph.Nodes.SelectMany(Next)) waitsFor[next]++;
        SortedSet<int> ready = new(Enumerable.Range(0, graph.Nodes.Count).Where(node => waitsFor[node] == 0));
        List<int> order = [];
        while (ready.Count > 0)
        {
            int node = ready.Min;
            ready.Remove(node);
            order.Add(node);
            foreach (int next in Next(graph.Nodes[node]))
            {
                if (--waitsFor[next] == 0) ready.Add(next);
            }
        }

        return order;
    }

    static IEnumerable<int> Next(ComposedNode node) =>
        node.Outputs.Where(output => output.Link.Kind == LinkKind.Node).Select(output => output.Link.Index);
}
