using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Bench.Figure2;

/// <param name="Ci">Nothing is timed.</param>
/// <param name="Accept">The tables of bench/README.md become this run's.</param>
sealed record Figure2Options(bool Ci, bool Accept, int Rounds);

/// <summary><c>./build.sh bench figure2</c></summary>
static class Figure2Run
{
    const string Mark = "figure2";

    const int ExitDifferent = 3;

    public static int Run(string root, Figure2Options options)
    {
        // C# takes a minute to make, and there is nothing to probe.
        Way[] ways = [.. Way.All.Where(way => way.CanBeMade && !(options.Ci && way.Kind == WayKind.CSharp))];
        Way[] missing = [.. Way.All.Where(way => !way.CanBeMade)];
        Figure2Binary binary = Figure2Binary.Make(
            root, Figure2Binary.FolderOf(root), options.Ci ? [Figure2Result.Probed] : Figure2Result.Units, ways);
        Figure2Result result = binary.Run(options.Ci ? 0 : options.Rounds);
        Figure2Probe[] wrong = [.. result.Probes.Where(probe => !probe.IsExpected)];
        if (options.Ci || wrong.Length > 0) Figure2Report.PrintProbes(result);
        foreach (Figure2Probe probe in wrong)
            Console.WriteLine($"not as it must be: {probe.Side}, {probe.Probe}: {probe.Outcome}");
        if (options.Ci || wrong.Length > 0) return wrong.Length == 0 ? 0 : ExitDifferent;
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
        if (options.Accept)
            GeneratedTable.Write(Path.Combine(root, "bench", "README.md"), Mark, Figure2Report.Table(rows, missing));
        return 0;
    }

    static GraphResult Drawn(string unit, IReadOnlyList<Figure2Row> rows) =>
        new(unit, [.. rows.Where(row => row.Unit == unit)
            .Select(row => new SideResult(row.Way, row.Cycles, row.Percent, null, 0))]);
}
