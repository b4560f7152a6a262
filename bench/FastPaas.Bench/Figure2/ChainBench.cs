using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Bench.Protection;
using static System.FormattableString;

namespace FastPaas.Bench.Figure2;

/// <summary>What bench/figure2/chain prints.</summary>
/// <param name="Processors">A process for each node on a core of its own needs as many.</param>
sealed record ChainResult(double TscHz, int Processors, bool UsesWrgsbase, IReadOnlyList<ChainSamples> Samples);

/// <summary>By round. Cycles are of the wall's clock.</summary>
/// <param name="LatencyCycles">Of a burst, from the first node to behind the last: the median of a run.</param>
/// <param name="AloneCycles">The same with no other burst under way.</param>
sealed record ChainSamples(
    string Way, int Nodes, IReadOnlyList<double> CyclesPerPacket, IReadOnlyList<double> LatencyCycles,
    IReadOnlyList<double> AloneCycles);

/// <param name="Ratio">Cycles over those of unprotected calls of as many nodes.</param>
sealed record ChainRow(string Way, int Nodes, Estimate Cycles, Estimate Ratio, Estimate LatencyUs, Estimate AloneUs);

/// <summary>The abstract's claim: functions of a chain as calls, as processes on one core, as processes on a core each.</summary>
static class ChainBench
{
    public const string Cores = "cores";

    /// <summary>Of each run: 262,144 packets.</summary>
    const int Bursts = 4_096;

    static readonly string[] sides = [Way.None, Way.Mask, Way.Segment];

    static readonly (string Way, string Title)[] titles =
    [
        (Way.None, "calls, unprotected"), (Way.Mask, "calls, mask"), (Way.Segment, "calls, segment"),
        ("yield", "processes, one core, sched_yield"), ("futex", "processes, one core, futex"),
        (Cores, "processes, a core each"),
    ];

    static readonly int[] lengths = [1, 2, 4, 8];

    /// <param name="folder">Gets all.</param>
    /// <param name="rounds">In each, every way runs once, in an order of its own.</param>
    public static ChainResult Run(string root, string folder, int rounds, int bursts = Bursts)
    {
        Directory.CreateDirectory(folder);
        ProtectionUnit macswap = ProtectionUnits.Read(root).Single(unit => unit.Name == "macswap");
        WayCompiler compiler = new(root, folder);
        Parallel.ForEach(sides, side => compiler.Compile(Way.Of(side), macswap));
        string program = Path.Combine(folder, "chain");
        compiler.CompileProgram("chain", program, hasSanitizer: false);
        return JsonSerializer.Deserialize<ChainResult>(
            Programs.Output(program, [folder, $"{rounds}", $"{bursts}"]), Json.Options)!;
    }

    public static IReadOnlyList<ChainRow> Rows(ChainResult result) => [.. result.Samples.Select(samples =>
    {
        IReadOnlyList<double> calls = result.Samples
            .Single(other => other.Way == Way.None && other.Nodes == samples.Nodes).CyclesPerPacket;
        Estimate Us(IEnumerable<double> cycles) => Statistics.Median(cycles.Select(each => each / result.TscHz * 1e6));
        return new ChainRow(samples.Way, samples.Nodes, Statistics.Median(samples.CyclesPerPacket),
            Statistics.Ratio(samples.CyclesPerPacket, calls), Us(samples.LatencyCycles), Us(samples.AloneCycles));
    })];

    public static void Print(ChainResult result, IReadOnlyList<ChainRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine("chains of macswap, bursts of 64; cycles a packet of the wall's clock; latency of a burst at full "
            + "load, and alone; ratio: cycles to unprotected calls");
        Console.WriteLine($"{"",-34}{"nodes",6}{"cycles a packet",17}{"ratio",9}{"95%",18}{"latency",13}{"alone",12}");
        foreach ((string way, string title) in titles)
        {
            foreach (int nodes in lengths)
            {
                if (rows.SingleOrDefault(row => row.Way == way && row.Nodes == nodes) is not { } row)
                    Console.WriteLine($"{title,-34}{nodes,6}  {Missing(result, nodes)}");
                else
                    Console.WriteLine(Invariant($"{title,-34}{nodes,6}{row.Cycles.Median,17:0.0}{row.Ratio.Median,9:0.00}")
                        + Invariant($"{$"{row.Ratio.Low:0.00} .. {row.Ratio.High:0.00}",18}")
                        + Invariant($"{row.LatencyUs.Median,10:0.00} us{row.AloneUs.Median,9:0.00} us"));
            }
        }
        if (!result.UsesWrgsbase)
            Console.WriteLine("by segment each node of a burst sets gs by a system call here; run takes mask on such a machine");
    }

    /// <summary>In Markdown: cycles, and both latencies behind them.</summary>
    public static IEnumerable<string> Table(ChainResult result, IReadOnlyList<ChainRow> rows)
    {
        yield return $"| way | {string.Join(" | ", lengths.Select(nodes => nodes == 1 ? "1 node" : $"{nodes} nodes"))} |";
        yield return $"|---|{string.Concat(lengths.Select(_ => "---|"))}";
        foreach ((string way, string title) in titles)
        {
            IEnumerable<string> cells = lengths.Select(nodes => Cell(
                result, rows.SingleOrDefault(row => row.Way == way && row.Nodes == nodes), nodes));
            yield return $"| {title} | {string.Join(" | ", cells)} |";
        }
    }

    static string Cell(ChainResult result, ChainRow? row, int nodes) => row is null ? Missing(result, nodes)
        : Invariant($"{row.Cycles.Median:0.0}; {row.LatencyUs.Median:0.00} us, alone {row.AloneUs.Median:0.00} us");

    static string Missing(ChainResult result, int nodes) => $"needs {nodes} cores, this machine has {result.Processors}";
}
