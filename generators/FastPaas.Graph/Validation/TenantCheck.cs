using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

/// <summary>No packet is two tenants', and each tenant can have packets.</summary>
internal sealed class TenantCheck(DiagnosticBag diagnostics, GraphModel graph)
{
    public void Run()
    {
        List<TenantModel> tenants = graph.Tenants.Where(tenant => tenant.Match != null).ToList();
        foreach (TenantModel tenant in tenants)
        {
            if (MatchAlgebra.NeverTrue(tenant.Match!).Proof != Proof.Proved) continue;
            diagnostics.Error(Rule.RuleNeverTried, tenant.MatchPosition,
                $"no packet can match this, so tenant \"{tenant.Name}\" would never have one;"
                + " write a condition that some packet meets");
        }

        foreach (Overlap overlap in MatchAlgebra.Overlaps(tenants.Select(tenant => tenant.Match!).ToList()))
        {
            (TenantModel first, TenantModel second) = (tenants[overlap.First], tenants[overlap.Second]);
            string both = $"a packet can be both tenant \"{first.Name}\"'s and tenant \"{second.Name}\"'s";
            diagnostics.Error(Rule.TenantsOverlap, second.MatchPosition, overlap.Result.Proof == Proof.Refuted
                ? $"{both}: {overlap.Result.Witness}; exclude it from one of the matches"
                : $"this match is too intricate to prove that no packet is also tenant \"{first.Name}\"'s; write a simpler one");
        }
    }
}
