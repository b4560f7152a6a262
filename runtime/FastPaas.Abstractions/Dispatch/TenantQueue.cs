using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>A tenant's packets on one lcore between their selection and its turn: bounded, first in, first out. The lcore owns
/// the mbufs that wait. Raw code, of one lcore.</summary>
/// <remarks>Places count up and never wrap (64 bits); the slot is the place modulo a power of two.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public unsafe struct TenantQueue
{
    Mbuf** slots;
    nuint mask;
    nuint backlog;
    nuint head;
    nuint tail;

    /// <summary>Runs a burst of it, in the shape of a graph's entry.</summary>
    public delegate*<LcoreContext*, nuint, void> Chain { get; private init; }

    /// <summary>Control plane: an empty queue that lives as long as the heap.</summary>
    internal static TenantQueue Create(ModuleHeap heap, int backlogPackets, nint chain)
    {
        nuint slots = BitOperations.RoundUpToPowerOf2((nuint)backlogPackets);
        return new TenantQueue
        {
            slots = (Mbuf**)heap.Allocate<nint>((int)slots).Pointer, mask = slots - 1, backlog = (nuint)backlogPackets,
            Chain = (delegate*<LcoreContext*, nuint, void>)chain,
        };
    }

    /// <summary>Packets that wait.</summary>
    public readonly nuint Count => head - tail;

    /// <summary>Lanes of the burst, ascending, to the end of a tenant's queue; those that don't fit, the last, are freed: drop
    /// reason <c>tenant_backlog</c>.</summary>
    /// <param name="backlogCounter">The tenant's own slot of what didn't fit.</param>
    /// <param name="dropCounter">That of the drop reason.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(LcoreContext* lcore, nuint tenant, ulong lanes, nuint backlogCounter, nuint dropCounter)
    {
        TenantQueue* queue = lcore->Tenants.Queues + tenant;
        nuint head = queue->head, end = queue->tail + queue->backlog, mask = queue->mask;
        if (head == queue->tail) lcore->Tenants.Woken[lcore->Tenants.WokenCount++] = (ushort)tenant;
        Mbuf** slots = queue->slots, burst = lcore->Burst;
        for (; lanes != 0 && head != end; lanes = LaneMasks.WithoutLowest(lanes))
            slots[head++ & mask] = burst[LaneMasks.Lowest(lanes)];
        queue->head = head;
        if (lanes == 0) return;
        LaneMasks.Count(lcore->Counters, backlogCounter, lanes);
        LaneMasks.Count(lcore->Counters, dropCounter, lanes);
        Transmit.Drop(lcore, lanes);
    }

    /// <summary>The first packets that wait become the burst.</summary>
    /// <param name="count">No more than wait.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take(LcoreContext* lcore, TenantQueue* queue, nuint count)
    {
        nuint tail = queue->tail, mask = queue->mask;
        Mbuf** slots = queue->slots, burst = lcore->Burst;
        for (nuint i = 0; i < count; i++)
        {
            Mbuf* packet = slots[tail + i & mask];
            // Other tenants' turns may have thrown it out of the cache since it was selected.
            if (Sse.IsSupported) Sse.Prefetch0(packet);
            burst[i] = packet;
        }

        queue->tail = tail + count;
    }
}
