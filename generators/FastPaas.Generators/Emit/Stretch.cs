using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A part of the graph that one generated method runs over a burst. A graph without tenants that share lcores has one
/// for each port, from there to all ends. One that is cut has the same up to its tenants' queues, and one from each queue
/// on.</summary>
/// <param name="Name">The end of its methods' names.</param>
/// <param name="Counter">Of the packets that it begins with.</param>
/// <param name="IsChain">They come from a tenant's queue, and were admitted by a port.</param>
sealed record Stretch(string Name, string Summary, PlanTarget Entry, int Counter, bool IsChain)
{
    public static string RunMethod(string name) => "Run" + name;

    public static IEnumerable<Stretch> Of(DispatchPlan plan, PlanNames names)
    {
        foreach (PlanPort port in plan.Ports)
        {
            if (port.Entry is null) continue;
            string summary = $"What port {port.Name} receives.";
            yield return new Stretch(names.OfPort(port.Id), summary, port.Entry, port.ReceivedCounter, false);
        }

        foreach (PlanTenant tenant in plan.Tenants.Where(_ => plan.IsCut))
        {
            if (plan.ChainOf(tenant) is DropTarget) continue;
            string summary = $"What waits in the queue of tenant {tenant.Name}.";
            yield return new Stretch(names.OfTenant(tenant.Id), summary, plan.ChainOf(tenant), tenant.PacketsCounter, true);
        }
    }
}
