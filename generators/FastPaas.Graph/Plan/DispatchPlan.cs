using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Plan;

/// <summary>A validated graph in the order in which it runs: all that the emitter needs, and nothing that it must look up.
/// Equal plans give equal code, so the generator caches on it; comments in the TOML don't reach it, line numbers do.</summary>
/// <param name="Name">The graph's <c>name</c>.</param>
/// <param name="BurstSize">Packets per receive call: 32 or 64; fewer where nodes create packets.</param>
/// <param name="Ports">By name; index = id.</param>
/// <param name="Nodes">In topological order of the composed graph, ties by name (ordinal); index = id.</param>
/// <param name="DropReasons">Reserved ones first, then <c>node.output</c> in node order; index = id.</param>
/// <param name="Counters">Index = id.</param>
/// <param name="Certificate">The proof that mandatory nodes can't be bypassed, a line for each node and port it names:
/// graphs/SCHEMA.md, "The certificate". <c>describe</c> prints it.</param>
public sealed record DispatchPlan(
    string Name,
    int BurstSize,
    EquatableArray<PlanPort> Ports,
    EquatableArray<PlanNode> Nodes,
    EquatableArray<PlanDropReason> DropReasons,
    EquatableArray<PlanTenant> Tenants,
    EquatableArray<PlanCounter> Counters,
    EquatableArray<string> Certificate)
{
    public LcorePlacement Lcores { get; init; } = LcorePlacement.Default;

    /// <summary>Lanes that a burst can come to fill, at most 64: above <see cref="BurstSize"/> where nodes create
    /// packets.</summary>
    public int LanesMax { get; init; } = BurstSize;

    /// <summary>Longest turn of one tenant.</summary>
    public int TurnUs { get; init; }

    /// <summary>Two tenants or more share lcores: their packets wait between selection and their chains, each tenant's in a
    /// queue of its own, and what runs next is the scheduler's to say (docs/adr/0039).</summary>
    public bool IsCut => IsCutFor(Tenants.Count);

    internal static bool IsCutFor(int tenants) => tenants > 1;

    /// <summary>Where a tenant's chain begins, by its id.</summary>
    public PlanTarget ChainOf(PlanTenant tenant) =>
        Nodes.First(node => node.SelectsTenant).Outputs.First(output => output.Name == tenant.Name).Target;

    /// <summary>Whether packets that leave by an output wait for their tenant's turn.</summary>
    public bool IsQueued(PlanNode node, PlanOutput output) => IsQueued(Tenants, node, output);

    internal static bool IsQueued(IReadOnlyList<PlanTenant> tenants, PlanNode node, PlanOutput output) =>
        IsCutFor(tenants.Count) && node.SelectsTenant && output.Target is not DropTarget;
}

/// <param name="MtuBytes">0: the device's own.</param>
/// <param name="Entry">Where its received packets go; null: nothing is received here.</param>
public sealed record PlanPort(
    int Id, string Name, string Device, int Queues, int MtuBytes, PlanTarget? Entry, SourcePosition Position,
    int ReceivedCounter, int ReceivedBytesCounter, int SentCounter, int SentBytesCounter);

/// <param name="BacklogPackets">That wait on an lcore at most.</param>
/// <param name="PacketsCounter">Of those that had their turn; -1: the graph isn't cut.</param>
/// <param name="BacklogCounter">Of what its full queue had no room for; likewise.</param>
public sealed record PlanTenant(
    int Id, string Name, int Weight, string File, SourcePosition Position, int BacklogPackets,
    int PacketsCounter, int BacklogCounter);

/// <param name="Counter">Its counter's id.</param>
public sealed record PlanDropReason(int Id, string Name, int Counter);

/// <summary>A counter's public name: <c>node.antispoof.in</c>, <c>node.antispoof.pass</c>, <c>drop.antispoof.spoofed</c>,
/// <c>port.uplink.rx_packets</c> ...</summary>
/// <param name="Slot">Where in an lcore's counter block its value is kept: at its own id, or at that of a counter which always
/// has the same value (<see cref="CounterSlots"/>).</param>
public sealed record PlanCounter(int Id, string Name, int Slot);

