using System;
using System.Collections.Generic;
using FastPaas.Dpdk;
using FastPaas.Runtime.ControlSocket;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Faults;
using FastPaas.Runtime.Lcores;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime;

/// <summary>A graph on DPDK: devices, lcores, counters and the control socket. One a process, as DPDK is.</summary>
public sealed class DataPlane : IDataPlane
{
    readonly CompiledGraph graph;
    readonly List<string> notes = [];
    readonly Stack<Action> undo = new();
    readonly List<AttachedPort> ports = [];
    readonly InstanceCounters counters;
    readonly PacketPools pools;
    readonly WorkerLcores workers;
    readonly Quarantine quarantine;
    readonly ControlServer server;
    bool isStopped;

    DataPlane(DataPlaneOptions options)
    {
        graph = options.Graph;
        try
        {
            Eal.RequireHost();
            InstanceFiles files = Own(InstanceFiles.Take(options.StateDirectory, options.Instance));
            LcoreChoice lcores = ChooseLcores(options.Lcores);
            var devices = new DevicePlan(graph, options.Devices, lcores.WorkerCpus.Count);
            HostMemory memory = HostMemory.Read();
            bool hugepages = memory.FreeBytes >= devices.MemoryBytes;
            notes.Add(memory.Describe(devices.MemoryBytes));
            notes.Add(lcores.Describe());
            if (files.DiskFormat is { } format)
            {
                notes.Add($"counters: {files.Directory} is on a disk ({format}), and writing back can hold the lcore; "
                    + "a --state-dir in memory (/dev/shm) can't");
            }

            Eal.Start("fastpaas-" + options.Instance, lcores, hugepages, devices.MemoryBytes, devices.PciDevices);
            undo.Push(Eal.Stop);
            if (!hugepages) Eal.TouchMemory(devices.Pools.Bytes);
            pools = Own(new PacketPools(devices.Pools));
            ports = devices.Attach(pools, out FlowBuckets buckets);
            undo.Push(ClosePorts);
            notes.AddRange(ports.ConvertAll(port => port.Describe()));
            counters = Own(new InstanceCounters(files.CountersPath, graph, ports, buckets.Workers));
            workers = Own(new WorkerLcores(graph, ports, counters, buckets, pools.Common, options.AllowsUnprotected));
            notes.AddRange(workers.Describe());
            quarantine = Own(new Quarantine(graph, workers.Arenas, options.Tell));
            counters.Faults = quarantine;
            if (workers.Arenas.Describe() is { } arenas) notes.Add(arenas);
            if (workers.Arenas.DescribeUnprotected() is { } unprotected) notes.Add(unprotected);
            server =
                Own(new ControlServer(files.SocketPath,
                    new InstanceVerbs(options.Instance, graph, counters, quarantine, lcores.WorkerCpus).All, counters.Refresh));
            undo.Push(Stop);
            workers.Start();
            quarantine.Start();
            counters.SetState(InstanceState.Running);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static IDataPlane Start(DataPlaneOptions options) => new DataPlane(options);

    public IReadOnlyList<string> Notes => notes;

    public long LeakedMbufs { get; private set; }

    public ulong[] ReadCounters()
    {
        counters.Refresh();
        return counters.ReadGraph();
    }

    public IReadOnlyList<KeyValuePair<string, ulong>> ReadRuntimeCounters()
    {
        counters.Refresh();
        ulong[] values = counters.Read();
        var all = new List<KeyValuePair<string, ulong>>();
        for (int i = graph.CounterNames.Count; i < values.Length; i++) all.Add(new(counters.Names[i], values[i]));
        foreach (AttachedPort port in ports) AddLatency(all, port);
        return all;
    }

    /// <summary>Not in the counter file, where nothing ever goes back.</summary>
    static void AddLatency(List<KeyValuePair<string, ulong>> all, AttachedPort port)
    {
        if (port.Latency() is not { } latency) return;
        string name = $"port.{port.Description.Name}.latency_";
        all.Add(new(name + "p50_ns", latency.P50Ns));
        all.Add(new(name + "p99_ns", latency.P99Ns));
        all.Add(new(name + "p999_ns", latency.P999Ns));
        all.Add(new(name + "max_ns", latency.MaxNs));
    }

    public void Stop()
    {
        if (isStopped) return;
        isStopped = true;
        workers.Stop();
        quarantine.Stop();
        counters.Refresh();
        ClosePorts();
        LeakedMbufs = pools.Leaked;
        counters.SetState(InstanceState.Stopped);
    }

    public void Dispose()
    {
        while (undo.TryPop(out Action? step)) step();
    }

    T Own<T>(T made)
        where T : IDisposable
    {
        undo.Push(made.Dispose);
        return made;
    }

    void ClosePorts()
    {
        foreach (AttachedPort port in ports) port.Close(pools.Capacity);
    }

    LcoreChoice ChooseLcores(string? asked)
    {
        int[] allowed = Eal.AllowedCpus();
        LcoreDescription wanted = graph.Lcores;
        try
        {
            return asked == null
                ? LcoreChoice.Place(wanted.Workers, wanted.WorkerCpus, wanted.ControlCpu, allowed)
                : LcoreChoice.Parse(asked, allowed);
        }
        catch (FormatException error)
        {
            throw new RefusedException(error.Message);
        }
    }
}
