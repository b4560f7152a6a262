using System;
using System.Collections.Generic;
using FastPaas.Dpdk;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.Lcores;

/// <summary>All workers of an instance, each with nodes, counters and a way to send of its own, and the rings between
/// them.</summary>
sealed class WorkerLcores : IDisposable
{
    readonly SharedModuleMemory shared;
    readonly ArenaSpace arenas;
    readonly LcoreWiring wiring;
    readonly List<WorkerLcore> workers = [];
    int running;

    /// <param name="buckets">How the ports were told to spread flows.</param>
    /// <param name="allowsUnprotected">As <see cref="ArenaSpace.AllowsUnprotected"/>.</param>
    public WorkerLcores(CompiledGraph graph, IReadOnlyList<AttachedPort> ports, InstanceCounters counters, FlowBuckets buckets,
        Mempool pool, bool allowsUnprotected)
    {
        shared = new SharedModuleMemory(buckets.Workers);
        arenas = ArenaSpace.For(graph, buckets.Workers, allowsUnprotected, isRaw: true);
        wiring = new LcoreWiring(graph, ports, counters, buckets);
        try
        {
            for (int worker = 0; worker < buckets.Workers; worker++)
            {
                workers.Add(new WorkerLcore(
                    worker, graph, shared, arenas, counters, wiring.TransmitQueuesOf(worker), ports, pool));
            }
            wiring.Connect(workers);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of its nodes in C that are confined.</summary>
    public ArenaSpace Arenas => arenas;

    /// <summary>Who polls what, a line each lcore, for the start of <c>run</c>.</summary>
    public IEnumerable<string> Describe() => wiring.Describe();

    /// <summary>Returns when every loop runs.</summary>
    public unsafe void Start()
    {
        Trap.Handler = Eal.Trap;
        for (; running < workers.Count; running++) workers[running].Start();
    }

    /// <summary>Ends the loops at their next burst boundaries, and then runs what they had handed over to each other.</summary>
    public void Stop()
    {
        List<WorkerLcore> started = workers[..running];
        bool wholly = running == workers.Count;
        running = 0;
        foreach (WorkerLcore worker in started) worker.AskToStop();
        foreach (WorkerLcore worker in started) worker.Wait();
        // One that didn't start leaves its rings to be freed with the pool: the instance isn't coming up.
        if (!wholly) return;
        foreach (WorkerLcore worker in started) worker.StartDraining();
        foreach (WorkerLcore worker in started) worker.Wait();
    }

    public void Dispose()
    {
        Stop();
        arenas.Forget();
        foreach (WorkerLcore worker in workers) worker.Dispose();
        wiring.Dispose();
        shared.Dispose();
        arenas.Dispose();
    }
}
