using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>Targets of one file: names to nodes, ports and reserved words.</summary>
internal sealed class TargetResolver
{
    readonly DiagnosticBag diagnostics;
    readonly bool isTenant;
    readonly GraphModel graph;
    readonly NodeScope scope;
    readonly Dictionary<string, int> nodes = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> ports = new(StringComparer.Ordinal);
    readonly HashSet<string> operatorNodes;

    public TargetResolver(DiagnosticBag diagnostics, GraphModel graph, NodeScope scope)
    {
        this.diagnostics = diagnostics;
        isTenant = scope.Tenant;
        this.graph = graph;
        this.scope = scope;
        for (int i = 0; i < scope.Nodes.Count; i++) nodes[scope.Nodes[i].Name] = i;
        for (int i = 0; i < graph.Ports.Count; i++) ports[graph.Ports[i].Name] = i;
        operatorNodes = new HashSet<string>(graph.Nodes.Nodes.Select(node => node.Name), StringComparer.Ordinal);
    }

    /// <summary>Null reference: wrong, and reported.</summary>
    /// <param name="what">For messages: what has the target.</param>
    /// <param name="allowed">Reserved words that may stand here.</param>
    public Link Resolve(Reference? reference, string what, params string[] allowed)
    {
        if (reference == null) return new Link(LinkKind.Unknown);
        string name = reference.Name;
        if (nodes.TryGetValue(name, out int node)) return new Link(LinkKind.Node, node);
        if (!isTenant && ports.TryGetValue(name, out int port)) return new Link(LinkKind.Port, port);
        if (Names.Reserved.Contains(name) && name != "in") return Reserved(reference, what, allowed);
        if (isTenant && (ports.ContainsKey(name) || operatorNodes.Contains(name)))
        {
            NotAllowed(reference,
                $"\"{name}\" is the operator's, a tenant's packets leave through \"out\"; write \"out\", or a node of this file");
            return new Link(LinkKind.Unknown);
        }

        if (scope.Refused.Contains(name)) return new Link(LinkKind.Unknown);
        IEnumerable<string> known = nodes.Keys.Concat(isTenant ? [] : ports.Keys).Concat(allowed);
        string? guess = Spelling.Nearest(name, known);
        diagnostics.Error(Rule.UnknownTarget, reference.Position, $"{what} leads to \"{Names.Shown(name)}\", which isn't there; "
            + (guess == null ? $"write {Choices(allowed)}" : $"did you mean \"{guess}\"?"));
        return guess == null ? new Link(LinkKind.Unknown) : Guess(guess);
    }

    Link Guess(string name) =>
        nodes.TryGetValue(name, out int node) ? new Link(LinkKind.Node, node, true)
        : !isTenant && ports.TryGetValue(name, out int port) ? new Link(LinkKind.Port, port, true)
        : new Link(KindOf(name), 0, true);

    static LinkKind KindOf(string word) => word switch
    {
        Names.Drop => LinkKind.Drop,
        Names.Out => LinkKind.Out,
        _ => LinkKind.Tenants,
    };

    Link Reserved(Reference reference, string what, string[] allowed)
    {
        string name = reference.Name;
        if (!allowed.Contains(name))
        {
            NotAllowed(reference, $"{what} can't lead to \"{name}\"" + name switch
            {
                Names.Out => $", which ends a tenant's chain; write {Choices(allowed)}",
                Names.Tenants when isTenant => $"; write {Choices(allowed)}",
                Names.Drop when what.StartsWith("port", StringComparison.Ordinal) =>
                    "; remove `next`: then nothing is received here",
                _ => $"; write {Choices(allowed)}",
            });
            return new Link(LinkKind.Unknown);
        }

        if (name == Names.Tenants && graph.Tenants.Count == 0)
        {
            if (!graph.TenantsComplete) return new Link(LinkKind.Unknown);
            diagnostics.Error(Rule.TenantsUnused, reference.Position,
                $"{what} leads to \"tenants\", but there are none; add a `[tenant.<name>]` or write another target");
            return new Link(LinkKind.Unknown);
        }

        return new Link(KindOf(name));
    }

    void NotAllowed(Reference reference, string message) => diagnostics.Error(Rule.TargetNotAllowed, reference.Position, message);

    string Choices(string[] allowed)
    {
        IEnumerable<string> own = isTenant ? ["a node of this file"] : ["a node", "a port"];
        return Names.List(own.Concat(allowed.Select(word => $"\"{word}\"")), quote: "");
    }
}
