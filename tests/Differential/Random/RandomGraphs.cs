using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Reference;
using FastPaas.Graph.Match;

namespace FastPaas.Differential.Random;

/// <summary>Random valid graphs: DAGs of branches and modules with merges, several ports, tenants chosen by VLAN.</summary>
sealed class RandomGraphs(Rng rng)
{
    readonly RandomConditions conditions = new(rng);
    readonly RandomModules modules = new(rng);

    public GraphSketch Next(string name)
    {
        string[] ports = Names("p", rng.Between(1, 4));
        var tenants = rng.Percent(35) ? Tenants(ports) : [];
        string[] exits = [.. ports, "drop"];

        // Nodes lead to later ones only, so there is no cycle; names are shuffled, so the order of names says nothing.
        string[] names = Names("n", rng.Below(10) < 8 ? rng.Between(0, 9) : rng.Between(10, 30));
        var nodes = new List<NodeSketch>();
        for (int i = 0; i < names.Length; i++)
        {
            string[] later = names[(i + 1)..];
            string[] deeper = tenants.Count > 0 ? [.. later, "tenants"] : later;
            nodes.Add(Node(names[i], () => Target(deeper, exits)));
        }

        string[] entries = tenants.Count > 0 ? [.. names, "tenants"] : names;
        PortSketch[] portSketches = ports
            .Select((port, i) => new PortSketch(port, i == 0 || rng.Percent(60) ? Entry(entries, ports) : null)).ToArray();
        var graph = new GraphSketch(name, rng.Percent(50) ? 32 : 64, portSketches, nodes, tenants);
        return Reachable.Prune(graph);
    }

    string Entry(string[] nodes, string[] ports) =>
        nodes.Length == 0 || rng.Percent(5) ? rng.Pick(ports) : rng.Percent(60) ? nodes[0] : rng.Pick(nodes);

    /// <summary>Mostly the next few nodes: chains and merges, not bushes.</summary>
    string Target(string[] later, string[] exits)
    {
        if (later.Length == 0 || rng.Percent(15)) return rng.Pick(exits);
        return rng.Percent(70) ? later[rng.Below(Math.Min(3, later.Length))] : rng.Pick(later);
    }

    NodeSketch Node(string name, Func<string> target)
    {
        if (!rng.Percent(45)) return InEitherLanguage(modules.Next(name, target));
        int rules = rng.Below(10) switch { < 4 => 1, < 9 => rng.Between(2, 5), _ => rng.Between(6, 16) };
        return new BranchSketch(name, Enumerable.Range(0, rules).Select(_ => (conditions.Next(), target())).ToArray(), target());
    }

    /// <summary>Half of the nodes that could be in C are.</summary>
    ModuleSketch InEitherLanguage(ModuleSketch node) => ReferenceModule.HasTwinInC(node.Module) && rng.Percent(50)
        ? node with { Module = node.Module + ReferenceModule.InC } : node;

    List<TenantSketch> Tenants(string[] ports)
    {
        int[] ids = Pools.VlanIds.ToArray();
        rng.Shuffle(ids);
        var tenants = new List<TenantSketch>();
        foreach ((string name, int i) in Names("t", rng.Between(1, 4)).Select((name, i) => (name, i)))
        {
            string[] names = Names("n", rng.Between(1, 5));
            var nodes = names.Select((node, at) => Node(node, () => Target(names[(at + 1)..], ["out", "drop"]))).ToArray();
            UInt128 id = (UInt128)ids[i];
            Condition match = new FieldComparison(HeaderField.VlanId, "==", ids[i].ToString(), [(id, id)]);
            if (rng.Percent(30)) match = new Both(match, conditions.Next(1));
            tenants.Add(new(name, match, names[0], nodes, rng.Pick(ports)));
        }

        return tenants;
    }

    string[] Names(string prefix, int count)
    {
        string[] names = Enumerable.Range(0, count)
            .Select(i => prefix + (char)('a' + i % 26) + (i >= 26 ? i.ToString() : "")).ToArray();
        rng.Shuffle(names);
        return names;
    }
}
