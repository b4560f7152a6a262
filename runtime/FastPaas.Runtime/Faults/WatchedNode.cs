using System;
using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Arenas;

namespace FastPaas.Runtime.Faults;

/// <summary>A node that can fail, on one lcore, as far as the control plane sees it: its module is in C or in C#.</summary>
abstract unsafe class WatchedNode
{
    public abstract CNodeOptions Options { get; }

    /// <summary>Which of the workers, from 0.</summary>
    public abstract int Lcore { get; }

    public bool IsQuarantined
    {
        get => Volatile.Read(ref *Quarantined) != 0;
        set => Volatile.Write(ref *Quarantined, value ? 1 : 0);
    }

    /// <summary>Of one kind, since the start.</summary>
    public ulong Faults(CFault kind) => Volatile.Read(ref Counters[(int)kind]);

    public abstract CFault LastFault { get; }

    public abstract long LastAddress { get; }

    /// <summary>The last fault as a sentence's end.</summary>
    public abstract string DescribeLast();

    /// <summary>With the memory of its start. Takes as long as the module's <c>Init</c>.</summary>
    /// <exception cref="ModuleConfigurationException">It refuses.</exception>
    /// <exception cref="EnvironmentException">The kernel gives no memory.</exception>
    public abstract void Begin();

    /// <summary>From another thread than <see cref="Begin"/>'s: it fails at once, if it can be made to.</summary>
    public abstract void EndInit();

    protected abstract int* Quarantined { get; }

    protected abstract ulong* Counters { get; }
}

/// <summary>In C, in an arena.</summary>
sealed unsafe class WatchedArena(Arena arena, ConfinedNode* node) : WatchedNode
{
    public override CNodeOptions Options => arena.Options;

    public override int Lcore => arena.Lcore;

    public override CFault LastFault => node->LastFault;

    public override long LastAddress => node->LastAddress;

    public override string DescribeLast() => arena.Describe(node->LastFault, node->LastAddress, node->LastInstruction);

    public override void Begin() => arena.Begin();

    public override void EndInit() => arena.EndInit();

    protected override int* Quarantined => &node->IsQuarantined;

    protected override ulong* Counters => node->Faults;
}

/// <summary>In C#, behind a recovery point.</summary>
/// <param name="begin">As <see cref="CArenas.Guard"/> gets it.</param>
sealed unsafe class WatchedGuard(GuardedNode* node, CNodeOptions options, int lcore, Action begin) : WatchedNode
{
    public override CNodeOptions Options => options;

    public override int Lcore => lcore;

    public override CFault LastFault => node->LastFault;

    public override long LastAddress => node->LastAddress;

    public override string DescribeLast() => FaultText.OfManaged(node->LastFault, node->LastAddress, node->LastInstruction);

    public override void Begin()
    {
        try
        {
            begin();
        }
        // Its `Init` is a stranger's: whatever it throws is its refusal.
        catch (Exception error) when (error is not (ModuleConfigurationException or EnvironmentException))
        {
            throw new ModuleConfigurationException($"node {options.Name}: its module fails in Init: {error.Message}");
        }
    }

    /// <summary>Nothing ends C# that runs on a thread of the runtime.</summary>
    public override void EndInit()
    {
    }

    protected override int* Quarantined => &node->IsQuarantined;

    protected override ulong* Counters => node->Faults;
}
