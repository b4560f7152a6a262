using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Generated;
using FastPaas.Runtime.Arenas;

namespace FastPaas.Macro;

readonly record struct Sample(double CyclesPerPacket, double CpuNsPerPacket);

/// <summary>DPDK, the source, and all contenders on it.</summary>
sealed unsafe class Bench
{
    const int FarTrace = 1, OddTrace = 2;

    readonly bool isRing;
    readonly Addresses addresses;
    readonly void* source;
    readonly void* ring;
    readonly Dictionary<string, int> traces = [];
    readonly List<Contender> contenders = [];

    public Bench(Options options)
    {
        isRing = options.Source == "ring";
        // The first processor for all threads of the runtime, the last for the loop.
        int result = Native.Open(0, Environment.ProcessorCount - 1);
        if (result < 0) throw new InvalidOperationException($"DPDK doesn't start: errno {-result}");
        fixed (Addresses* found = &addresses) Native.GetAddresses(found);
        source = Native.CreateSource();
        if (isRing) ring = Native.CreateRing(source);
        CompiledGraph[] graphs = [.. Generated.Graphs.All
            .Where(graph => options.Graphs.Count == 0 || options.Graphs.Contains(graph.Name))
            .OrderBy(graph => graph.Name, StringComparer.Ordinal)];
        foreach (CompiledGraph graph in graphs) Add(graph);
        if (graphs.Any(graph => graph.Nodes.Any(node => node.IsInC || node.IsGuarded))) MakeThreadReady();
        foreach (Contender contender in contenders) contender.Attach(OwnQueues(isRing));
    }

    public ulong TscHz => Native.TscHz();

    public byte* Frames => Native.SourceFrames(source);

    public IReadOnlyList<Contender> Contenders => contenders;

    public IEnumerable<string> Graphs => contenders.Select(contender => contender.Graph).Distinct();

    void Add(CompiledGraph graph)
    {
        GraphInC* inC = Native.FindGraphInC(graph.Name);
        if (inC == null)
        {
            AddSide(graph);
            return;
        }

        traces[graph.Name] = inC->Trace;
        var compiled = new ContenderCompiled(graph, *inC, addresses) { Graph = graph.Name };
        contenders.Add(compiled);
        if (ContenderNative.InC(graph.Name, *inC, compiled.Nodes.Count) is { } c) contenders.Add(c);
        if (ContenderNative.InRteGraph(graph.Name, *inC, addresses.GraphLoop, compiled.Nodes.Count) is { } other)
            contenders.Add(other);
    }

    /// <summary>Of several graphs that are compared with each other, and with no C: <c>name__side</c>.</summary>
    void AddSide(CompiledGraph graph)
    {
        if (graph.Name.Split("__") is not [string name, string side])
            throw new InvalidOperationException($"bench/macro/native/loops.c doesn't know {graph.Name}");
        traces[name] = FarTrace;
        contenders.Add(new ContenderCompiled(graph, default, addresses, side) { Graph = name });
    }

    /// <summary>Of this thread, whose fork is stepped: else the first call through the gate would do it there.</summary>
    static void MakeThreadReady()
    {
        Gate.Start();
        int result = Native.MakeThreadReady();
        if (result != 0) throw new InvalidOperationException($"the gate doesn't take this thread: errno {-result}");
    }

    Queues OwnQueues(bool onRing) => onRing
        ? new()
        {
            Receive = new() { Call = addresses.RingReceive, Queue = ring },
            Send = new() { Call = addresses.RingSend, Queue = ring },
        }
        : new()
        {
            Receive = new() { Call = addresses.SourceReceive, Queue = source },
            Send = new() { Call = addresses.SourceSend, Queue = source },
        };

    /// <returns>How the sides differ on the same packets, plain and odd: bytes sent, their order, counters, mbufs not returned.
    /// Null: not at all.</returns>
    public string? Disagreement(string graph, ulong bursts) =>
        Disagreement(graph, traces[graph], bursts) ?? Disagreement(graph, OddTrace, bursts);

    string? Disagreement(string graph, int trace, ulong bursts)
    {
        var seen = new List<(string Side, string Did, ulong Order)>();
        foreach (Contender contender in contenders.Where(contender => contender.Graph == graph))
        {
            uint out0 = Native.MbufsOut();
            contender.ClearCounters();
            contender.Attach(OwnQueues(onRing: false));
            *contender.Stop = 0;
            Native.ArmSource(source, bursts, contender.Stop, trace, hashing: 1);
            RunOnce(contender);
            string counters = string.Join(' ', contender.Counters());
            string sent = $"{Native.SentPackets(source)} sent, hash {Native.SentSum(source):x16}";
            // rte_graph sends each branch's packets together, so theirs is another order.
            ulong order = contender.Side == "rte_graph" ? 0 : Native.SentHash(source);
            seen.Add((contender.Side, $"{sent}, counters {counters}, leaked {Native.MbufsOut() - out0}", order));
            contender.Attach(OwnQueues(isRing));
        }

        bool agree = seen.Select(one => one.Did).Distinct().Count() == 1
            && seen.Select(one => one.Order).Where(order => order != 0).Distinct().Count() == 1;
        return agree ? null : string.Concat(seen.Select(one => $"\n  {one.Side}: {one.Did}, order {one.Order:x16}"));
    }

    public Sample Measure(Contender contender, ulong bursts)
    {
        Arm(contender, bursts);
        (ulong cycles, ulong cpuNs) = RunOnce(contender);
        double packets = bursts * 32.0;
        return new(cycles / packets, cpuNs / packets);
    }

    /// <summary>On a device that never ends.</summary>
    /// <returns>Packets received, cycles, nanoseconds on the processor.</returns>
    public (ulong Packets, ulong Cycles, ulong CpuNs) Measure(Contender contender, Queues device, uint runMs)
    {
        contender.Attach(device);
        contender.ClearCounters();
        *contender.Stop = 0;
        (ulong cycles, ulong cpuNs) = RunOnce(contender, runMs);
        return (contender.Counters()[0], cycles, cpuNs);
    }

    /// <summary>Without what the source executes.</summary>
    /// <param name="bursts">A step costs some microseconds.</param>
    public double InstructionsPerPacket(Contender contender, ulong bursts)
    {
        Arm(contender, bursts);
        var steps = new Steps
        {
            Loop = contender.Loop, Argument = contender.Argument,
            UncountedReceive = isRing ? addresses.RingReceive : addresses.SourceReceive,
            UncountedSend = isRing ? addresses.RingSend : addresses.SourceSend, UncountedOther = addresses.FreeBulk,
        };
        contender.UseClock(addresses.SteppedTsc);
        long counted = Native.CountSteps(&steps);
        contender.UseClock(addresses.Tsc);
        if (counted < 0) throw new InvalidOperationException("this machine forbids single-stepping (ptrace)");
        return counted / (bursts * 32.0);
    }

    void Arm(Contender contender, ulong bursts)
    {
        *contender.Stop = 0;
        if (isRing) Native.ArmRing(ring, bursts, contender.Stop);
        else Native.ArmSource(source, bursts, contender.Stop, traces[contender.Graph], hashing: 0);
    }

    static (ulong Cycles, ulong CpuNs) RunOnce(Contender contender, uint runMs = 0)
    {
        ulong cycles, cpuNs;
        int result = Native.Measure(contender.Loop, contender.Argument, contender.Stop, runMs, &cycles, &cpuNs);
        if (result != 0) throw new InvalidOperationException($"the loop doesn't start: errno {-result}");
        return (cycles, cpuNs);
    }
}
