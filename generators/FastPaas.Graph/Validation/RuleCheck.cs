using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>Rules that no packet reaches, and rule sets that cost too much: a packet's cost is known at build time.</summary>
internal sealed class RuleCheck(DiagnosticBag diagnostics)
{
    readonly MatchBudget budget = new(MatchAlgebra.RulesStepsMax);

    public void Run(GraphModel graph, IEnumerable<NodeScope> tenantFiles)
    {
        IEnumerable<NodeModel> nodes = tenantFiles.Prepend(graph.Nodes).SelectMany(scope => scope.Nodes);
        foreach (NodeModel branch in nodes.Where(node => node.IsBranch)) Check(branch);
        long cost = graph.Tenants.Sum(tenant => CostOf(tenant.Match));
        if (cost > Limits.RuleCostMax) TooCostly(graph.Tenants[0].Position, "selecting the tenant", cost);
    }

    void Check(NodeModel node)
    {
        long cost = node.Outputs.Sum(rule => CostOf(rule.When));
        if (cost > Limits.RuleCostMax)
        {
            TooCostly(node.NextPosition, $"branch \"{node.Name}\"", cost);
            return;
        }

        List<OutputModel> rules = node.Outputs.Where(rule => rule.When != null).ToList();
        foreach (int index in MatchAlgebra.Unreachable(rules.Select(rule => rule.When!).ToList(), budget))
        {
            OutputModel rule = rules[index];
            string why = MatchAlgebra.NeverTrue(rule.When!).Proof == Proof.Proved
                ? "no packet can match it; write a condition that some packet meets, or remove it"
                : "the rules before it take every packet that it would match; move it up, or remove it";
            // A warning: what such a graph does to a packet is as well defined as without the rule.
            diagnostics.Warning(Rule.RuleNeverTried, rule.WhenPosition,
                $"{rule.Name} of branch \"{node.Name}\" is never taken: {why}");
        }
    }

    static long CostOf(MatchExpression? expression) => expression == null ? 0 : MatchAlgebra.Cost(expression);

    void TooCostly(SourcePosition position, string what, long cost)
    {
        string most = FormattableString.Invariant($"{cost:N0} comparisons a packet; write at most {Limits.RuleCostMax:N0}");
        diagnostics.Error(Rule.TooCostly, position, $"{what} takes up to {most}, or match by an acl node");
    }
}
