using System;
using System.Collections.Generic;
using FastPaas.Dpdk;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.Lcores;

/// <summary>A worker lcore as the control plane holds it: its native memory, its start and its end.</summary>
sealed unsafe class WorkerLcore : IDisposable
{
    readonly uint lcore;
    readonly ModuleHeap heap;
    readonly LcoreWork* work;

    /// <param name="worker">From 0; its lcore's id is one more, since the control core is lcore 0.</param>
    /// <param name="shared">Lives longer than this, as does <paramref name="arenas"/>.</param>
    /// <param name="transmit">By port.</param>
    /// <param name="ports">What their devices do with what is sent.</param>
    /// <param name="pool">Where packets come from that nodes create.</param>
    public WorkerLcore(
        int worker, CompiledGraph graph, SharedModuleMemory shared, ArenaSpace arenas, InstanceCounters counters,
        IReadOnlyList<TransmitQueue> transmit, IReadOnlyList<AttachedPort> ports, Mempool pool)
    {
        lcore = (uint)worker + 1;
        heap = new ModuleHeap(shared: shared, lcore: worker) { CyclesPerSecond = Eal.TscHz, Arenas = arenas };
        work = heap.Allocate<LcoreWork>(1).Pointer;
        LcoreContext* context = Context;
        context->LcoreId = lcore;
        context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = counters.WorkerBlock(worker);
        context->Nodes = (void**)heap.Allocate<nint>(Math.Max(1, graph.Nodes.Count)).Pointer;
        context->FreeBulk = Eal.FreeBulk;
        context->Copy = Eal.Copy;
        context->Pool = pool.Pointer;
        context->ReadCycles = Eal.Tsc;
        for (int port = 0; port < ports.Count; port++)
        {
            if (ports[port].MakesChecksums) context->ChecksumPorts |= 1ul << port;
            if (ports[port].InsertsTags) context->TagPorts |= 1ul << port;
        }
        context->Transmit = heap.Allocate<TransmitQueue>(transmit.Count).Pointer;
        for (int port = 0; port < transmit.Count; port++) context->Transmit[port] = transmit[port];
        work->BurstSize = (nuint)graph.BurstSize;
        work->Polls = context->Counters + counters.PollsSlot;
        work->Bursts = context->Counters + counters.BurstsSlot;
        context->Tenants = TenantQueues.Create(heap, graph);
        try
        {
            graph.InitializeNodes(heap, context->Nodes);
        }
        catch (ModuleConfigurationException error)
        {
            heap.Dispose();
            throw new RefusedException($"the graph's configuration is refused: {error.Message}.");
        }
        if (context->Tenants.Count == 0) return;
        work->Schedule = TenantSchedule.Create(
            heap, graph, (TenantBill*)(context->Counters + counters.BillsSlot), context->Counters + counters.OverheadSlot,
            context->Counters + counters.IdleSlot);
    }

    public LcoreContext* Context => &work->Context;

    /// <summary>What it polls, in this order; before its start.</summary>
    /// <param name="rings">Those that other lcores fill.</param>
    public void Poll(IReadOnlyList<ReceiveQueue> devices, IReadOnlyList<ReceiveQueue> rings)
    {
        work->QueueCount = (nuint)(devices.Count + rings.Count);
        work->Queues = heap.Allocate<ReceiveQueue>(Math.Max(1, devices.Count + rings.Count)).Pointer;
        work->Rings = work->Queues + devices.Count;
        int next = 0;
        foreach (ReceiveQueue queue in devices) work->Queues[next++] = queue;
        foreach (ReceiveQueue queue in rings) work->Queues[next++] = queue;
    }

    /// <summary>Returns when the loop runs.</summary>
    public void Start() => Launch(work->Schedule == null ? &LcoreLoop.Run : &TenantLoop.Run);

    /// <summary>Lets the loop end at its next burst boundary.</summary>
    public void AskToStop() => System.Threading.Volatile.Write(ref work->Context.Stop, 1);

    /// <summary>Runs what lies in its rings and queues; every lcore's loop has ended.</summary>
    public void StartDraining() => Launch(&LcoreLoop.Drain);

    /// <summary>Waits for what was started last.</summary>
    public void Wait() => Eal.Wait(lcore);

    void Launch(delegate*<LcoreContext*, int> function)
    {
        work->Start = new RawStart { Function = function, Context = Context };
        Eal.Launch(lcore, &work->Start);
    }

    public void Dispose()
    {
        if (work->Schedule != null) work->Schedule->Fair.Free();
        heap.Dispose();
    }
}
