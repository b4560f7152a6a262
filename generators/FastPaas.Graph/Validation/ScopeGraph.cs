using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Validation;

/// <summary>The nodes of one file as a graph for walking. In the operator's file "tenants" is one more node, behind the others,
/// that leads where tenants' "out" leads, whatever is in their files: the operator's shape hangs on no tenant's.</summary>
internal sealed class ScopeGraph
{
    readonly List<Link>[] links;

    ScopeGraph(List<Link>[] links) => this.links = links;

    public int Count => links.Length;

    /// <summary>Meaningful for the operator's file: the index of "tenants".</summary>
    public int TenantsIndex => links.Length - 1;

    public static ScopeGraph OfTenant(BoundScope scope) => new(scope.Nodes.Select(LinksOf).ToArray());

    public static ScopeGraph OfOperator(BoundGraph graph) =>
        new([.. graph.Operator.Nodes.Select(LinksOf), graph.Tenants.Select(tenant => tenant.Next).ToList()]);

    static List<Link> LinksOf(BoundNode node) => node.Outputs.Select(output => output.Link).ToList();

    public IEnumerable<int> Next(int node, bool withGuesses)
    {
        foreach (Link link in links[node])
        {
            if (link.Guessed && !withGuesses) continue;
            if (IndexOf(link) is { } next) yield return next;
        }
    }

    /// <summary>Null: the link leaves the file.</summary>
    public int? IndexOf(Link link) => link.Kind switch
    {
        LinkKind.Node => link.Index,
        LinkKind.Tenants => TenantsIndex,
        _ => null,
    };

    /// <summary>Every node that packets reach from <paramref name="entries"/>.</summary>
    public bool[] Reached(IEnumerable<Link> entries)
    {
        bool[] reached = new bool[Count];
        Queue<int> waiting = new();
        foreach (Link entry in entries)
        {
            if (IndexOf(entry) is { } first) Visit(first);
        }

        while (waiting.Count > 0)
        {
            foreach (int next in Next(waiting.Dequeue(), withGuesses: true)) Visit(next);
        }

        return reached;

        void Visit(int node)
        {
            if (reached[node]) return;
            reached[node] = true;
            waiting.Enqueue(node);
        }
    }

    /// <summary>One shortest cycle of each group of nodes that lead to each other.</summary>
    public IEnumerable<IReadOnlyList<int>> Cycles()
    {
        bool[] done = new bool[Count];
        for (int start = 0; start < Count; start++)
        {
            if (done[start] || ShortestCycle(start) is not { } cycle) continue;
            yield return cycle;
            bool[] forward = Reached([new Link(LinkKind.Node, start)]);
            for (int node = start; node < Count; node++)
            {
                done[node] |= forward[node] && Reached([new Link(LinkKind.Node, node)])[start];
            }
        }
    }

    IReadOnlyList<int>? ShortestCycle(int start)
    {
        int[] from = Enumerable.Repeat(-1, Count).ToArray();
        Queue<int> waiting = new([start]);
        while (waiting.Count > 0)
        {
            int node = waiting.Dequeue();
            foreach (int next in Next(node, withGuesses: false))
            {
                if (next == start) return Back(node);
                if (from[next] >= 0) continue;
                from[next] = node;
                waiting.Enqueue(next);
            }
        }

        return null;

        List<int> Back(int node)
        {
            List<int> path = [node];
            while (node != start) path.Add(node = from[node]);
            path.Reverse();
            return path;
        }
    }
}
