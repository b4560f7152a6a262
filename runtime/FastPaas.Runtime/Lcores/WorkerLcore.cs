using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.Lcores;

/// <summary>A worker lcore as the control plane holds it: its native memory, its start and its end.</summary>
sealed unsafe class WorkerLcore : IDisposable
{
    readonly uint lcore;
    readonly ModuleHeap heap = new() { CyclesPerSecond = Eal.TscHz };
    readonly LcoreWork* work;
    bool isRunning;

    public WorkerLcore(uint lcore, CompiledGraph graph, IReadOnlyList<AttachedPort> ports, InstanceCounters counters)
    {
        this.lcore = lcore;
        work = heap.Allocate<LcoreWork>(1).Pointer;
        LcoreContext* context = &work->Context;
        work->Start = new RawStart { Function = &LcoreLoop.Run, Context = context };
        context->LcoreId = lcore;
        context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = counters.WorkerBlock((int)lcore - 1);
        context->Nodes = (void**)heap.Allocate<nint>(Math.Max(1, graph.Nodes.Count)).Pointer;
        context->FreeBulk = Eal.FreeBulk;
        context->Transmit = heap.Allocate<TransmitQueue>(ports.Count).Pointer;
        for (int port = 0; port < ports.Count; port++) context->Transmit[port] = ports[port].TransmitQueue(0);
        work->BurstSize = (nuint)graph.BurstSize;
        context->ReadCycles = Eal.Tsc;
        work->Polls = context->Counters + counters.PollsSlot;
        work->Bursts = context->Counters + counters.BurstsSlot;
        AddQueues(graph, ports);
        try
        {
            graph.InitializeNodes(heap, context->Nodes);
        }
        catch (ModuleConfigurationException error)
        {
            heap.Dispose();
            throw new RefusedException($"the graph's configuration is refused: {error.Message}.");
        }
    }

    /// <summary>Returns when the loop runs.</summary>
    public void Start()
    {
        Trap.Handler = Eal.Trap;
        Eal.Launch(lcore, &work->Start);
        isRunning = true;
    }

    /// <summary>Ends the loop at its next burst boundary and waits for it.</summary>
    public void Stop()
    {
        if (!isRunning) return;
        isRunning = false;
        System.Threading.Volatile.Write(ref work->Context.Stop, 1);
        Eal.Wait(lcore);
    }

    void AddQueues(CompiledGraph graph, IReadOnlyList<AttachedPort> ports)
    {
        var receiving = ports.Select((port, id) => (Port: port, Entry: graph.Entries[id])).Where(p => p.Entry != 0).ToList();
        work->QueueCount = (nuint)receiving.Sum(p => p.Port.Description.Queues);
        work->Queues = heap.Allocate<ReceiveQueue>((int)work->QueueCount).Pointer;
        ReceiveQueue* next = work->Queues;
        foreach ((AttachedPort port, nint entry) in receiving)
        {
            for (int queue = 0; queue < port.Description.Queues; queue++, next++)
            {
                *next = port.ReceiveQueue(queue);
                next->Entry = (delegate*<LcoreContext*, nuint, void>)entry;
            }
        }
    }

    public void Dispose()
    {
        Stop();
        heap.Dispose();
    }
}
