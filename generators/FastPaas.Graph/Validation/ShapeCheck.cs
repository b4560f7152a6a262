using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.Graph.Model;
using RegexMatch = System.Text.RegularExpressions.Match;

namespace FastPaas.Graph.Validation;

/// <summary>Cycles, nodes and ports that nothing uses, names and devices that are there twice.</summary>
internal sealed class ShapeCheck(DiagnosticBag diagnostics, BoundGraph graph)
{
    /// <summary>A device string, in parentheses if it has parameters.</summary>
    static readonly Regex BondMember = new(@",slave=\(?([^,()]+)", RegexOptions.CultureInvariant);

    readonly BoundScope operatorScope = graph.Operator;

    public void Run()
    {
        IEnumerable<BoundScope> files =
            graph.Tenants.Where(tenant => tenant.Scope != null).Select(tenant => tenant.Scope!).Distinct();
        foreach (BoundScope file in files)
        {
            ScopeGraph nodes = ScopeGraph.OfTenant(file);
            CheckCycles(nodes, file);
            if (!file.IsOpen) CheckReached(nodes, [file.Entry], file, "`entry` doesn't lead");
        }

        ScopeGraph all = ScopeGraph.OfOperator(graph);
        CheckCycles(all, operatorScope);
        bool open = operatorScope.IsOpen || graph.PortLinks.Any(link => link?.Kind == LinkKind.Unknown)
            || graph.Tenants.Any(tenant => tenant.Next.Kind == LinkKind.Unknown);
        CheckNames();
        CheckDevices();
        if (open) return;
        CheckReached(all, graph.PortLinks.OfType<Link>(), operatorScope, "no port leads");
        CheckPorts();
        CheckTenantsUsed();
    }

    void CheckCycles(ScopeGraph nodes, BoundScope scope)
    {
        foreach (IReadOnlyList<int> cycle in nodes.Cycles())
        {
            int last = cycle[cycle.Count - 1];
            IEnumerable<string> names = cycle.Append(cycle[0]).Select(node => NameOf(node, scope));
            diagnostics.Error(Rule.Cycle, PositionOf(last, cycle[0], nodes, scope),
                $"packets could go round: {string.Join(" -> ", names)}; lead one of these outputs elsewhere");
        }
    }

    static string NameOf(int node, BoundScope scope) => node < scope.Nodes.Count ? scope.Nodes[node].Model.Name : Names.Tenants;

    SourcePosition PositionOf(int from, int to, ScopeGraph nodes, BoundScope scope) => from < scope.Nodes.Count
        ? scope.Nodes[from].Outputs.First(output => nodes.IndexOf(output.Link) == to).TargetPosition
        : graph.Tenants.First(tenant => nodes.IndexOf(tenant.Next) == to).Model.Next!.Position;

    /// <summary>Reports the first nodes of unreachable parts only: the rest follows from them.</summary>
    void CheckReached(ScopeGraph nodes, IEnumerable<Link> entries, BoundScope scope, string problem)
    {
        bool[] reached = nodes.Reached(entries);
        bool[] follows = new bool[nodes.Count];
        for (int node = 0; node < nodes.Count; node++)
        {
            if (reached[node]) continue;
            foreach (int next in nodes.Next(node, withGuesses: true)) follows[next] = true;
        }

        for (int node = 0; node < scope.Nodes.Count; node++)
        {
            if (reached[node] || follows[node]) continue;
            NodeModel model = scope.Nodes[node].Model;
            diagnostics.Error(Rule.Unreachable, model.Position,
                $"{problem} to node \"{model.Name}\"; name it in a `next`, or remove it");
        }
    }

    void CheckNames()
    {
        foreach (NodeModel node in operatorScope.Nodes.Select(node => node.Model))
        {
            if (graph.Model.Ports.All(port => port.Name != node.Name)) continue;
            diagnostics.Error(Rule.NameTwice, node.Position,
                $"\"{node.Name}\" names a port already; choose another name for the node");
        }
    }

    /// <summary>What stands before the first comma identifies a DPDK device; the rest is its arguments. A bond takes its members
    /// beside itself.</summary>
    static IEnumerable<string> DevicesOf(string device)
    {
        yield return device.Split(',')[0];
        if (!device.StartsWith("net_bonding", StringComparison.Ordinal)) yield break;
        foreach (RegexMatch member in BondMember.Matches(device)) yield return member.Groups[1].Value;
    }

    void CheckDevices()
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (PortModel port in graph.Model.Ports.Where(port => port.Device != null))
        {
            foreach (string device in DevicesOf(port.Device!))
            {
                if (!owners.TryGetValue(device, out string? owner))
                {
                    owners.Add(device, port.Name);
                    continue;
                }
                diagnostics.Error(Rule.DeviceTwice, port.DevicePosition,
                    $"device \"{Names.Shown(device)}\" is port \"{owner}\" already;"
                    + $" give \"{port.Name}\" another one (net_pcap0, net_pcap1, ...)");
            }
        }
    }

    IEnumerable<Link> AllLinks => graph.Operator.Nodes.SelectMany(node => node.Outputs).Select(output => output.Link)
        .Concat(graph.PortLinks.OfType<Link>()).Concat(graph.Tenants.Select(tenant => tenant.Next));

    void CheckPorts()
    {
        HashSet<int> sentTo = new(AllLinks.Where(link => link.Kind == LinkKind.Port).Select(link => link.Index));
        for (int i = 0; i < graph.PortLinks.Count; i++)
        {
            if (graph.PortLinks[i] != null || sentTo.Contains(i)) continue;
            PortModel port = graph.Model.Ports[i];
            diagnostics.Error(Rule.PortUnused, port.Position,
                $"port \"{port.Name}\" has no `next` and nothing leads to it; give it a `next`, name it in one, or remove it");
        }
    }

    void CheckTenantsUsed()
    {
        if (graph.Tenants.Count == 0 || AllLinks.Any(link => link.Kind == LinkKind.Tenants)) return;
        TenantModel first = graph.Tenants[0].Model;
        diagnostics.Error(Rule.TenantsUnused, first.Position,
            $"nothing leads to \"tenants\", so no packet reaches tenant \"{first.Name}\";"
            + " write `next = \"tenants\"` where tenants' packets come");
    }
}
