using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Bench.Figure2;

/// <param name="Parts">Of <see cref="Figure2Run.Parts"/>; none: all.</param>
/// <param name="Ci">Nothing is timed.</param>
/// <param name="Accept">The tables of bench/README.md become this run's.</param>
sealed record Figure2Options(IReadOnlyList<string> Parts, bool Ci, bool Accept, int Rounds)
{
    public bool Has(string part) => Parts.Count == 0 || Parts.Contains(part);
}

/// <summary><c>./build.sh bench figure2</c></summary>
static class Figure2Run
{
    public const string Ways = "ways", Malloc = "malloc", Chain = "chain", Device = "device";

    public static readonly string[] Parts = [Ways, Malloc, Chain, Device];

    /// <summary>Rounds in which every way is a process of its own are fewer.</summary>
    const int RoundsAProcess = 10;

    const int ExitDifferent = 3;

    public static int Run(string root, Figure2Options options)
    {
        Way[] missing = [.. Way.All.Where(way => !way.CanBeMade)], ways = [.. Way.All.Except(missing)];
        if (options.Ci) return Probe(root, ways);
        string readme = Path.Combine(root, "bench", "README.md");
        if (options.Has(Ways) && Compare(root, options, ways, missing, readme) is var result and not 0) return result;
        if (options.Has(Malloc)) Churn(root, options, ways, readme);
        if (options.Has(Chain)) Chains(root, options, readme);
        if (options.Has(Device)) Devices(root, options, readme);
        return 0;
    }

    /// <summary>C# takes a minute to make, and there is nothing to probe.</summary>
    static int Probe(string root, IEnumerable<Way> ways)
    {
        Figure2Result result = Figure2Binary.Make(root, Figure2Binary.FolderOf(root), [Figure2Result.Probed],
            [.. ways.Where(way => way.Kind != WayKind.CSharp)]).Run(rounds: 0);
        Figure2Report.PrintProbes(result);
        return Wrong(result);
    }

    static int Wrong(Figure2Result result)
    {
        Figure2Probe[] wrong = [.. result.Probes.Where(probe => !probe.IsExpected)];
        foreach (Figure2Probe probe in wrong)
            Console.WriteLine($"not as it must be: {probe.Side}, {probe.Probe}: {probe.Outcome}");
        return wrong.Length == 0 ? 0 : ExitDifferent;
    }

    static int Compare(
        string root, Figure2Options options, IReadOnlyList<Way> ways, IReadOnlyList<Way> missing, string readme)
    {
        Figure2Result result = Figure2Binary.Make(root, Figure2Binary.FolderOf(root), Figure2Result.Units, ways)
            .Run(options.Rounds);
        IReadOnlyList<Figure2Row> rows = Figure2Comparison.Rows(result);
        Figure2Report.Print(result, rows, missing);
        Figure2Report.PrintProbes(result);
        Goal[] goals = [.. Figure2Goals.Of(rows)];
        Console.WriteLine();
        foreach (Goal goal in goals) Console.WriteLine(goal);
        Console.WriteLine(Report.Write(root, "figure2", new
        {
            result.TscHz, result.UsesWrgsbase, Goals = goals, Rows = rows, result.Probes,
            NotMeasured = missing.Select(way => way.Name), result.Samples,
        }));
        Console.WriteLine(Picture.Write(root, "figure2", "cycles a packet, bursts of 64, gate included",
            [.. Figure2Result.Units.Select(unit => Drawn(unit, rows))]));
        if (options.Accept) GeneratedTable.Write(readme, "figure2", Figure2Report.Table(rows, missing));
        return Wrong(result);
    }

    static void Churn(string root, Figure2Options options, IEnumerable<Way> ways, string readme)
    {
        MallocBench bench = MallocBench.Make(root, Path.Combine(Figure2Binary.FolderOf(root), "malloc"), ways);
        IReadOnlyDictionary<string, IReadOnlyList<MallocSample>> samples =
            bench.Run(Math.Max(1, options.Rounds / RoundsAProcess));
        IReadOnlyList<MallocRow> rows = MallocBench.Rows(samples);
        MallocBench.Print(rows);
        Console.WriteLine(Report.Write(root, "figure2-malloc", new { Rows = rows, Samples = samples }));
        if (options.Accept) GeneratedTable.Write(readme, "malloc", MallocBench.Table(rows));
    }

    static void Chains(string root, Figure2Options options, string readme)
    {
        ChainResult result = ChainBench.Run(
            root, Path.Combine(Figure2Binary.FolderOf(root), "chain"), Math.Max(1, options.Rounds / RoundsAProcess));
        IReadOnlyList<ChainRow> rows = ChainBench.Rows(result);
        ChainBench.Print(result, rows);
        Console.WriteLine(Report.Write(root, "figure2-chain", new { Rows = rows, Result = result }));
        if (options.Accept) GeneratedTable.Write(readme, "chain", ChainBench.Table(result, rows));
    }

    static void Devices(string root, Figure2Options options, string readme)
    {
        IReadOnlyList<DeviceWayRow> rows = DeviceBench.Run(
            root, Path.Combine(Figure2Binary.FolderOf(root), "device"), options.Rounds);
        DeviceBench.Print(rows);
        Console.WriteLine(Report.Write(root, "figure2-device", rows));
        if (options.Accept) GeneratedTable.Write(readme, "device", DeviceBench.Table(rows));
    }

    static GraphResult Drawn(string unit, IReadOnlyList<Figure2Row> rows) =>
        new(unit, [.. rows.Where(row => row.Unit == unit)
            .Select(row => new SideResult(row.Way, row.Cycles, row.Percent, null, 0))]);
}
