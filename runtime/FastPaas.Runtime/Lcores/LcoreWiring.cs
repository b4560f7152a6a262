using System;
using System.Collections.Generic;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.Lcores;

/// <summary>What lies between ports and workers: which worker polls which queue and what is around it, the rings of those that
/// hand over, the send queues that are shared.</summary>
sealed unsafe class LcoreWiring : IDisposable
{
    readonly ModuleHeap heap = new();
    readonly CompiledGraph graph;
    readonly IReadOnlyList<AttachedPort> ports;
    readonly InstanceCounters counters;
    readonly FlowBuckets buckets;
    readonly QueuePlan plan;
    readonly byte* workerOfBucket;
    readonly TransmitQueue[][] transmit;
    readonly Dictionary<(int From, int To, int Port), nint> rings = [];

    public LcoreWiring(
        CompiledGraph graph, IReadOnlyList<AttachedPort> ports, InstanceCounters counters, FlowBuckets buckets)
    {
        (this.graph, this.ports, this.counters, this.buckets) = (graph, ports, counters, buckets);
        var receiving = new List<PlannedPort>();
        for (int port = 0; port < ports.Count; port++)
        {
            if (graph.Entries[port] != 0)
                receiving.Add(new PlannedPort(port, ports[port].ReceiveQueues, ports[port].SpreadsFlows));
        }
        plan = new QueuePlan(receiving, buckets.Workers);
        workerOfBucket = heap.Allocate<byte>(buckets.Count).Pointer;
        for (int bucket = 0; bucket < buckets.Count; bucket++) workerOfBucket[bucket] = (byte)buckets.WorkerOf(bucket);
        transmit = ports.ConvertAll(Transmit);
    }

    /// <summary>By port.</summary>
    public TransmitQueue[] TransmitQueuesOf(int worker) => transmit.ConvertAll(queues => queues[worker % queues.Length]);

    /// <summary>Gives each worker its queues.</summary>
    public void Connect(IReadOnlyList<WorkerLcore> workers)
    {
        for (int worker = 0; worker < workers.Count; worker++)
        {
            foreach ((int from, int port) in plan.GiversTo(worker))
                rings.Add((from, worker, port), (nint)HandOverRing.Create(heap));
        }
        for (int worker = 0; worker < workers.Count; worker++)
        {
            LcoreContext* context = workers[worker].Context;
            workers[worker].Poll(
                plan.Of(worker).ConvertAll(queue => Queue(queue, context)),
                plan.GiversTo(worker).ConvertAll(giver => Ring(rings[(giver.From, worker, giver.Port)], giver.Port)));
        }
    }

    public IEnumerable<string> Describe()
    {
        for (int worker = 0; worker < buckets.Workers && buckets.Workers > 1; worker++)
        {
            string[] queues = plan.Of(worker).ConvertAll(queue =>
                $"{graph.Ports[queue.Port].Name} queue {queue.Queue}{(queue.HandsOver ? ", handing over by flow" : "")}");
            yield return $"lcore {worker + 1}: {(queues.Length == 0 ? "only what others hand over" : string.Join("; ", queues))}";
        }
    }

    /// <summary>One a device's queue, locked where more than one worker uses it.</summary>
    TransmitQueue[] Transmit(AttachedPort port)
    {
        int count = Math.Min(port.TransmitQueues, buckets.Workers);
        var queues = new TransmitQueue[count];
        for (int queue = 0; queue < count; queue++)
        {
            TransmitQueue device = port.TransmitQueue(queue);
            bool isShared = queue + count < buckets.Workers;
            queues[queue] = isShared ? SharedSend.Create(heap, device, Eal.Yield) : device;
        }
        return queues;
    }

    ReceiveQueue Queue(PlannedQueue planned, LcoreContext* context)
    {
        AttachedPort port = ports[planned.Port];
        ReceiveQueue queue = port.ReceiveQueue(planned.Queue);
        if (port.IsCold) queue = Cold(queue);
        if (planned.HandsOver) queue = Spreading(queue, planned, context);
        queue.Entry = Entry(planned.Port);
        // Of a full burst others may have got nearly all.
        queue.FullBurst = planned.HandsOver ? 1 : (nuint)graph.BurstSize;
        return queue;
    }

    ReceiveQueue Ring(nint ring, int port) =>
        new()
        {
            Receive = &HandOverRing.Receive, Queue = (void*)ring, Entry = Entry(port), FullBurst = (nuint)graph.BurstSize,
        };

    delegate*<LcoreContext*, nuint, void> Entry(int port) => (delegate*<LcoreContext*, nuint, void>)graph.Entries[port];

    ReceiveQueue Cold(ReceiveQueue device)
    {
        ColdQueue* cold = heap.Allocate<ColdQueue>(1).Pointer;
        *cold = new ColdQueue { Device = device.Receive, Queue = device.Queue };
        return new ReceiveQueue { Receive = &ColdQueue.Receive, Queue = cold };
    }

    ReceiveQueue Spreading(ReceiveQueue device, PlannedQueue planned, LcoreContext* context)
    {
        SpreadingQueue* spreading = heap.Allocate<SpreadingQueue>(1).Pointer;
        *spreading = new SpreadingQueue
        {
            Device = device.Receive, Queue = device.Queue,
            WorkerOfBucket = workerOfBucket, BucketMask = (nuint)buckets.Count - 1,
            Worker = (nuint)planned.Worker, Workers = (nuint)buckets.Workers,
            Rings = (HandOverRing**)heap.Allocate<nint>(buckets.Workers).Pointer,
            Gathered = (Mbuf***)heap.Allocate<nint>(buckets.Workers).Pointer,
            Counts = heap.Allocate<nuint>(buckets.Workers).Pointer,
            Scratch = heap.Allocate<HeaderLanes>(1).Pointer,
            FreeBulk = context->FreeBulk,
            HandedOver = context->Counters + counters.HandedOverSlot,
            Full = context->Counters + counters.HandOverFullSlot,
            Lost = context->Counters + counters.LostSlot(planned.Port),
        };
        for (int to = 0; to < buckets.Workers; to++)
        {
            bool isOwn = to == planned.Worker;
            spreading->Rings[to] = isOwn ? null : (HandOverRing*)rings[(planned.Worker, to, planned.Port)];
            spreading->Gathered[to] = isOwn ? context->Burst : (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        }
        return new ReceiveQueue { Receive = &SpreadingQueue.Receive, Queue = spreading };
    }

    public void Dispose() => heap.Dispose();
}
