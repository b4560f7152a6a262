using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>The graph as the control plane sees it: names, counters, where everything stands.</summary>
sealed class DescriptionEmitter(DispatchPlan plan, PlanNames names, CodeWriter writer)
{
    readonly DeviceWork device = new(plan);

    public void Emit()
    {
        writer.Line("/// <summary>What the control plane knows of it.</summary>");
        writer.Line("public static CompiledGraph Graph { get; } = new CompiledGraph(");
        writer.Indent();
        writer.Line($"{Names.Literal(plan.Name)}, {plan.BurstSize},");
        List("PortDescription", plan.Ports, Port);
        List("NodeDescription", plan.Nodes, Node);
        List("string", plan.Counters, counter => Names.Literal(counter.Name));
        List("DropReasonDescription", plan.DropReasons, reason => $"new({Names.Literal(reason.Name)}, {reason.Counter})");
        List("TenantDescription", plan.Tenants, tenant =>
            $"new({Names.Literal(tenant.Name)}, {tenant.Weight}, {Source(tenant.Position)}){Backlog(tenant)}");
        List("nint", plan.Ports, Entry);
        writer.Line("InitializeNodes)");
        writer.Unindent();
        writer.Open();
        List("string", plan.Certificate, line => Names.Literal(line), "Certificate = ");
        string slots = string.Join(", ", plan.Counters.Select(counter => counter.Slot));
        writer.Line($"CounterSlots = new int[] {{ {slots} }},");
        if (plan.Lcores != LcorePlacement.Default) Lcores(plan.Lcores);
        if (plan.IsCut)
        {
            writer.Line($"TurnUs = {plan.TurnUs},");
            List("nint", plan.Tenants, Chain, "Chains = ");
        }

        writer.Close(";");
    }

    void Lcores(LcorePlacement lcores)
    {
        string cpus = lcores.WorkerCpus.Count == 0
            ? "global::System.Array.Empty<int>()" : $"new int[] {{ {string.Join(", ", lcores.WorkerCpus)} }}";
        writer.Line($"Lcores = new LcoreDescription({lcores.Workers}, {cpus}, {lcores.ControlCpu?.ToString() ?? "null"}),");
    }

    void List<T>(string type, IReadOnlyCollection<T> items, Func<T, string> text, string assignment = "")
    {
        if (items.Count == 0)
        {
            writer.Line($"{assignment}global::System.Array.Empty<{type}>(),");
            return;
        }

        writer.Line($"{assignment}new {type}[]");
        writer.Line("{");
        foreach (T item in items) writer.Line($"    {text(item)},");
        writer.Line("},");
    }

    string Port(PlanPort port)
    {
        string next = port.Entry is null ? "null" : Names.Literal(To(port.Entry));
        List<string> more = [];
        if (port.MtuBytes != 0) more.Add($"MtuBytes = {port.MtuBytes}");
        if (device.MakesChecksums(port)) more.Add("MakesChecksums = true");
        if (device.InsertsTags(port)) more.Add("InsertsTags = true");
        string rest = more.Count == 0 ? "" : $" {{ {string.Join(", ", more)} }}";
        return $"new({Names.Literal(port.Name)}, {Names.Literal(port.Device)}, {port.Queues}, {next}, "
            + $"{port.ReceivedCounter}, {port.ReceivedBytesCounter}, {port.SentCounter}, {port.SentBytesCounter}){rest}";
    }

    string Node(PlanNode node)
    {
        string module = node is ModuleNode used ? Names.Literal(used.Module.Name) : "null";
        string tenant = node.Tenant is null ? "null" : Names.Literal(node.Tenant);
        string outputs = string.Join(", ", node.Outputs.Select(output =>
            $"new({Names.Literal(output.Name)}, {Names.Literal(To(output.Target))}, {output.Counter})"));
        List<string> set = [];
        if (node is ModuleNode { Creates: true } creating) set.Add($"CreatedCounter = {creating.CreatedCounter}");
        if (node is ModuleNode { Module.Language: ModuleLanguage.C }) set.Add("IsInC = true");
        if (node.MandatoryFor.Count > 0)
            set.Add($"MandatoryFor = new string[] {{ {string.Join(", ", node.MandatoryFor.Select(Names.Literal))} }}");
        if (node is ModuleNode { IsGuarded: true }) set.Add("IsGuarded = true");
        string more = set.Count == 0 ? "" : $" {{ {string.Join(", ", set)} }}";
        return $"new({Names.Literal(node.Name)}, {module}, {tenant}, {Source(node.Position)}, {node.InCounter}, new " +
            $"OutputDescription[] {{ {outputs} }}){more}";
    }

    string Entry(PlanPort port) => port.Entry is null
        ? "0"
        : Address(Stretch.RunMethod(names.OfPort(port.Id)));

    string Chain(PlanTenant tenant) => plan.ChainOf(tenant) is DropTarget
        ? "0"
        : Address(Stretch.RunMethod(names.OfTenant(tenant.Id)));

    static string Address(string method) => $"(nint)(delegate*<LcoreContext*, nuint, void>)&{method}";

    static string Backlog(PlanTenant tenant) => tenant.BacklogCounter < 0
        ? "" : $" {{ BacklogPackets = {tenant.BacklogPackets}, PacketsCounter = {tenant.PacketsCounter}, "
            + $"BacklogCounter = {tenant.BacklogCounter} }}";

    string To(PlanTarget target) => target switch
    {
        NodeTarget node => plan.Nodes[node.NodeId].Name,
        PortTarget port => "port " + plan.Ports[port.PortId].Name,
        DropTarget drop => "drop " + plan.DropReasons[drop.ReasonId].Name,
        _ => "",
    };

    static string Source(SourcePosition position) => Names.Literal($"{position.File}:{position.Line}");
}
