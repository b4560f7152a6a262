using System;
using System.Runtime.InteropServices;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Runtime.Lcores;

/// <summary>Whose turn it is on an lcore, and what turns cost: in native memory, of the lcore alone once it runs.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct TenantSchedule
{
    public FairQueue Fair;
    /// <summary>By tenant id, as are <see cref="Bills"/>.</summary>
    public BurstMeter* Meters;
    /// <summary>Slots of this lcore's counter block.</summary>
    public TenantBill* Bills;
    /// <summary>Longest turn.</summary>
    public uint TurnCycles;
    /// <summary>Slots of what is nobody's: polls, selection, decisions while there was anything to do; and while there was
    /// nothing.</summary>
    public ulong* OverheadCycles;
    public ulong* IdleCycles;

    /// <summary>Control plane; <see cref="FairQueue.Free"/> ends it, with the heap.</summary>
    public static TenantSchedule* Create(
        ModuleHeap heap, CompiledGraph graph, TenantBill* bills, ulong* overheadCycles, ulong* idleCycles)
    {
        int tenants = graph.Tenants.Count;
        uint[] weights = graph.Tenants.ConvertAll(tenant => (uint)tenant.Weight);
        ulong turnCycles = (ulong)graph.TurnUs * heap.CyclesPerSecond / 1_000_000;
        TenantSchedule* schedule = heap.Allocate<TenantSchedule>(1).Pointer;
        *schedule = new TenantSchedule
        {
            TurnCycles = (uint)Math.Min(turnCycles, int.MaxValue), Meters = heap.Allocate<BurstMeter>(tenants).Pointer,
            Bills = bills, OverheadCycles = overheadCycles, IdleCycles = idleCycles,
        };
        schedule->Fair = FairQueue.Create(weights, schedule->TurnCycles);
        for (int tenant = 0; tenant < tenants; tenant++) schedule->Meters[tenant] = BurstMeter.Create();
        return schedule;
    }
}

/// <summary>Counters of a tenant on an lcore, as they lie in its block.</summary>
[StructLayout(LayoutKind.Sequential)]
struct TenantBill
{
    /// <summary>Names behind <c>tenant.NAME.</c>, in the order of the fields.</summary>
    public static readonly string[] Names = ["bursts", "cycles", "stall_cycles"];

    public ulong Bursts;
    /// <summary>Charged.</summary>
    public ulong Cycles;
    /// <summary>Measured in its turns, and taken for the machine's.</summary>
    public ulong StallCycles;
}