/// <param name="Name"><c>antispoof</c>, or <c>blue/split</c> for a tenant's.</param>
/// <param name="Tenant">Null for the operator's.</param>
public abstract record PlanNode(
    int Id, string Name, string? Tenant, SourcePosition Position, EquatableArray<PlanOutput> Outputs, int InCounter)
{
    /// <summary>Names of the ports of which it is mandatory.</summary>
    public EquatableArray<string> MandatoryFor { get; init; }

    /// <summary>The branch "tenants": no other may be called so.</summary>
    public bool SelectsTenant => Name == Names.Tenants;
}

/// <summary>First rule that matches; <see cref="Rules"/>[i] leads to <see cref="PlanNode.Outputs"/>[i]; the last always matches.
/// Tenant selection is one too, named <c>tenants</c>; its last output drops with reason <c>no_tenant</c>.</summary>
public sealed record BranchNode(
    int Id, string Name, string? Tenant, SourcePosition Position, EquatableArray<PlanOutput> Outputs, int InCounter,
    EquatableArray<PlanRule> Rules)
    : PlanNode(Id, Name, Tenant, Position, Outputs, InCounter);

/// <param name="When">Null: always.</param>
public sealed record PlanRule(MatchExpression? When, SourcePosition Position);

public sealed record ModuleNode(
    int Id, string Name, string? Tenant, SourcePosition Position, EquatableArray<PlanOutput> Outputs, int InCounter,
    ModuleManifest Module, EquatableArray<ConfigValue> Config, bool Trusted)
    : PlanNode(Id, Name, Tenant, Position, Outputs, InCounter)
{
    /// <summary>Slot of the packets that it creates; -1: it creates none.</summary>
    public int CreatedCounter { get; init; } = -1;

    /// <summary>What a fault of its module leads to, and what it may take.</summary>
    public PlanFaults Faults { get; init; } = PlanFaults.Default;

    /// <summary>In C#, and it may fail: called behind a recovery point. Known where the graph is compiled, with its modules at
    /// hand.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>Called packet by packet, in a loop that it may share with other nodes.</summary>
    public bool IsOfPackets => Module.Shape == ModuleShape.Packet && !IsGuarded;

    /// <summary>Of modules in C.</summary>
    public NodeProtection Protection { get; init; }

    public bool Creates => CreatedCounter >= 0;

    /// <summary>The header fields that it takes parsed, configured as it is.</summary>
    public EquatableArray<HeaderField> Reads => Module.Config.Any(key =>
        key.ReadsNothing.Contains(Config.First(value => value.Key == key.Name).Text)) ? default : Module.Reads;

    /// <summary>Whether what leaves here has been created here.</summary>
    public bool IsForCreated(PlanOutput output) => Creates && Module.Creates.Contains(output.Name);
}

/// <summary>Which of a module's accesses are confined to its arena, as far as the build confines modules at all.</summary>
public enum NodeProtection
{
    Full,
    /// <summary>It may read all of the process.</summary>
    Write,
    /// <summary>It may write it too.</summary>
    None,
    /// <summary>All, and the module's code compares addresses itself: what it does wrong has a place in its source.</summary>
    Compare,
    /// <summary>The same of writes; it may read all of the process.</summary>
    CompareWrite,
    /// <summary>All, by a processor that has MPX.</summary>
    Mpx,
    /// <summary>The same of writes.</summary>
    MpxWrite,
}

/// <param name="Policy"><c>drop</c>, <c>bypass</c> or <c>restart</c>.</param>
/// <param name="BypassOutput">Of <c>bypass</c>: the output's number; else -1.</param>
/// <param name="HeapBytes">Of modules in C. Null: the default.</param>
public sealed record PlanFaults(string Policy, int BypassOutput, int RestartsPerMinuteMax, int BudgetUs, uint? HeapBytes)
{
    public static PlanFaults Default { get; } = new("drop", -1, 10, 1_000, null);
}

/// <param name="Name">The module's output, or <c>rule1</c>, <c>rule2</c> ... of a branch; at <c>tenants</c> the tenant.</param>
/// <param name="Counter">Packets that left here.</param>
public sealed record PlanOutput(string Name, PlanTarget Target, int Counter, SourcePosition Position);

public abstract record PlanTarget;

public sealed record NodeTarget(int NodeId) : PlanTarget;

public sealed record PortTarget(int PortId) : PlanTarget;

public sealed record DropTarget(int ReasonId) : PlanTarget;
