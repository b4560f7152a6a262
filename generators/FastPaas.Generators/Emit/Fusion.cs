using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The order in which the nodes behind a port run, some together. Nodes of one <c>shape = "packet"</c> module that no
/// packet can both cross become a group, one call in a loop over the union of their lanes. Groups that the same lanes cross one
/// behind the other become a walk, one loop that calls all of them for a packet before it takes the next.</summary>
/// <remarks>Such a node keeps no state and looks at one lane, so it may run later than its place in the plan, as long as nothing
/// that follows it has run, and sooner, as soon as all that leads to it has. A group is made only if the graph of groups stays
/// acyclic.</remarks>
static class Fusion
{
    /// <summary>As many pointers to states as <c>HeaderLanes.States</c> holds.</summary>
    const int MembersMax = 64;

    /// <summary>The walks in the order in which they run; one group each where it isn't of shape <c>packet</c>.</summary>
    public static IReadOnlyList<PlanNode[][]> Walks(FieldUse use)
    {
        List<PlanNode[]> left = [.. Order(use)];
        List<PlanNode[][]> walks = [];
        while (left.Count > 0)
        {
            List<PlanNode[]> walk = [];
            for (PlanNode[]? group = left[0]; group is not null; group = left.Find(next => Continues(walk, next, use)))
            {
                walk.Add(group);
                left.Remove(group);
            }

            walks.Add([.. walk]);
        }

        return walks;
    }

    /// <summary>Whether the lanes of a group are those of the walk: all that leave the last group go there, and no others do.
    /// What has to be parsed again first begins a walk of its own.</summary>
    static bool Continues(List<PlanNode[]> walk, PlanNode[] group, FieldUse use)
    {
        PlanNode[] last = walk[walk.Count - 1];
        bool Enters(PlanNode node) => use.Next(node).Any(next => group.Any(member => member.Id == next.NodeId));
        return IsFusible(last[0]) && IsFusible(group[0]) && !group.Any(use.ReadsStale)
            && walk.Sum(members => members.Length) + group.Length <= MembersMax
            && use.Nodes.All(node => last.Contains(node) == Enters(node));
    }

    static IReadOnlyList<PlanNode[]> Order(FieldUse use)
    {
        List<PlanNode> nodes = use.Nodes;
        Dictionary<int, int> groupOf = nodes.ToDictionary(node => node.Id, node => node.Id);
        Dictionary<int, HashSet<int>> reach = Reach(use);
        foreach (PlanNode node in nodes)
        {
            if (!IsFusible(node)) continue;
            foreach (PlanNode leader in nodes.TakeWhile(before => before.Id < node.Id))
            {
                if (groupOf[leader.Id] != leader.Id || !IsFusible(leader) || !SameModule(leader, node)) continue;
                int[] members = [.. groupOf.Where(pair => pair.Value == leader.Id).Select(pair => pair.Key)];
                if (members.Length == MembersMax || members.Any(member => reach[member].Contains(node.Id))) continue;
                groupOf[node.Id] = leader.Id;
                if (Sort(use, groupOf) is not null) break;
                groupOf[node.Id] = node.Id;
            }
        }

        return Sort(use, groupOf)!;
    }

    static bool IsFusible(PlanNode node) => node is ModuleNode { IsOfPackets: true };

    static bool SameModule(PlanNode left, PlanNode right) => ((ModuleNode)left).Module.Name == ((ModuleNode)right).Module.Name;

    static Dictionary<int, HashSet<int>> Reach(FieldUse use)
    {
        Dictionary<int, HashSet<int>> reach = [];
        foreach (PlanNode node in Enumerable.Reverse(use.Nodes))
        {
            HashSet<int> reached = [];
            foreach (NodeTarget next in use.Next(node))
            {
                reached.Add(next.NodeId);
                reached.UnionWith(reach[next.NodeId]);
            }

            reach[node.Id] = reached;
        }

        return reach;
    }

    /// <summary>Groups in topological order, the lowest id first; null if they form a cycle.</summary>
    static IReadOnlyList<PlanNode[]>? Sort(FieldUse use, Dictionary<int, int> groupOf)
    {
        List<PlanNode> nodes = use.Nodes;
        Dictionary<int, HashSet<int>> waitsFor = nodes.GroupBy(node => groupOf[node.Id])
            .ToDictionary(group => group.Key, _ => new HashSet<int>());
        foreach (PlanNode node in nodes)
        {
            foreach (NodeTarget next in use.Next(node)) waitsFor[groupOf[next.NodeId]].Add(groupOf[node.Id]);
        }

        List<PlanNode[]> order = [];
        while (waitsFor.Count > 0)
        {
            int[] ready = [.. waitsFor.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key)];
            if (ready.Length == 0) return null;
            int group = ready.Min();
            waitsFor.Remove(group);
            foreach (HashSet<int> waits in waitsFor.Values) waits.Remove(group);
            order.Add([.. nodes.Where(node => groupOf[node.Id] == group)]);
        }

        return order;
    }
}
