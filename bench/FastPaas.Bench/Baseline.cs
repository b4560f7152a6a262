using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary>The deterministic numbers of one graph: the same on every machine that builds it with the same compilers.</summary>
/// <param name="InstructionsPerPacket">Of the loop and the graph, without the source, at a full burst.</param>
sealed record BaselineEntry(
    string Graph, double InstructionsPerPacket, double InstructionsPerPacketC, int CodeBytes, int ConditionalJumps, int Calls);

/// <summary><c>bench/baselines/macro.json</c>.</summary>
static class Baseline
{
    /// <summary>Fewer is never a regression; more than this share is.</summary>
    const double Tolerance = 0.02;

    public static IReadOnlyList<BaselineEntry> Measure(MacroBinary binary, IReadOnlyList<string> graphs)
    {
        MacroResult steps = binary.Run([.. graphs, "--steps"]);
        var executable = new Elf(binary.Path);
        var symbols = new Elf(binary.SymbolsPath);
        return steps.Graphs.Select(graph =>
        {
            MachineCode code = MachineCode.Of(executable, symbols, "Graph" + PascalOf(graph));
            return new BaselineEntry(
                graph, Math.Round(steps.InstructionsOf(graph, "fastpaas"), 2), Math.Round(steps.InstructionsOf(graph, "c"), 2),
                code.CodeBytes, code.ConditionalJumps, code.Calls);
        }).ToArray();
    }

    public static void Print(IReadOnlyList<BaselineEntry> entries)
    {
        Console.WriteLine($"{"graph",-14}{"instructions",14}{"in C",10}{"code bytes",12}{"cond. jumps",13}{"calls",7}");
        foreach (BaselineEntry entry in entries)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Graph,-14}{entry.InstructionsPerPacket,14:0.00}{entry.InstructionsPerPacketC,10:0.00}"
                + $"{entry.CodeBytes,12}{entry.ConditionalJumps,13}{entry.Calls,7}"));
        }
    }

    /// <returns>A line for each number that grew.</returns>
    public static IReadOnlyList<string> Regressions(string path, IReadOnlyList<BaselineEntry> entries)
    {
        if (!File.Exists(path)) return [$"{path} is missing; make it with ./build.sh bench --ci --accept"];
        BaselineEntry[] read = JsonSerializer.Deserialize<BaselineEntry[]>(File.ReadAllText(path), Json.Options)!;
        Dictionary<string, BaselineEntry> accepted = read.ToDictionary(entry => entry.Graph);
        var regressions = new List<string>();
        foreach (BaselineEntry entry in entries)
        {
            if (!accepted.TryGetValue(entry.Graph, out BaselineEntry? before))
            {
                regressions.Add($"{entry.Graph}: not in the baseline; accept it with ./build.sh bench --ci --accept");
                continue;
            }

            void Compare(string what, double was, double now, double tolerance)
            {
                if (now <= was * (1 + tolerance)) return;
                regressions.Add(FormattableString.Invariant($"{entry.Graph}: {what} {was} -> {now}"));
            }

            Compare("instructions a packet", before.InstructionsPerPacket, entry.InstructionsPerPacket, Tolerance);
            Compare("code bytes", before.CodeBytes, entry.CodeBytes, Tolerance);
            Compare("conditional jumps", before.ConditionalJumps, entry.ConditionalJumps, 0);
            Compare("calls", before.Calls, entry.Calls, 0);
        }

        return regressions;
    }

    public static void Accept(string path, IReadOnlyList<BaselineEntry> entries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(entries, Json.Options) + "\n");
    }

    static string PascalOf(string name) =>
        string.Concat(name.Split('_', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
