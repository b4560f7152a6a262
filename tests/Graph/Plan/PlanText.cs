using System.Linq;
using System.Text;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Graph.Tests.Plan;

/// <summary>A plan as text, all of it, for goldens.</summary>
public static class PlanText
{
    public static string Of(DispatchPlan plan)
    {
        StringBuilder text = new();
        text.Append($"graph {plan.Name} burst {plan.BurstSize}\n");
        foreach (PlanPort port in plan.Ports)
        {
            string entry = port.Entry == null ? "nothing" : Target(plan, port.Entry);
            text.Append($"port {port.Id} {port.Name} [{port.Device}] queues {port.Queues} -> {entry}")
                .Append($" rx {port.ReceivedCounter},{port.ReceivedBytesCounter}")
                .Append($" tx {port.SentCounter},{port.SentBytesCounter} at {port.Position}\n");
        }

        foreach (PlanTenant tenant in plan.Tenants)
        {
            text.Append($"tenant {tenant.Id} {tenant.Name} weight {tenant.Weight} file {tenant.File} at {tenant.Position}\n");
        }

        foreach (PlanNode node in plan.Nodes) Append(text, plan, node);
        foreach (PlanDropReason drop in plan.DropReasons) text.Append($"drop {drop.Id} {drop.Name} counter {drop.Counter}\n");
        foreach (PlanCounter counter in plan.Counters)
        {
            text.Append($"counter {counter.Id} {counter.Name}{(counter.Slot == counter.Id ? "" : $" in slot {counter.Slot}")}\n");
        }


        foreach (string line in plan.Certificate) text.Append($"certificate {line}\n");
        return text.ToString();
    }

    static void Append(StringBuilder text, DispatchPlan plan, PlanNode node)
    {
        text.Append($"node {node.Id} {node.Name} {(node is ModuleNode module ? $"module {module.Module.Name}" : "branch")}")
            .Append($" tenant {node.Tenant ?? "-"} in {node.InCounter} at {node.Position}\n");
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            PlanOutput output = node.Outputs[i];
            MatchExpression? when = (node as BranchNode)?.Rules[i].When;
            text.Append($"  {output.Name}{(when == null ? "" : $" when {MatchText.Of(when)}")} -> {Target(plan, output.Target)}")
                .Append($" counter {output.Counter} at {output.Position}\n");
        }

        foreach (ConfigValue value in (node as ModuleNode)?.Config ?? default) text.Append($"  {value.Key} = {Value(value)}\n");
    }

    static string Value(ConfigValue value) =>
        value.IsList ? $"[{string.Join(", ", value.Items.Select(item => Value(item with { IsList = false })))}]"
        : value.Type switch
        {
            ConfigType.Record => $"{{ {string.Join(", ", value.Items.Select(item => $"{item.Key} = {Value(item)}"))} }}",
            ConfigType.Bool or ConfigType.Enum or ConfigType.String => value.Text,
            ConfigType.Prefix => $"{value.Number2:x}:{value.Number:x}/{value.PrefixLength}{(value.IsIp6 ? " ip6" : "")}",
            ConfigType.Range => $"{value.Number}..{value.Number2}",
            _ => $"{value.Number}",
        };

    static string Target(DispatchPlan plan, PlanTarget target) => target switch
    {
        NodeTarget node => plan.Nodes[node.NodeId].Name,
        PortTarget port => $"port {plan.Ports[port.PortId].Name}",
        DropTarget drop => $"drop {plan.DropReasons[drop.ReasonId].Name}",
        _ => "?",
    };
}
