using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;

namespace FastPaas.Differential.Harness;

/// <summary>Every one-step simplification of a graph or a frame; all of them valid.</summary>
static class Smaller
{
    public static IEnumerable<GraphSketch> Graphs(GraphSketch graph)
    {
        foreach (NodeSketch node in graph.Nodes)
        {
            yield return Reachable.Prune(Without(graph, node));
        }

        foreach (NodeSketch node in graph.Nodes)
        {
            foreach (NodeSketch simpler in Nodes(node, "drop"))
            {
                yield return Reachable.Prune(graph with { Nodes = graph.Nodes.Select(n => n == node ? simpler : n).ToArray() });
            }
        }

        foreach (TenantSketch tenant in graph.Tenants)
        {
            if (graph.Tenants.Count > 1) yield return graph with { Tenants = graph.Tenants.Where(t => t != tenant).ToArray() };
            foreach (TenantSketch simpler in Tenants(tenant))
            {
                TenantSketch[] tenants = graph.Tenants.Select(t => t == tenant ? simpler : t).ToArray();
                yield return Reachable.Prune(graph with { Tenants = tenants });
            }
        }
    }

    /// <summary>Whoever led to the node leads to where its first output led.</summary>
    static GraphSketch Without(GraphSketch graph, NodeSketch gone)
    {
        string To(string target) => target == gone.Name ? gone.Targets[0] : target;
        return graph with
        {
            Ports = graph.Ports
                .Select(port => port.Next == null ? port : port with { Next = EntryOf(To(port.Next), graph) }).ToArray(),
            Nodes = graph.Nodes.Where(node => node != gone)
                .Select(node => node.With(node.Targets.Select(To).ToArray())).ToArray(),
            Tenants = graph.Tenants.Select(tenant => tenant with { Next = To(tenant.Next) }).ToArray(),
        };
    }

    /// <summary>A port may lead to a port or a node, not into nothing.</summary>
    static string EntryOf(string target, GraphSketch graph) => target == "drop" ? graph.Ports[0].Name : target;

    static IEnumerable<TenantSketch> Tenants(TenantSketch tenant)
    {
        foreach (NodeSketch node in tenant.Nodes)
        {
            string To(string target) => target == node.Name ? node.Targets[0] : target;
            if (tenant.Nodes.Count > 1 && tenant.Nodes.Any(other => other.Name == To(tenant.Entry)))
            {
                yield return tenant with
                {
                    Entry = To(tenant.Entry),
                    Nodes = tenant.Nodes.Where(n => n != node).Select(n => n.With(n.Targets.Select(To).ToArray())).ToArray(),
                };
            }

            foreach (NodeSketch simpler in Nodes(node, "drop"))
            {
                yield return tenant with { Nodes = tenant.Nodes.Select(n => n == node ? simpler : n).ToArray() };
            }
        }
    }

    static IEnumerable<NodeSketch> Nodes(NodeSketch node, string end)
    {
        if (node is BranchSketch branch)
        {
            for (int i = 0; i < branch.Rules.Count && branch.Rules.Count > 1; i++)
            {
                yield return branch with { Rules = branch.Rules.Where((_, at) => at != i).ToArray() };
            }

            for (int i = 0; i < branch.Rules.Count; i++)
            {
                foreach (Condition part in branch.Rules[i].When.Parts)
                {
                    var rules = branch.Rules.Select((rule, at) => at == i ? (part, rule.To) : rule);
                    yield return branch with { Rules = rules.ToArray() };
                }
            }
        }

        if (node is ModuleSketch module)
        {
            foreach (ModuleSketch shorter in Rules(module)) yield return shorter;
        }

        for (int i = 0; i < node.Targets.Count; i++)
        {
            if (node.Targets[i] == end) continue;
            yield return node.With(node.Targets.Select((target, at) => at == i ? end : target).ToArray());
        }
    }

    /// <summary>Without half of its rules, and once they are few, without each.</summary>
    static IEnumerable<ModuleSketch> Rules(ModuleSketch node)
    {
        int[] rules = Enumerable.Range(0, node.Config.Count).Where(i => node.Config[i].StartsWith("  {")).ToArray();
        if (rules.Length < 2) yield break;
        IEnumerable<int[]> gone = [rules[..(rules.Length / 2)], rules[(rules.Length / 2)..]];
        if (rules.Length <= 12) gone = gone.Concat(rules.Select(rule => new[] { rule }));
        foreach (int[] lines in gone)
        {
            yield return node with { Config = node.Config.Where((_, i) => !lines.Contains(i)).ToArray() };
        }
    }

    public static IEnumerable<Frame> Frames(Frame frame)
    {
        if (frame.Segments.Count > 1 || frame.FirstRoom < 1000) yield return Frame.Whole(frame.Bytes, frame.Origin);
        for (int length = frame.Bytes.Length / 2; length > 0; length /= 2)
        {
            if (frame.Segments.Count == 1) yield return Frame.Whole(frame.Bytes[..^length], frame.Origin + " shortened");
        }
    }
}
