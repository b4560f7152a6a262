using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Validation;

/// <summary>Proves that mandatory nodes can't be bypassed. For a node and a port it walks from the port, never through the node.
/// If no port is reached, the nodes that were reached are the certificate: all that a packet can meet before the mandatory node,
/// so that node dominates every way out.</summary>
internal sealed class MandatoryCheck(DiagnosticBag diagnostics, ComposedGraph graph)
{
    readonly IReadOnlyList<PortModel> ports = graph.Model.Ports;

    /// <summary>The certificate's lines, by node and port.</summary>
    public EquatableArray<string> Run()
    {
        List<string> certificate = [];
        int pairs = graph.Nodes.Sum(node => PortsOf(node).Count());
        if (pairs > Limits.MandatoryPairsMax)
        {
            SourcePosition first = graph.Nodes.First(node => PortsOf(node).Any()).Position;
            diagnostics.Error(Rule.TooMany, first, FormattableString.Invariant(
                $"this graph has {pairs:N0} pairs of a mandatory node and a port; write at most {Limits.MandatoryPairsMax:N0}"));
            return default;
        }

        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            foreach ((int port, Reference reference) in PortsOf(graph.Nodes[node]))
            {
                if (Bypass(node, port, out string beforeIt) is { } path) Report(node, port, reference, path);
                certificate.Add($"mandatory {graph.Nodes[node].Name} port {ports[port].Name} before{beforeIt}");
            }
        }

        return certificate.ToEquatableArray();
    }

    /// <summary>Ports that the node's <c>mandatory</c> names, by name; unknown ones were reported.</summary>
    IEnumerable<(int Port, Reference Reference)> PortsOf(ComposedNode node)
    {
        IReadOnlyList<Reference> mandatory = node.Source?.Model.Mandatory ?? [];
        return Enumerable.Range(0, ports.Count)
            .OrderBy(port => ports[port].Name, StringComparer.Ordinal)
            .Select(port => (Port: port,
                Reference: mandatory.FirstOrDefault(name => name.Name == "*" || name.Name == ports[port].Name)))
            .Where(pair => pair.Reference != null)
            .Select(pair => (pair.Port, pair.Reference!));
    }

    /// <summary>A shortest path from the port's entry to a port that avoids the node; null: there is none.</summary>
    List<string>? Bypass(int mandatory, int port, out string beforeIt)
    {
        beforeIt = "";
        if (graph.Entries[port] is not { } entry) return null;
        if (entry.Kind == LinkKind.Port) return [ports[entry.Index].Name];
        int[] from = Enumerable.Repeat(-1, graph.Nodes.Count).ToArray();
        Queue<int> waiting = new();
        Visit(entry, entry.Index);
        while (waiting.Count > 0)
        {
            int node = waiting.Dequeue();
            foreach (ComposedOutput output in graph.Nodes[node].Outputs)
            {
                if (output.Link.Kind == LinkKind.Port) return PathTo(node, from, ports[output.Link.Index].Name);
                if (output.Link.Kind == LinkKind.Node) Visit(output.Link, node);
            }
        }

        IEnumerable<int> reached = Enumerable.Range(0, from.Length).Where(node => from[node] >= 0);
        beforeIt = string.Concat(reached.Select(node => " " + graph.Nodes[node].Name));
        return null;

        void Visit(Link link, int previous)
        {
            if (link.Index == mandatory || from[link.Index] >= 0) return;
            from[link.Index] = previous;
            waiting.Enqueue(link.Index);
        }
    }

    List<string> PathTo(int node, int[] from, string port)
    {
        List<string> path = [port];
        for (; ; node = from[node])
        {
            path.Add(graph.Nodes[node].Name);
            if (from[node] == node) break;
        }

        path.Reverse();
        return path;
    }

    void Report(int node, int port, Reference reference, List<string> path)
    {
        string name = graph.Nodes[node].Name;
        diagnostics.Error(Rule.MandatoryBypassed, reference.Position,
            $"packets from port \"{ports[port].Name}\" can leave around mandatory node \"{name}\":"
            + $" {ports[port].Name} -> {string.Join(" -> ", path)};"
            + $" lead them through \"{name}\", or take \"{ports[port].Name}\" out of `mandatory`");
    }
}
