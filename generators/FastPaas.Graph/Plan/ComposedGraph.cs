using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Validation;

namespace FastPaas.Graph.Plan;

/// <summary>A node of the whole graph, its targets nodes of the whole graph, ports or drops.</summary>
/// <param name="Source">Null: the node "tenants".</param>
internal sealed record ComposedNode(
    string Name, string? Tenant, BoundNode? Source, SourcePosition Position, IReadOnlyList<ComposedOutput> Outputs);

/// <param name="Link">Never guessed, unknown, tenants or out.</param>
internal sealed record ComposedOutput(string Name, MatchExpression? When, Link Link, SourcePosition Position);

/// <summary>Operator's nodes, "tenants", and every tenant's nodes under it, as one graph.</summary>
/// <param name="Nodes">Ordered by name.</param>
/// <param name="Entries">By port, in the order of the model; null: nothing is received.</param>
internal sealed record ComposedGraph(GraphModel Model, IReadOnlyList<ComposedNode> Nodes, IReadOnlyList<Link?> Entries)
{
    public static (int Nodes, int Edges) SizeOf(BoundGraph graph)
    {
        IEnumerable<BoundScope> scopes = graph.Tenants.Where(tenant => tenant.Scope != null).Select(tenant => tenant.Scope!)
            .Append(graph.Operator);
        int nodes = 0;
        int edges = graph.Tenants.Count + 1;
        foreach (BoundScope scope in scopes)
        {
            nodes += scope.Nodes.Count;
            edges += scope.Nodes.Sum(node => node.Outputs.Count);
        }

        return (nodes + (graph.Tenants.Count > 0 ? 1 : 0), edges);
    }

    public static ComposedGraph Of(BoundGraph graph) => new Composer(graph).Compose();
}

internal sealed class Composer
{
    readonly BoundGraph graph;
    readonly List<BoundTenant> tenants;
    readonly List<(string Name, BoundTenant? Tenant, int Node)> all = [];
    readonly Dictionary<(string? Tenant, int Node), int> ids = [];

    public Composer(BoundGraph graph)
    {
        this.graph = graph;
        tenants = graph.Tenants.OrderBy(tenant => tenant.Model.Name, System.StringComparer.Ordinal).ToList();
    }

    public ComposedGraph Compose()
    {
        for (int i = 0; i < graph.Operator.Nodes.Count; i++) all.Add((graph.Operator.Nodes[i].Model.Name, null, i));
        if (tenants.Count > 0) all.Add((Names.Tenants, null, graph.Operator.Nodes.Count));
        foreach (BoundTenant tenant in tenants)
        {
            for (int i = 0; i < tenant.Scope!.Nodes.Count; i++)
            {
                all.Add(($"{tenant.Model.Name}/{tenant.Scope.Nodes[i].Model.Name}", tenant, i));
            }
        }

        all.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 0; i < all.Count; i++) ids[(all[i].Tenant?.Model.Name, all[i].Node)] = i;
        List<ComposedNode> nodes = all.Select(each => Node(each.Name, each.Tenant, each.Node)).ToList();
        return new ComposedGraph(graph.Model, nodes,
            graph.PortLinks.Select(link => link is { } entry ? Whole(entry, null) : (Link?)null).ToList());
    }

    ComposedNode Node(string name, BoundTenant? tenant, int index)
    {
        BoundScope scope = tenant?.Scope ?? graph.Operator;
        if (index == scope.Nodes.Count) return Tenants();
        BoundNode node = scope.Nodes[index];
        return new ComposedNode(name, tenant?.Model.Name, node, node.Model.Position, node.Outputs
            .Select(output => new ComposedOutput(output.Name, output.When, Whole(output.Link, tenant), output.Position))
            .ToList());
    }

    /// <summary>The branch that selects a packet's tenant: a rule for each, by name; disjoint, so in any order.</summary>
    ComposedNode Tenants()
    {
        List<ComposedOutput> outputs = tenants
            .Select(tenant => new ComposedOutput(
                tenant.Model.Name, tenant.Model.Match, Whole(tenant.Scope!.Entry, tenant), tenant.Model.MatchPosition))
            .ToList();
        SourcePosition position = tenants[0].Model.Position;
        outputs.Add(new ComposedOutput(Names.NoTenant, null, new Link(LinkKind.Drop), position));
        return new ComposedNode(Names.Tenants, null, null, position, outputs);
    }

    Link Whole(Link link, BoundTenant? tenant) => link.Kind switch
    {
        LinkKind.Node => new Link(LinkKind.Node, ids[(tenant?.Model.Name, link.Index)]),
        LinkKind.Tenants => new Link(LinkKind.Node, ids[(null, graph.Operator.Nodes.Count)]),
        LinkKind.Out => Whole(tenant!.Next, null),
        _ => link,
    };
}
