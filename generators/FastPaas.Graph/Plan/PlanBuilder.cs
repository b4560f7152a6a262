using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Validation;

namespace FastPaas.Graph.Plan;

/// <summary>A composed graph without mistakes to its plan: order, ids, counters, drop reasons.</summary>
/// <param name="growth">Packets that one received packet can become.</param>
internal sealed class PlanBuilder(ComposedGraph graph, BoundGraph source, EquatableArray<string> certificate, int growth)
{
    const int LanesOfBurst = 64;

    readonly List<string> counters = [];
    readonly List<string> reasons = [.. Names.ReservedDropReasons];
    readonly Dictionary<string, int> reasonIds = new(StringComparer.Ordinal);
    readonly Dictionary<int, int> portIds = [];
    int[] nodeIds = [];

    public DispatchPlan Build()
    {
        for (int id = 0; id < reasons.Count; id++) reasonIds[reasons[id]] = id;
        List<int> order = TopologicalOrder.Of(graph);
        nodeIds = new int[order.Count];
        for (int id = 0; id < order.Count; id++) nodeIds[order[id]] = id;
        List<int> portOrder = Enumerable.Range(0, graph.Model.Ports.Count)
            .OrderBy(port => graph.Model.Ports[port].Name, StringComparer.Ordinal).ToList();
        for (int id = 0; id < portOrder.Count; id++) portIds[portOrder[id]] = id;

        EquatableArray<PlanPort> ports = portOrder.Select(Port).ToEquatableArray();
        EquatableArray<PlanNode> nodes = order.Select(Node).ToEquatableArray();
        EquatableArray<PlanDropReason> drops = reasons
            .Select((name, id) => new PlanDropReason(id, name, Counter($"drop.{name}"))).ToEquatableArray();
        EquatableArray<PlanTenant> tenants = source.Tenants.Select(tenant => tenant.Model)
            .OrderBy(tenant => tenant.Name, StringComparer.Ordinal)
            .Select(Tenant).ToEquatableArray();
        int burst = graph.Model.BurstSize;
        while (burst * growth > LanesOfBurst) burst /= 2;
        return new DispatchPlan(
            graph.Model.Name, burst, ports, nodes, drops, tenants,
            CounterSlots.Share(counters, ports, nodes, drops, tenants), certificate)
        {
            LanesMax = burst * growth,
            TurnUs = graph.Model.TurnUs,
            Lcores = graph.Model.Lcores,
        };
    }

    int Counter(string name)
    {
        counters.Add(name);
        return counters.Count - 1;
    }

    PlanTenant Tenant(TenantModel tenant, int id) => new(
        id, tenant.Name, tenant.Weight, tenant.File!.Name, tenant.Position, tenant.BacklogPackets,
        CounterOf(tenant, "packets"), CounterOf(tenant, Names.TenantBacklog));

    int CounterOf(TenantModel tenant, string what) =>
        DispatchPlan.IsCutFor(source.Tenants.Count) ? Counter($"tenant.{tenant.Name}.{what}") : -1;

    PlanPort Port(int index)
    {
        PortModel port = graph.Model.Ports[index];
        string prefix = $"port.{port.Name}.";
        PlanTarget? entry = graph.Entries[index] is { } link ? Target(link, "") : null;
        return new PlanPort(
            portIds[index], port.Name, port.Device!, port.Queues, port.MtuBytes, entry, port.Position,
            Counter(prefix + "rx_packets"), Counter(prefix + "rx_bytes"),
            Counter(prefix + "tx_packets"), Counter(prefix + "tx_bytes"));
    }

    PlanNode Node(int index)
    {
        ComposedNode node = graph.Nodes[index];
        int inCounter = Counter($"node.{node.Name}.in");
        int created = node.Source?.Manifest?.Creates.Count > 0 ? Counter($"node.{node.Name}.created") : -1;
        EquatableArray<PlanOutput> outputs = node.Outputs
            .Select(output => new PlanOutput(
                output.Name, Target(output.Link, ReasonOf(node, output)), Counter($"node.{node.Name}.{output.Name}"),
                output.Position))
            .ToEquatableArray();
        if (node.Source is { Manifest: { } manifest } bound)
        {
            return new ModuleNode(
                nodeIds[index], node.Name, node.Tenant, node.Position, outputs, inCounter, manifest,
                bound.Config!.Value, bound.Model.Trusted)
            {
                MandatoryFor = MandatoryFor(bound.Model),
                CreatedCounter = created,
                Faults = FaultsOf(bound.Model, manifest, node.Tenant),
                Protection = bound.Model.Protection?.Name switch
                {
                    "write" => NodeProtection.Write,
                    "none" => NodeProtection.None,
                    "compare" => NodeProtection.Compare,
                    "compare-write" => NodeProtection.CompareWrite,
                    "mpx" => NodeProtection.Mpx,
                    "mpx-write" => NodeProtection.MpxWrite,
                    _ => NodeProtection.Full,
                },
            };
        }

        return new BranchNode(
            nodeIds[index], node.Name, node.Tenant, node.Position, outputs, inCounter,
            node.Outputs.Select(output => new PlanRule(output.When, output.Position)).ToEquatableArray())
        {
            MandatoryFor = node.Source is { } branch ? MandatoryFor(branch.Model) : default,
        };
    }

    EquatableArray<string> MandatoryFor(NodeModel node) => graph.Model.Ports.Select(port => port.Name)
        .Where(port => node.Mandatory.Any(named => named.Name == "*" || named.Name == port))
        .OrderBy(port => port, StringComparer.Ordinal).ToEquatableArray();

    PlanFaults FaultsOf(NodeModel node, ModuleManifest manifest, string? tenant)
    {
        QuarantineModel? quarantine = node.Quarantine;
        PlanFaults none = PlanFaults.Default;
        int bypass = quarantine?.BypassOutput is { } output ? manifest.Outputs.ToList().IndexOf(output.Name) : none.BypassOutput;
        return new PlanFaults(
            quarantine?.Policy ?? none.Policy, bypass, quarantine?.RestartsPerMinuteMax ?? none.RestartsPerMinuteMax,
            node.BudgetUs ?? none.BudgetUs, manifest.Language == ModuleLanguage.C
                ? graph.Model.Tenants.FirstOrDefault(each => each.Name == tenant)?.HeapBytes : null);
    }

    static string ReasonOf(ComposedNode node, ComposedOutput output) =>
        node.Source == null && output.Name == Names.NoTenant ? Names.NoTenant : $"{node.Name}.{output.Name}";

    PlanTarget Target(Link link, string reason) => link.Kind switch
    {
        LinkKind.Node => new NodeTarget(nodeIds[link.Index]),
        LinkKind.Port => new PortTarget(portIds[link.Index]),
        _ => new DropTarget(Reason(reason)),
    };

    int Reason(string name)
    {
        if (reasonIds.TryGetValue(name, out int known)) return known;
        reasons.Add(name);
        return reasonIds[name] = reasons.Count - 1;
    }
}
