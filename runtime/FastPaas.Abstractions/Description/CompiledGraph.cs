using System;
using System.Collections.Generic;

namespace FastPaas;

/// <summary>What the generator hands to the host: one per graph, ordinary managed data for the control plane plus the addresses
/// of the raw entry functions. Lcores never see it.</summary>
/// <param name="Name">The graph's name.</param>
/// <param name="BurstSize">Packets per receive call, at most 64.</param>
/// <param name="Ports">By id.</param>
/// <param name="Nodes">By id, in the order in which they run.</param>
/// <param name="CounterNames">By counter; the counters of ports, nodes and drop reasons are indices of it.</param>
/// <param name="DropReasons">By id.</param>
/// <param name="Entries">By port id: <c>(nint)(delegate*&lt;LcoreContext*, nuint, void&gt;)</c>; 0 where nothing is received.
/// An entry counts everything that has a slot, the ports' packets too, but not the ports' bytes: a loop over the burst for them
/// alone would cost a tenth of what forwarding costs, and devices count them anyway. So whoever owns the device writes those two
/// slots (the runtime from <c>rte_eth_stats</c>, an lcore in plain memory as it adds and takes packets).</param>
/// <param name="InitializeNodes">Allocates and initialises the module state of one lcore: heap, then the table that becomes
/// <see cref="LcoreContext.Nodes"/>. May throw <see cref="ModuleConfigurationException"/>.</param>
public sealed record CompiledGraph(
    string Name,
    int BurstSize,
    IReadOnlyList<PortDescription> Ports,
    IReadOnlyList<NodeDescription> Nodes,
    IReadOnlyList<string> CounterNames,
    IReadOnlyList<DropReasonDescription> DropReasons,
    IReadOnlyList<TenantDescription> Tenants,
    IReadOnlyList<nint> Entries,
    NodeInitializer InitializeNodes)
{
    /// <summary>By counter: the slot of <see cref="LcoreContext.Counters"/> that holds its value. Its own index, or that of a
    /// counter that always has the same value, which is then stored once.</summary>
    public IReadOnlyList<int> CounterSlots { get; init; } = EachItsOwn(CounterNames.Count);

    static int[] EachItsOwn(int counters)
    {
        var slots = new int[counters];
        for (int counter = 0; counter < counters; counter++) slots[counter] = counter;
        return slots;
    }

    /// <summary>The values of all counters.</summary>
    /// <param name="slots">An lcore's counter block, or the sum of several; as long as there are counters.</param>
    public ulong[] ReadCounters(ReadOnlySpan<ulong> slots)
    {
        ulong[] values = new ulong[CounterNames.Count];
        for (int counter = 0; counter < values.Length; counter++) values[counter] = slots[CounterSlots[counter]];
        return values;
    }

    /// <summary>The plan's proof that mandatory nodes can't be bypassed, as text; <c>describe</c> prints it.</summary>
    public IReadOnlyList<string> Certificate { get; init; } = [];

    /// <summary>By tenant id, of a graph that two tenants or more share: what runs a burst of the tenant's queue, in the shape of
    /// an entry; 0: all of its packets drop where they are selected. Else empty: entries run to all ends.</summary>
    public IReadOnlyList<nint> Chains { get; init; } = [];

    /// <summary>Longest turn of one tenant.</summary>
    public int TurnUs { get; init; }

    /// <summary>What the graph says of its lcores; options of <c>run</c> go first.</summary>
    public LcoreDescription Lcores { get; init; } = new(1, [], null);
}

/// <param name="Workers">Lcores that run the graph.</param>
/// <param name="WorkerCpus">Their CPUs, as many as there are workers; empty: chosen at the start.</param>
/// <param name="ControlCpu">Null: chosen at the start.</param>
public sealed record LcoreDescription(int Workers, IReadOnlyList<int> WorkerCpus, int? ControlCpu);

/// <param name="heap">Native memory that lives as long as the instance.</param>
/// <param name="nodes">One slot a node.</param>
public unsafe delegate void NodeInitializer(ModuleHeap heap, void** nodes);

/// <param name="Next">Where received packets go, as text; null: nothing is received.</param>
public sealed record PortDescription(
    string Name, string Device, int Queues, string? Next,
    int ReceivedCounter, int ReceivedBytesCounter, int SentCounter, int SentBytesCounter)
{
    /// <summary>Longest payload of a frame; 0: the device's own.</summary>
    public int MtuBytes { get; init; }

    /// <summary>Its device is to make checksums of UDP if it can: packets can come to it that are left without.</summary>
    public bool MakesChecksums { get; init; }

    /// <summary>Its device is to insert tags if it can, likewise.</summary>
    public bool InsertsTags { get; init; }
}

/// <param name="Module">Null for a branch.</param>
/// <param name="Source"><c>blue.toml:3</c>.</param>
public sealed record NodeDescription(
    string Name, string? Module, string? Tenant, string Source, int InCounter, IReadOnlyList<OutputDescription> Outputs)
{
    /// <summary>Slot of the packets that it creates; -1: it creates none.</summary>
    public int CreatedCounter { get; init; } = -1;

    /// <summary>Its module is in C: an instance an lcore may want an arena.</summary>
    public bool IsInC { get; init; }

    /// <summary>Ports of which it is mandatory: what is received there crosses it before it leaves.</summary>
    public IReadOnlyList<string> MandatoryFor { get; init; } = [];

    /// <summary>Its module is in C# and may fail: it is called behind a recovery point.</summary>
    public bool IsGuarded { get; init; }
}

/// <param name="To">A node's name, <c>port core</c>, or <c>drop reason</c>.</param>
public sealed record OutputDescription(string Name, string To, int Counter);

public sealed record DropReasonDescription(string Name, int Counter);

public sealed record TenantDescription(string Name, int Weight, string Source)
{
    /// <summary>Packets that wait for its turn on an lcore at most.</summary>
    public int BacklogPackets { get; init; }

    /// <summary>Of those that had their turn; -1: there is no queue.</summary>
    public int PacketsCounter { get; init; } = -1;

    /// <summary>Of what its full queue had no room for; likewise.</summary>
    public int BacklogCounter { get; init; } = -1;
}
