using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Faults;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Runtime.Telemetry;

/// <summary>The counters of an instance: the graph's slots, then the runtime's own (docs/counters.md). Workers write their
/// blocks; what only devices count, the control plane copies to the last one.</summary>
sealed unsafe class InstanceCounters : IDisposable
{
    readonly CompiledGraph graph;
    readonly IReadOnlyList<AttachedPort> ports;
    readonly CounterFile file;
    readonly int[] slots;
    readonly Lock refreshing = new();
    readonly bool hasFaults;

    public InstanceCounters(string path, CompiledGraph graph, IReadOnlyList<AttachedPort> ports, int workers)
    {
        (this.graph, this.ports) = (graph, ports);
        hasFaults = graph.Nodes.Exists(node => node.IsInC || node.IsGuarded);
        Names = [.. graph.CounterNames, "lcore.polls", "lcore.bursts", "lcore.handed_over", "lcore.hand_over_full",
            .. ports.ConvertAll(port => $"port.{port.Description.Name}.lost"),
            .. ports.ConvertAll(port => $"port.{port.Description.Name}.send_errors"),
            .. hasFaults ? FaultText.Kinds.ConvertAll(kind => $"fault.{FaultText.NameOf(kind)}") : [], .. Bills()];
        slots = [.. graph.CounterSlots, .. new int[Names.Count - PollsSlot]];
        for (int own = PollsSlot; own < slots.Length; own++) slots[own] = own;
        file = new CounterFile(path, Names, slots, workers);
        file.SetTsc(Eal.TscHz);
    }

    /// <summary>What is nobody's, then a <see cref="TenantBill"/> each.</summary>
    List<string> Bills()
    {
        if (graph.Chains.Count == 0) return [];
        List<string> names = ["lcore.overhead_cycles", "lcore.idle_cycles"];
        foreach (TenantDescription tenant in graph.Tenants)
            foreach (string name in TenantBill.Names) names.Add($"tenant.{tenant.Name}.{name}");
        return names;
    }

    public IReadOnlyList<string> Names { get; }

    public int PollsSlot => graph.CounterNames.Count;

    public int BurstsSlot => graph.CounterNames.Count + 1;

    public int HandedOverSlot => graph.CounterNames.Count + 2;

    public int HandOverFullSlot => graph.CounterNames.Count + 3;

    public int LostSlot(int port) => graph.CounterNames.Count + 4 + port;

    int SendErrorsSlot(int port) => LostSlot(ports.Count) + port;

    int FaultSlot(CFault kind) => SendErrorsSlot(ports.Count) + (int)kind - 1;

    /// <summary>Of a graph that is cut; as <see cref="IdleSlot"/>, and <see cref="BillsSlot"/>, behind which the tenants'
    /// lie.</summary>
    public int OverheadSlot => SendErrorsSlot(ports.Count) + (hasFaults ? FaultText.Kinds.Count : 0);

    public int IdleSlot => OverheadSlot + 1;

    public int BillsSlot => OverheadSlot + 2;

    /// <summary>Who counts faults of modules; null: nobody yet.</summary>
    public Quarantine? Faults { get; set; }

    public ulong* WorkerBlock(int worker) => file.Block(worker);

    public void SetState(InstanceState state) => file.SetState(state);

    /// <summary>Copies what the devices count, and faults. Costs lcores nothing.</summary>
    public void Refresh()
    {
        lock (refreshing)
        {
            ulong* block = file.Block(file.Blocks - 1);
            for (int port = 0; port < ports.Count; port++)
            {
                DeviceCounters counters = ports[port].Counters();
                block[graph.Ports[port].ReceivedBytesCounter] = counters.ReceivedBytes;
                block[graph.Ports[port].SentBytesCounter] = counters.SentBytes;
                block[LostSlot(port)] = counters.LostPackets;
                block[SendErrorsSlot(port)] = counters.SendErrors;
            }
            if (!hasFaults || Faults is not { } faults) return;
            foreach (CFault kind in FaultText.Kinds) block[FaultSlot(kind)] = faults.Count(kind);
        }
    }

    /// <summary>Sums over lcores, in the order of <see cref="Names"/>.</summary>
    public ulong[] Read()
    {
        ulong[] totals = file.Read();
        return Array.ConvertAll(slots, slot => totals[slot]);
    }

    /// <summary>What one worker counted, in the order of <see cref="Names"/>.</summary>
    public ulong[] ReadWorker(int worker)
    {
        ulong[] own = file.Read(worker);
        return Array.ConvertAll(slots, slot => own[slot]);
    }

    /// <summary>The graph's counters only.</summary>
    public ulong[] ReadGraph() => graph.ReadCounters(file.Read());

    public void Dispose() => file.Dispose();
}
