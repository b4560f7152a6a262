using System;

namespace FastPaas;

/// <summary>Where modules in C that are confined live: reserved addresses, and the gate into them; and who watches nodes that can
/// fail. The runtime's; control plane only.</summary>
public abstract unsafe class CArenas
{
    /// <summary>Whether programs may set <c>gs</c> by an instruction here.</summary>
    public abstract bool HasWrgsbase { get; }

    /// <summary>Makes the arena of a node on one lcore, and runs its <c>init</c> there.</summary>
    /// <param name="made">Gets what lcores need; lives as long as the heap.</param>
    /// <exception cref="ModuleConfigurationException">The module refuses its configuration, or fails on it.</exception>
    public abstract void Create(
        ConfinedNode* made, ModuleHeap heap, CNodeOptions options, CModule* module, ReadOnlySpan<ulong> config);

    /// <summary>Takes over a node whose module is in C#: watches its faults, and lets it begin again.</summary>
    /// <param name="made">Lives as long as the heap that it is in.</param>
    /// <param name="lcore">Which of the workers, from 0.</param>
    /// <param name="begin">Gives the node a state as at the start. Throws whatever the module's <c>Init</c> does.</param>
    public abstract void Guard(GuardedNode* made, CNodeOptions options, int lcore, Action begin);

    /// <summary>Refuses a module that says it isn't confined and has the certificate of one that is: its descriptor was changed,
    /// and a call by its address would run code of a stranger as the host's. Throws.</summary>
    /// <param name="node">For the message.</param>
    public abstract void RequireNoCertificate(CModule* module, string node);
}

/// <summary>What the graph says of a node whose module can fail.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Name">For messages.</param>
/// <param name="Packet">Of the module's contract.</param>
/// <param name="Resizes">It may change descriptors.</param>
public sealed record CNodeOptions(int Node, string Name, CPacketAccess Packet, bool Resizes)
{
    /// <summary>Null: the operator's.</summary>
    public string? Tenant { get; init; }

    /// <summary>Which of the module's variants it takes.</summary>
    public CNodeProtection Protection { get; init; }

    /// <summary>Address space, not memory: a page exists once it is written to.</summary>
    public uint HeapBytes { get; init; } = CNode.HeapBytes;

    /// <summary>CPU time that one burst may take.</summary>
    public uint BudgetUs { get; init; } = 1_000;

    public CQuarantine Quarantine { get; init; }

    /// <summary>With <see cref="CQuarantine.Bypass"/>: the output that packets leave by, by its number.</summary>
    public byte BypassOutput { get; init; } = CBurst.NoVerdict;

    /// <summary>With <see cref="CQuarantine.Restart"/>: after so many it is <see cref="CQuarantine.Drop"/>.</summary>
    public int RestartsPerMinuteMax { get; init; } = 10;
}

/// <summary>Which of a node's accesses are confined to its arena.</summary>
public enum CNodeProtection
{
    Full,
    /// <summary>It may read all of the process.</summary>
    Write,
    /// <summary>It may write it too.</summary>
    None,
    /// <summary>All, by code that compares.</summary>
    Compare,
    /// <summary>Writes, by code that compares.</summary>
    CompareWrite,
    /// <summary>All, by MPX.</summary>
    Mpx,
    /// <summary>Writes, by MPX.</summary>
    MpxWrite,
}

/// <summary>What of a packet a module sees.</summary>
public enum CPacketAccess
{
    None,
    Read,
    Write,
}

/// <summary>What a fault of a module leads to.</summary>
public enum CQuarantine
{
    /// <summary>The node's packets are dropped as <c>module_fault</c>.</summary>
    Drop,
    /// <summary>They leave by one output, unseen.</summary>
    Bypass,
    /// <summary>The instance begins again, with the memory that it had at the start.</summary>
    Restart,
}
