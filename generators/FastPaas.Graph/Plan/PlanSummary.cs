using System;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Graph.Plan;

/// <summary>What every front end says of a plan without mistakes, in one line.</summary>
public static class PlanSummary
{
    /// <summary><c>2 ports, 7 nodes, 2 tenants; a packet takes at most 3 comparisons in rules</c></summary>
    public static string Of(DispatchPlan plan)
    {
        string rules = FormattableString.Invariant($"{RuleCost(plan):N0}");
        return $"{Count(plan.Ports.Count, "port")}, {Count(plan.Nodes.Count, "node")}, {Count(plan.Tenants.Count, "tenant")};"
            + $" a packet takes at most {Count(rules, "comparison")} in rules";
    }

    /// <summary>The most field comparisons that branches do for one packet, on its worst path: what no traffic and no other
    /// tenant can exceed.</summary>
    public static long RuleCost(DispatchPlan plan)
    {
        long[] costs = new long[plan.Nodes.Count];
        for (int id = costs.Length - 1; id >= 0; id--)
        {
            PlanNode node = plan.Nodes[id];
            long behind = node.Outputs.Select(output => output.Target).OfType<NodeTarget>()
                .Select(target => costs[target.NodeId]).DefaultIfEmpty().Max();
            long own = node is BranchNode branch ? branch.Rules.Sum(rule => rule.When == null ? 0 : MatchAlgebra.Cost(rule.When))
                : 0;
            costs[id] = own + behind;
        }

        return costs.DefaultIfEmpty().Max();
    }

    static string Count(object number, string what) => $"{number} {what}{($"{number}" == "1" ? "" : "s")}";
}
