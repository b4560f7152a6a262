using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench;

/// <summary>The names of the sides, as the macro benchmark prints them.</summary>
static class Side
{
    public const string FastPaas = "fastpaas", C = "c", RteGraph = "rte_graph";

    public static readonly string[] All = [FastPaas, C, RteGraph];
}

/// <param name="Ratio">Cycles of the compiled graph to those of this side; of the compiled graph itself: 1.</param>
/// <param name="OverIo">Cycles over this side's own io graph; null where io wasn't measured.</param>
sealed record SideResult(string Side, Estimate Cycles, Estimate Ratio, Estimate? OverIo, double MppsPerCpuSecond);

/// <summary>A graph on each side that has it, paired round by round; the compiled graph first.</summary>
sealed record GraphResult(string Graph, IReadOnlyList<SideResult> Sides)
{
    public SideResult FastPaas => Sides[0];

    public SideResult? Of(string side) => Sides.SingleOrDefault(result => result.Side == side);
}

static class Comparison
{
    public static IReadOnlyList<GraphResult> Of(MacroResult result) =>
        result.Graphs.OrderBy(Place).Select(graph => new GraphResult(graph, Sides(result, graph))).ToArray();

    static int Place(string graph) => BenchGraphs.All.TakeWhile(each => each != graph).Count();

    static SideResult[] Sides(MacroResult result, string graph)
    {
        MacroSamples ours = result.Of(graph, Side.FastPaas)!;
        var sides = new List<SideResult>();
        foreach (MacroSamples samples in Side.All.Select(side => result.Of(graph, side)).OfType<MacroSamples>())
        {
            MacroSamples? io = result.Of("io", samples.Side);
            sides.Add(new(
                samples.Side,
                Statistics.Median(samples.CyclesPerPacket),
                Statistics.Ratio(ours.CyclesPerPacket, samples.CyclesPerPacket),
                io is null ? null : Statistics.Difference(samples.CyclesPerPacket, io.CyclesPerPacket),
                1e3 / Statistics.Median(samples.CpuNsPerPacket).Median));
        }
        return [.. sides];
    }
}
