using System;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Harness;

/// <summary>No packet appears or vanishes: at each node, at each edge, over the whole graph. Needs only the counters.</summary>
static class Conservation
{
    /// <returns>The first place where packets aren't conserved; null: nowhere.</returns>
    public static string? Violation(DispatchPlan plan, ReadOnlySpan<ulong> counters)
    {
        ulong[] arrived = new ulong[plan.Nodes.Count];
        ulong received = 0, sent = 0, dropped = 0, uncopied = 0;
        foreach (PlanPort port in plan.Ports)
        {
            received += counters[port.ReceivedCounter];
            sent += counters[port.SentCounter];
        }

        foreach (PlanDropReason reason in plan.DropReasons) dropped += counters[reason.Counter];
        foreach (PlanNode node in plan.Nodes)
        {
            ulong left = 0;
            foreach (PlanOutput output in node.Outputs)
            {
                left += counters[output.Counter];
                ulong arriving = counters[output.Counter] - Unqueued(plan, node, output, counters);
                if (output.Target is NodeTarget to) arrived[to.NodeId] += arriving;
            }

            if (node is ModuleNode { Creates: true } creating)
            {
                received += counters[creating.CreatedCounter];
                uncopied += counters[node.InCounter] + counters[creating.CreatedCounter] - left;
            }
            else if (left != counters[node.InCounter])
            {
                return $"node {node.Name}: {counters[node.InCounter]} in, {left} out";
            }

            bool isEntry = plan.Ports.Any(port => port.Entry is NodeTarget entry && entry.NodeId == node.Id);
            if (!isEntry && arrived[node.Id] != counters[node.InCounter])
            {
                return $"node {node.Name}: {arrived[node.Id]} sent to it, {counters[node.InCounter]} in";
            }
        }

        ulong unqueued = 0;
        foreach (PlanTenant tenant in plan.Tenants)
            if (plan.IsCut) unqueued += counters[tenant.BacklogCounter];
        ulong backlog = counters[plan.DropReasons.Single(reason => reason.Name == "tenant_backlog").Counter];
        if (unqueued != backlog) return $"{backlog} packets of tenants had no room in a queue, {unqueued} by tenant";
        ulong poolEmpty = counters[plan.DropReasons.Single(reason => reason.Name == "pool_empty").Counter];
        if (uncopied != poolEmpty) return $"{uncopied} copies are missing, {poolEmpty} were not made";
        return received == sent + dropped ? null : $"{received} received or created, {sent} sent, {dropped} dropped";
    }

    /// <summary>What a tenant's full queue had no room for.</summary>
    static ulong Unqueued(DispatchPlan plan, PlanNode node, PlanOutput output, ReadOnlySpan<ulong> counters) =>
        plan.IsQueued(node, output) ? counters[plan.Tenants.Single(tenant => tenant.Name == output.Name).BacklogCounter] : 0;
}
