using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Captures;
using FastPaas.Differential.Harness;
using FastPaas.Differential.Random;
using Xunit;

namespace FastPaas.Differential;

/// <summary>Compiled graphs against the reference interpreter. The seed is in every failure; FASTPAAS_DIFF_SEED repeats it,
/// FASTPAAS_DIFF_GRAPHS makes the run longer.</summary>
public sealed class DifferentialTests
{
    const int GraphsDefault = 200, BatchGraphs = 50, BurstsPerGraph = 60;

    static ulong Seed => Variable("FASTPAAS_DIFF_SEED", 20261122);

    static int Graphs => (int)Variable("FASTPAAS_DIFF_GRAPHS", GraphsDefault);

    [Test]
    public void Random_graphs_do_to_random_and_hostile_packets_what_the_reference_does()
    {
        int done = 0, packets = 0;
        for (ulong batch = 0; done < Graphs; batch++)
        {
            ulong seed = Seed + batch * 1_000_003;
            Console.Out.WriteLine($"seed {seed}: {BatchGraphs} graphs");
            var rng = new Rng(seed);
            IReadOnlyList<CompiledSketch> compiled = CompiledSketch.CompileAll(Sketches(rng, BatchGraphs));
            Assert.Equal(BatchGraphs, compiled.Count);
            foreach (CompiledSketch graph in compiled)
            {
                packets += Compare(graph, rng, new RandomFrames(rng).Next, seed);
                done++;
            }
        }

        Console.Out.WriteLine($"{done} graphs, {packets:N0} packets");
    }

    /// <summary>Captures of real and broken traffic, as they are and worked over, through graphs that read every field.</summary>
    [Test]
    public void Captures_come_through_random_graphs_as_the_reference_says()
    {
        byte[][] frames = CaptureFolder.Frames();
        Skip.When(frames.Length == 0, "FASTPAAS_PCAP names no folder with captures");
        var rng = new Rng(Seed);
        var reworked = new RandomFrames(rng);
        foreach (CompiledSketch graph in CompiledSketch.CompileAll(Sketches(rng, 20)))
        {
            Compare(graph, rng, () => reworked.Rework(rng.Pick(frames)), Seed);
        }
    }

    static ulong Variable(string name, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), out ulong value) ? value : otherwise;

    static IReadOnlyList<GraphSketch> Sketches(Rng rng, int count)
    {
        var graphs = new RandomGraphs(rng);
        var sketches = new List<GraphSketch>();
        while (sketches.Count < count)
        {
            GraphSketch? sketch = Repair.UntilValid(graphs.Next($"g{sketches.Count}"), CheckedSketch.Compile);
            if (sketch != null) sketches.Add(sketch);
        }

        return sketches;
    }

    static int Compare(CompiledSketch graph, Rng rng, Func<Frame> frame, ulong seed)
    {
        BurstInput[] bursts = Enumerable.Range(0, BurstsPerGraph).Select(_ => BurstInput.Next(graph.Plan, rng, frame)).ToArray();
        ulong noise = rng.Next();
        if (Comparison.Run(graph.Plan, graph.Graph, bursts, noise) is { } difference)
        {
            Assert.Fail(Repro.Write(graph, bursts, noise, seed, difference.What));
        }

        return bursts.Sum(burst => burst.Frames.Count);
    }
}
