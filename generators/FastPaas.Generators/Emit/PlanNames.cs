using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The variables of a graph's generated methods.</summary>
sealed class PlanNames
{
    readonly string[] nodes, toNodes, toPorts, toDrops;

    public PlanNames(DispatchPlan plan)
    {
        HashSet<string> taken = [];
        nodes = Names.Unique(plan.Nodes.Select(node => Names.Camel(node.Name)), taken);
        toNodes = Names.Unique(plan.Nodes.Select(node => "to" + Names.Pascal(node.Name)), taken);
        toPorts = Names.Unique(plan.Ports.Select(port => $"to{Names.Pascal(port.Name)}Port"), taken);
        toDrops = Names.Unique(plan.DropReasons.Select(reason => "drop" + Names.Pascal(reason.Name)), taken);
    }

    /// <summary>The start of the names of a node's own variables.</summary>
    public string Of(PlanNode node) => nodes[node.Id];

    /// <summary>The lanes that lead to a node.</summary>
    public string To(PlanNode node) => toNodes[node.Id];

    public string ToPort(int id) => toPorts[id];

    public string ToDrop(int id) => toDrops[id];

    public string To(PlanTarget target) => target switch
    {
        NodeTarget node => toNodes[node.NodeId],
        PortTarget port => toPorts[port.PortId],
        DropTarget drop => toDrops[drop.ReasonId],
        _ => throw new InvalidOperationException("A target of an unknown kind."),
    };

    /// <summary>A module's class: <c>source_guard</c> is <c>FastPaas.Modules.SourceGuard</c>.</summary>
    public static string Module(ModuleNode node) => "global::FastPaas.Modules." + Names.Pascal(node.Module.Name);
}
