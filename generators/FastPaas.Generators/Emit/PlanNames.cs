using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The variables of a graph's generated methods. Two that would have one name (<c>a_b</c>'s output <c>c</c> and
/// <c>a</c>'s
/// <c>b_c</c>; a node <c>to</c> with an output <c>web</c>) are told apart by a number.</summary>
sealed class PlanNames
{
    /// <summary>What the emitters append to a node's name, and to that of an output.</summary>
    static readonly string[] NodeSuffixes =
    [
        "Rest", "Block", "Created", "Unclaimed", "Fault", "State", "States", "Node", "Done", "BadLength",
        .. Enumerable.Range(0, 11).SelectMany(bit => new[] { $"Bit{bit}", $"Index{bit}" }),
    ];

    readonly string[] ports, tenants, nodes, toNodes, toPorts, toDrops;
    readonly ILookup<int, string> counters;
    readonly string[][] outputs;

    public PlanNames(DispatchPlan plan)
    {
        counters = plan.Counters.ToLookup(counter => counter.Slot, counter => counter.Name);
        HashSet<string> methods = [];
        ports = Names.Unique(plan.Ports.Select(port => Names.Pascal(port.Name)), methods);
        tenants = Names.Unique(plan.Tenants.Select(tenant => "Tenant" + Names.Pascal(tenant.Name)), methods);
        HashSet<string> taken = [.. RuleEmitter.LayerNames((Layers)~0)];
        toNodes = Names.Unique(plan.Nodes.Select(node => "to" + Names.Pascal(node.Name)), taken);
        toPorts = Names.Unique(plan.Ports.Select(port => $"to{Names.Pascal(port.Name)}Port"), taken);
        toDrops = Names.Unique(plan.DropReasons.Select(reason => "drop" + Names.Pascal(reason.Name)), taken);
        nodes = [.. plan.Nodes.Select(node => Family(Names.Camel(node.Name), NodeSuffixes, taken))];
        outputs = [.. plan.Nodes.Select(node =>
            node.Outputs.Select(output => Family(Of(node) + Names.Pascal(output.Name), ["", "Verdict"], taken)).ToArray())];
    }

    /// <summary>The counters that a slot is, for a comment.</summary>
    public string OfSlot(int slot)
    {
        string[] shared = [.. counters[slot]];
        return shared[0] + (shared.Length > 1 ? $" and {shared.Length - 1} more" : "");
    }

    /// <summary>The start of the names of a node's own variables.</summary>
    public string Of(PlanNode node) => nodes[node.Id];

    /// <summary>The lanes that leave a node by an output.</summary>
    public string Of(PlanNode node, PlanOutput output) => outputs[node.Id][Enumerable.Range(0, node.Outputs.Count)
        .First(index => ReferenceEquals(node.Outputs[index], output))];

    /// <summary>The lanes that lead to a node.</summary>
    public string To(PlanNode node) => toNodes[node.Id];

    /// <summary>The end of the names of a port's methods.</summary>
    public string OfPort(int id) => ports[id];

    /// <summary>The end of the names of a tenant's methods.</summary>
    public string OfTenant(int id) => tenants[id];

    public string ToPort(int id) => toPorts[id];

    public string ToDrop(int id) => toDrops[id];

    public string To(PlanTarget target) => target switch
    {
        NodeTarget node => toNodes[node.NodeId],
        PortTarget port => toPorts[port.PortId],
        DropTarget drop => toDrops[drop.ReasonId],
        _ => throw new InvalidOperationException("A target of an unknown kind."),
    };

    /// <summary>A name that is free with each of the suffixes.</summary>
    static string Family(string wanted, string[] suffixes, HashSet<string> taken)
    {
        string name = wanted;
        for (int number = 2; suffixes.Any(suffix => taken.Contains(name + suffix)); number++) name = $"{wanted}{number}";
        taken.UnionWith(suffixes.Select(suffix => name + suffix));
        return name;
    }

    /// <summary>Where the TOML has a node, and what it is.</summary>
    public static string Comment(PlanNode node) =>
        $"// {node.Position.File}:{node.Position.Line}  {node.Name}"
        + (node is ModuleNode module ? $": {module.Module.Name}" : "");

    /// <summary>A module's class: <c>source_guard</c> is <c>FastPaas.Modules.SourceGuard</c>.</summary>
    public static string Module(ModuleNode node) => "global::FastPaas.Modules." + Names.Pascal(node.Module.Name);
}
