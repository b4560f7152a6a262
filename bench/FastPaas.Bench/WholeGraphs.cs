using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Bench.Protection;
using FastPaas.Bench.State;

namespace FastPaas.Bench;

/// <param name="Graphs">Empty: all.</param>
/// <param name="Ci">Nothing is timed.</param>
/// <param name="IsAsBuilt">Nothing is built.</param>
/// <param name="Baselines">A folder.</param>
sealed record WholeGraphOptions(
    string[] Graphs, bool Ci, bool Accept, bool IsAsBuilt, string Baselines, int Rounds, string Source);

/// <summary><c>./build.sh bench [graph...]</c></summary>
static class WholeGraphs
{
    const int ExitUsage = 2, ExitRegression = 3;

    const int DeviceRoundsMax = 20;

    public static int Run(string root, WholeGraphOptions options)
    {
        string[] unknown = [.. options.Graphs.Except(BenchGraphs.All)];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"bench: no graph {unknown[0]} is measured; there are {string.Join(", ", BenchGraphs.All)}.");
            return ExitUsage;
        }

        string[] graphs = options.Graphs.Length == 0 ? [.. BenchGraphs.All] : [.. options.Graphs.Append("io").Distinct()];
        MacroBinary binary = options.IsAsBuilt ? MacroBinary.Built(root) : MacroBinary.Publish(root, graphs);
        List<string> regressions = [.. CheckBaseline(root, binary, options, graphs)];
        if (options.Ci && options.Graphs.Length == 0)
        {
            regressions.AddRange(Micro.CheckAllocations(root, options.Baselines, options.Accept));
            regressions.AddRange(ProtectionRun.Check(root, options.Baselines, options.Accept));
            regressions.AddRange(StateBench.Check(binary, options.Baselines, options.Accept));
        }
        if (!options.Ci) Measure(root, binary, options, graphs);
        foreach (string regression in regressions) Console.WriteLine($"regression: {regression}");
        if (regressions.Count == 0) return 0;
        Console.WriteLine(
            $"bench: {regressions.Count} regressions against {options.Baselines}; "
            + "if they are meant, accept them with ./build.sh bench --ci --accept");
        return ExitRegression;
    }

    static IReadOnlyList<string> CheckBaseline(string root, MacroBinary binary, WholeGraphOptions options, string[] graphs)
    {
        IReadOnlyList<BaselineEntry> entries = Baseline.Measure(binary, graphs);
        Baseline.Print(entries);
        string path = Baseline.PathIn(options.Baselines);
        if (options.Accept) Baseline.Accept(root, path, entries);
        return Baseline.Regressions(path, entries);
    }

    static void Measure(string root, MacroBinary binary, WholeGraphOptions options, string[] graphs)
    {
        MacroResult result = binary.Run([.. graphs, "--rounds", $"{options.Rounds}", "--source", options.Source]);
        IReadOnlyList<GraphResult> compared = Comparison.Of(result);
        Console.WriteLine();
        Report.Print(result, compared);
        IReadOnlyList<DeviceResult> devices = [];
        if (graphs.Contains("macswap") && File.Exists(TestPmd.Tool))
        {
            devices = DeviceComparison.Run(binary, Math.Min(options.Rounds, DeviceRoundsMax), result.TscHz);
            Console.WriteLine();
            DeviceComparison.Print(devices);
        }

        Goal[] goals = [.. Goal.OfGraphs(result, compared), .. DeviceComparison.Goals(devices)];
        Console.WriteLine();
        foreach (Goal goal in goals) Console.WriteLine(goal);
        string name = $"macro-{options.Source}";
        Console.WriteLine(Report.Write(root, name, new
        {
            result.TscHz, result.Burst, result.Source, result.PacketsPerSample, Goals = goals, Graphs = compared,
            Devices = devices, result.Samples,
        }));
        string title = $"cycles a packet, source {options.Source}, burst {result.Burst}";
        Console.WriteLine(Picture.Write(root, name, title, compared));
    }
}
