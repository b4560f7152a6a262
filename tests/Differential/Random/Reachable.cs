using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Differential.Random;

/// <summary>Drops what nothing leads to: an unreachable node is an error of the language, and so is a port that nobody
/// uses.</summary>
static class Reachable
{
    public static GraphSketch Prune(GraphSketch graph)
    {
        var starts = graph.Ports.Where(port => port.Next != null).Select(port => port.Next!);
        HashSet<string> reached = From(starts, graph.Nodes, graph.Tenants.Select(tenant => tenant.Next));
        bool tenants = reached.Contains("tenants");
        return graph with
        {
            Ports = graph.Ports.Where(port => port.Next != null || reached.Contains(port.Name)).ToArray(),
            Nodes = graph.Nodes.Where(node => reached.Contains(node.Name)).ToArray(),
            Tenants = !tenants ? [] : graph.Tenants.Select(Prune).ToArray(),
        };
    }

    static TenantSketch Prune(TenantSketch tenant)
    {
        HashSet<string> reached = From([tenant.Entry], tenant.Nodes, []);
        return tenant with { Nodes = tenant.Nodes.Where(node => reached.Contains(node.Name)).ToArray() };
    }

    static HashSet<string> From(IEnumerable<string> starts, IReadOnlyList<NodeSketch> nodes, IEnumerable<string> behindTenants)
    {
        var reached = new HashSet<string>();
        var waiting = new Stack<string>(starts);
        while (waiting.TryPop(out string? name))
        {
            if (!reached.Add(name)) continue;
            IEnumerable<string> next = name == "tenants"
                ? behindTenants : nodes.FirstOrDefault(node => node.Name == name)?.Targets ?? [];
            foreach (string target in next) waiting.Push(target);
        }

        return reached;
    }
}
