using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Harness;

/// <summary>A failing case, made small: first packets, then the graph, then packets again.</summary>
static class Minimiser
{
    const int GraphRoundsMax = 60;

    public static (CompiledSketch Graph, IReadOnlyList<BurstInput> Bursts) Shrink(
        CompiledSketch graph, IReadOnlyList<BurstInput> bursts, ulong noise)
    {
        bursts = Packets(graph.Plan, graph.Graph, bursts, noise);
        for (int round = 0; round < GraphRoundsMax; round++)
        {
            // Ports stay: the bursts name them by id.
            IEnumerable<GraphSketch> smaller = Smaller.Graphs(graph.Sketch)
                .Where(candidate => candidate.Ports.Count == graph.Sketch.Ports.Count)
                .Where(candidate => CheckedSketch.Compile(candidate).Plan != null);
            CompiledSketch? failing = CompiledSketch.CompileAll(smaller.ToArray())
                .FirstOrDefault(candidate => Fails(candidate, bursts, noise));
            if (failing == null) break;
            graph = failing;
            bursts = Packets(graph.Plan, graph.Graph, bursts, noise);
        }

        return (graph, bursts);
    }

    static bool Fails(CompiledSketch candidate, IReadOnlyList<BurstInput> bursts, ulong noise) =>
        bursts.All(burst => candidate.Plan.Ports[burst.Port].Entry != null)
        && Comparison.Run(candidate.Plan, candidate.Graph, bursts, noise) != null;

    static IReadOnlyList<BurstInput> Packets(
        DispatchPlan plan, CompiledGraph graph, IReadOnlyList<BurstInput> bursts, ulong noise)
    {
        bool Fails(IReadOnlyList<BurstInput> fewer) => Comparison.Run(plan, graph, fewer, noise) != null;
        if (Comparison.Run(plan, graph, bursts, noise) is not { } first) return bursts;
        bursts = bursts.Take(first.Burst + 1).ToArray();
        if (Fails([bursts[^1]])) bursts = [bursts[^1]];
        for (int i = 0; i < bursts.Count; i++)
        {
            for (int size = bursts[i].Frames.Count / 2; size > 0; size /= 2)
            {
                for (int at = 0; at < bursts[i].Frames.Count && bursts[i].Frames.Count > size;)
                {
                    Frame[] rest = [.. bursts[i].Frames.Take(at), .. bursts[i].Frames.Skip(at + size)];
                    IReadOnlyList<BurstInput> fewer = Replace(bursts, i, rest);
                    if (Fails(fewer)) bursts = fewer;
                    else at += size;
                }
            }

            for (int lane = 0; lane < bursts[i].Frames.Count; lane++)
            {
                foreach (Frame simpler in Smaller.Frames(bursts[i].Frames[lane]))
                {
                    Frame[] frames = bursts[i].Frames.ToArray();
                    frames[lane] = simpler;
                    IReadOnlyList<BurstInput> candidate = Replace(bursts, i, frames);
                    if (Fails(candidate)) bursts = candidate;
                }
            }
        }

        return bursts;
    }

    static BurstInput[] Replace(IReadOnlyList<BurstInput> bursts, int index, IReadOnlyList<Frame> frames)
    {
        BurstInput[] copy = bursts.ToArray();
        copy[index] = copy[index] with { Frames = frames };
        return copy;
    }
}
