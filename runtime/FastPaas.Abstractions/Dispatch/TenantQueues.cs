using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>The queues of all tenants of an lcore. Raw code.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TenantQueues
{
    /// <summary>By tenant id.</summary>
    public TenantQueue* Queues;
    public nuint Count;
    /// <summary>Tenants whose empty queues got packets since the loop last looked, in that order; room for all.</summary>
    public ushort* Woken;
    public nuint WokenCount;
    nuint burstSize;

    /// <summary>Control plane: empty queues that live as long as the heap; none for a graph that isn't cut.</summary>
    public static TenantQueues Create(ModuleHeap heap, CompiledGraph graph)
    {
        int count = graph.Chains.Count;
        if (count == 0) return default;
        TenantQueues tenants = new()
        {
            Queues = heap.Allocate<TenantQueue>(count).Pointer, Count = (nuint)count,
            Woken = heap.Allocate<ushort>(count).Pointer, burstSize = (nuint)graph.BurstSize,
        };
        for (int tenant = 0; tenant < count; tenant++)
            tenants.Queues[tenant] = TenantQueue.Create(heap, graph.Tenants[tenant].BacklogPackets, graph.Chains[tenant]);
        return tenants;
    }

    /// <summary>Runs all that waits, tenant by tenant: what <c>replay</c> means by a turn (graphs/SCHEMA.md), and how an lcore
    /// ends.</summary>
    /// <returns>Bursts.</returns>
    public static nuint RunAll(LcoreContext* lcore)
    {
        nuint bursts = 0;
        TenantQueue* first = lcore->Tenants.Queues, end = first + lcore->Tenants.Count;
        for (TenantQueue* queue = first; queue != end; queue++)
        {
            for (; queue->Count != 0; bursts++)
            {
                nuint count = queue->Count < lcore->Tenants.burstSize ? queue->Count : lcore->Tenants.burstSize;
                TenantQueue.Take(lcore, queue, count);
                queue->Chain(lcore, count);
            }
        }

        lcore->Tenants.WokenCount = 0;
        return bursts;
    }
}
