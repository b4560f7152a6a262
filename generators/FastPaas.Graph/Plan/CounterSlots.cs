using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Plan;

/// <summary>Which counters are kept once because the shape of the graph makes them equal: a node that sends on all that it gets
/// (in = out), a node or a named drop that one output, or one tenant's queue, alone leads to (its in, or the drop, = what left
/// there). Each store saved is about a thirtieth of a cycle a packet, and a chain of nodes is one counter.</summary>
internal static class CounterSlots
{
    /// <param name="names">By id.</param>
    public static EquatableArray<PlanCounter> Share(
        IReadOnlyList<string> names, IEnumerable<PlanPort> ports, IEnumerable<PlanNode> nodes, IEnumerable<PlanDropReason> drops,
        IReadOnlyList<PlanTenant> tenants)
    {
        int[] slots = [.. Enumerable.Range(0, names.Count)];
        int Left(PlanNode node, PlanOutput output) => DispatchPlan.IsQueued(tenants, node, output)
            ? tenants.First(tenant => tenant.Name == output.Name).PacketsCounter : output.Counter;
        ILookup<PlanTarget, int> sources = nodes
            .SelectMany(node => node.Outputs.Select(output => (output.Target, Counter: Left(node, output))))
            .ToLookup(source => source.Target, source => source.Counter);
        HashSet<PlanTarget> entries = [.. ports.Select(port => port.Entry).OfType<PlanTarget>()];
        // In topological order: what leads to a node has its slot already.
        foreach (PlanNode node in nodes)
        {
            NodeTarget here = new(node.Id);
            if (!entries.Contains(here)) Join(slots, node.InCounter, sources[here]);
            if (SendsAllOn(node)) slots[node.Outputs[0].Counter] = slots[node.InCounter];
        }

        foreach (PlanDropReason drop in drops)
        {
            if (!Names.ReservedDropReasons.Contains(drop.Name)) Join(slots, drop.Counter, sources[new DropTarget(drop.Id)]);
        }

        return names.Select((name, id) => new PlanCounter(id, name, slots[id])).ToEquatableArray();
    }

    static void Join(int[] slots, int counter, IEnumerable<int> sources)
    {
        int[] all = [.. sources];
        if (all.Length == 1) slots[counter] = slots[all[0]];
    }

    /// <summary>A C# module has no lane to lose: what its only output doesn't get is no verdict of its own.</summary>
    static bool SendsAllOn(PlanNode node) =>
        node.Outputs.Count == 1 && node is BranchNode or ModuleNode { Module.Language: ModuleLanguage.CSharp };
}
