using System;
using FastPaas.Runtime.Arenas;

namespace FastPaas.Runtime.Offline;

/// <summary>An <see cref="LcoreContext"/> in plain memory; the caller fills in where packets go.</summary>
static unsafe class LcoreMemory
{
    /// <exception cref="RefusedException">A module refuses its configuration.</exception>
    public static LcoreContext* Allocate(CompiledGraph graph, ModuleHeap heap, ArenaSpace arenas)
    {
        LcoreContext* context = heap.Allocate<LcoreContext>(1).Pointer;
        context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = heap.Allocate<ulong>(graph.CounterNames.Count).Pointer;
        context->Nodes = (void**)heap.Allocate<nint>(graph.Nodes.Count).Pointer;
        context->Transmit = heap.Allocate<TransmitQueue>(graph.Ports.Count).Pointer;
        context->Tenants = TenantQueues.Create(heap, graph);
        try
        {
            graph.InitializeNodes(heap, context->Nodes);
            return context;
        }
        catch (ModuleConfigurationException error)
        {
            heap.Dispose();
            arenas.Dispose();
            throw new RefusedException($"the graph's configuration is refused: {error.Message}");
        }
    }
}
