using System.Collections.Generic;
using System.Linq;
using FastPaas.Control.Report;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>A plan as its executable would describe it, checked by what checks it there.</summary>
public static class CertificateChecker
{
    /// <summary>What doesn't hold; nothing: the proof is good.</summary>
    public static IReadOnlyList<string> Complaints(DispatchPlan plan) => Proofs.Complaints(new CompiledGraph(
        plan.Name, plan.BurstSize,
        [.. plan.Ports.Select(port => new PortDescription(
            port.Name, port.Device, port.Queues, port.Entry is { } entry ? To(plan, entry) : null, 0, 0, 0, 0))],
        [.. plan.Nodes.Select(node => new NodeDescription(node.Name, null, node.Tenant, "", 0,
            [.. node.Outputs.Select(output => new OutputDescription(output.Name, To(plan, output.Target), 0))])
        {
            MandatoryFor = [.. node.MandatoryFor],
        })],
        [], [], [], [], null!)
    {
        Certificate = [.. plan.Certificate],
    });

    static string To(DispatchPlan plan, PlanTarget target) => target switch
    {
        NodeTarget node => plan.Nodes[node.NodeId].Name,
        PortTarget port => "port " + plan.Ports[port.PortId].Name,
        _ => "drop ",
    };
}
