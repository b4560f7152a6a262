using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Generated;

namespace FastPaas.Macro;

readonly record struct Sample(double CyclesPerPacket, double CpuNsPerPacket);

/// <summary>DPDK, the source, and all contenders on it.</summary>
sealed unsafe class Bench
{
    /// <summary>Enough for a few hundred steps a burst; a step costs some microseconds.</summary>
    const ulong SteppedBursts = 16;

    readonly bool isRing;
    readonly Addresses addresses;
    readonly void* source;
    readonly void* ring;

    public Bench(Options options)
    {
        isRing = options.Source == "ring";
        // The first processor for all threads of the runtime, the last for the loop.
        int result = Native.Open(0, Environment.ProcessorCount - 1);
        if (result < 0) throw new InvalidOperationException($"DPDK doesn't start: errno {-result}");
        fixed (Addresses* found = &addresses) Native.GetAddresses(found);
        source = Native.CreateSource();
        if (isRing) ring = Native.CreateRing(source);

        var contenders = new List<Contender>();
        foreach (CompiledGraph graph in Generated.Graphs.All.OrderBy(graph => graph.Name, StringComparer.Ordinal))
        {
            if (options.Graphs.Count > 0 && !options.Graphs.Contains(graph.Name)) continue;
            var compiled = new ContenderCompiled(graph, addresses) { Graph = graph.Name };
            ContenderInC inC = ContenderInC.Of(graph.Name, compiled.Nodes.Count)
                ?? throw new InvalidOperationException($"no C loop for {graph.Name}");
            contenders.AddRange([compiled, inC]);
        }

        Contenders = contenders;
        foreach (Contender contender in contenders)
        {
            if (isRing) contender.Attach(addresses.RingReceive, addresses.RingSend, ring);
            else contender.Attach(addresses.SourceReceive, addresses.SourceSend, source);
        }
    }

    public ulong TscHz => Native.TscHz();

    public IReadOnlyList<Contender> Contenders { get; }

    public IEnumerable<string> Graphs => Contenders.Select(contender => contender.Graph).Distinct();

    /// <returns>How the sides differ on the same packets: bytes sent, their order, counters, mbufs not returned. Null: not at
    /// all.</returns>
    public string? Disagreement(string graph, ulong bursts)
    {
        var seen = new List<(string Side, string Did)>();
        foreach (Contender contender in Contenders.Where(contender => contender.Graph == graph))
        {
            uint out0 = Native.MbufsOut();
            contender.ClearCounters();
            contender.Attach(addresses.SourceReceive, addresses.SourceSend, source);
            *contender.Stop = 0;
            Native.ArmSource(source, bursts, contender.Stop, hashing: 1);
            RunOnce(contender);
            string counters = string.Join(' ', contender.Counters());
            string sent = $"{Native.SentPackets(source)} sent, hash {Native.SentHash(source):x16}";
            seen.Add((contender.Side, $"{sent}, counters {counters}, leaked {Native.MbufsOut() - out0}"));
            if (isRing) contender.Attach(addresses.RingReceive, addresses.RingSend, ring);
        }

        return seen.Select(one => one.Did).Distinct().Count() == 1
            ? null : string.Concat(seen.Select(one => $"\n  {one.Side}: {one.Did}"));
    }

    public Sample Measure(Contender contender, ulong bursts)
    {
        Arm(contender, bursts);
        (ulong cycles, ulong cpuNs) = RunOnce(contender);
        double packets = bursts * 32.0;
        return new(cycles / packets, cpuNs / packets);
    }

    /// <summary>Without what the source executes.</summary>
    public double InstructionsPerPacket(Contender contender)
    {
        Arm(contender, SteppedBursts);
        var steps = new Steps
        {
            Loop = contender.Loop, Argument = contender.Argument,
            UncountedReceive = isRing ? addresses.RingReceive : addresses.SourceReceive,
            UncountedSend = isRing ? addresses.RingSend : addresses.SourceSend, UncountedOther = addresses.FreeBulk,
        };
        long counted = Native.CountSteps(&steps);
        if (counted < 0) throw new InvalidOperationException("this machine forbids single-stepping (ptrace)");
        return counted / (SteppedBursts * 32.0);
    }

    void Arm(Contender contender, ulong bursts)
    {
        *contender.Stop = 0;
        if (isRing) Native.ArmRing(ring, bursts, contender.Stop);
        else Native.ArmSource(source, bursts, contender.Stop, hashing: 0);
    }

    static (ulong Cycles, ulong CpuNs) RunOnce(Contender contender)
    {
        ulong cycles, cpuNs;
        int result = Native.Measure(contender.Loop, contender.Argument, &cycles, &cpuNs);
        if (result != 0) throw new InvalidOperationException($"the loop doesn't start: errno {-result}");
        return (cycles, cpuNs);
    }
}
