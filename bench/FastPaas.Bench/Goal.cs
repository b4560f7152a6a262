using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FastPaas.Bench;

/// <summary>A number that the project set itself, beside what was measured.</summary>
/// <param name="Measured">Null: this run didn't measure it.</param>
sealed record Goal(string What, string Wanted, string? Measured, bool IsMet)
{
    /// <summary>At most, in geometric mean of the seven graphs; and what no graph's whole interval may lie above.</summary>
    const double RatioToC = 0.97, RatioToCMax = 1.02;

    const double CounterCyclesMax = 0.05, TouchCyclesMax = 1;

    public override string ToString() =>
        $"goal: {What}, {Wanted}: "
        + (Measured is null ? "not measured in this run" : $"{Measured}, {(IsMet ? "met" : "missed")}");

    public static IEnumerable<Goal> OfGraphs(MacroResult result, IReadOnlyList<GraphResult> graphs)
    {
        GraphResult[] seven = [.. graphs.Where(graph => BenchGraphs.Seven.Contains(graph.Graph) && graph.Of(Side.C) is not null)];
        bool isWhole = seven.Length == BenchGraphs.Seven.Length;
        double mean = isWhole ? Statistics.GeometricMean(seven.Select(graph => graph.Of(Side.C)!.Ratio.Median)) : double.NaN;
        yield return new("cycles to hand-fused C, geometric mean of the seven graphs", $"at most {Text(RatioToC)}",
            isWhole ? Text(mean) : null, mean <= RatioToC);
        GraphResult[] slow = [.. seven.Where(graph => graph.Of(Side.C)!.Ratio.Low > RatioToCMax)];
        yield return new("no graph of them slower than hand-fused C", $"no interval above {Text(RatioToCMax)}",
            !isWhole ? null : slow.Length == 0 ? "none" : string.Join(", ", slow.Select(
                graph => $"{graph.Graph} {Text(graph.Of(Side.C)!.Ratio.Median)}")), slow.Length == 0);
        yield return NodeCost(result, "one more node that counts", "chain8", "io", 8, CounterCyclesMax);
        yield return NodeCost(result, "one more node that touches the packet", "swap8", "macswap", 7, TouchCyclesMax);
    }

    /// <summary>Two graphs of one run that differ by some nodes.</summary>
    static Goal NodeCost(MacroResult result, string what, string longer, string shorter, int nodes, double most)
    {
        double? Of(string side)
        {
            if (result.Of(longer, side) is not { } more || result.Of(shorter, side) is not { } fewer) return null;
            return Statistics.Difference(more.CyclesPerPacket, fewer.CyclesPerPacket).Median / nodes;
        }

        double? ours = Of(Side.FastPaas), rte = Of(Side.RteGraph);
        string? measured = ours is null ? null : Text(ours.Value) + (rte is null ? "" : $" (rte_graph {Text(rte.Value)})");
        return new(what, $"at most {Text(most)} cycles a packet", measured, ours <= most);
    }

    public static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
