using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;

namespace FastPaas.Bench;

static class Program
{
    const int ExitRegression = 3;

    static int Main(string[] arguments)
    {
        var graph = new Argument<string?>("graph")
        {
            Arity = ArgumentArity.ZeroOrOne, Description = "One graph (and io, for the cost over it); all without.",
        };
        var ci = new Option<bool>("--ci") { Description = "Deterministic numbers only: instructions, code bytes, jumps." };
        var accept = new Option<bool>("--accept") { Description = "Make today's deterministic numbers the baseline." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 120, Description = "Paired rounds." };
        var source = new Option<string>("--source")
        {
            DefaultValueFactory = _ => "trace", Description = "trace: copied from 65,536 flows; ring: a looped net_ring.",
        };
        var root = new RootCommand("Measures compiled graphs beside hand-fused C.") { graph, ci, accept, rounds, source };
        root.SetAction(parsed => Run(
            parsed.GetValue(graph), parsed.GetValue(ci), parsed.GetValue(accept), parsed.GetValue(rounds),
            parsed.GetValue(source)!));
        return root.Parse(arguments).Invoke();
    }

    static int Run(string? graph, bool ci, bool accept, int rounds, string source)
    {
        string root = FindRoot();
        MacroBinary binary = MacroBinary.Publish(root);
        string[] graphs = graph is null ? [] : [graph];
        string baseline = Path.Combine(root, "bench", "baselines", "macro.json");
        IReadOnlyList<BaselineEntry> entries = Baseline.Measure(binary, graphs);
        Baseline.Print(entries);
        if (accept) Baseline.Accept(baseline, entries);
        IReadOnlyList<string> regressions = Baseline.Regressions(baseline, entries);
        foreach (string regression in regressions) Console.WriteLine($"regression: {regression}");
        if (!ci)
        {
            if (graph is not (null or "io")) graphs = ["io", graph];
            MacroResult result = binary.Run([.. graphs, "--rounds", rounds.ToString(), "--source", source]);
            IReadOnlyList<GraphResult> rows = Report.Compare(result);
            Console.WriteLine();
            Report.Print(result, rows);
            Console.WriteLine(Report.Write(root, result, rows));
        }

        return regressions.Count == 0 ? 0 : ExitRegression;
    }

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }

        throw new InvalidOperationException("bench runs from a checkout of FastPaas");
    }
}
