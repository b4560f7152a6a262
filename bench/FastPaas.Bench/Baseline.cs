using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary>The deterministic numbers of one graph: the same on every machine that builds it with the same compilers.</summary>
/// <param name="InstructionsPerPacket">Of the loop and the graph, without the source, at a full burst.</param>
/// <param name="InstructionsPerPacketC">Of the hand-fused C; null: the graph has none.</param>
/// <param name="InstructionsPerPacketRteGraph">Of rte_graph's walk and nodes; null: the graph has none.</param>
sealed record BaselineEntry(
    string Graph, double InstructionsPerPacket, double? InstructionsPerPacketC, double? InstructionsPerPacketRteGraph,
    int CodeBytes, int ConditionalJumps, int Calls);

/// <summary><c>bench/baselines/macro.json</c>.</summary>
static class Baseline
{
    /// <summary>Fewer is never a regression. One instruction more a packet is one; one a burst may not be.</summary>
    const double InstructionsTolerance = 0.5;

    /// <summary>A share: alignment moves some bytes.</summary>
    const double CodeTolerance = 0.02;

    public static string PathIn(string baselines) => Path.Combine(baselines, "macro.json");

    public static IReadOnlyList<BaselineEntry> Measure(MacroBinary binary, IEnumerable<string> graphs)
    {
        MacroResult steps = binary.Run([.. graphs, "--steps"]);
        var executable = new Elf(binary.Path);
        var symbols = new Elf(binary.SymbolsPath);
        return steps.Graphs.Select(graph =>
        {
            MachineCode code = MachineCode.Of(executable, symbols, "Graph" + PascalOf(graph));
            double? Instructions(string side) => steps.InstructionsOf(graph, side) is { } count ? Math.Round(count, 2) : null;
            return new BaselineEntry(
                graph, Instructions(Side.FastPaas)!.Value, Instructions(Side.C), Instructions(Side.RteGraph), code.CodeBytes,
                code.ConditionalJumps, code.Calls);
        }).ToArray();
    }

    public static void Print(IReadOnlyList<BaselineEntry> entries)
    {
        Console.WriteLine(
            $"{"graph",-14}{"instructions",14}{"in C",10}{"rte_graph",11}{"code bytes",12}{"cond. jumps",13}{"calls",7}");
        foreach (BaselineEntry entry in entries)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Graph,-14}{entry.InstructionsPerPacket,14:0.00}{entry.InstructionsPerPacketC,10:0.00}"
                + $"{entry.InstructionsPerPacketRteGraph,11:0.00}"
                + $"{entry.CodeBytes,12}{entry.ConditionalJumps,13}{entry.Calls,7}"));
        }
    }

    /// <returns>A line for each number that grew.</returns>
    public static IReadOnlyList<string> Regressions(string path, IReadOnlyList<BaselineEntry> entries)
    {
        var regressions = new List<string>();
        Dictionary<string, BaselineEntry> accepted = Read(path).ToDictionary(entry => entry.Graph);
        foreach (BaselineEntry entry in entries)
        {
            if (!accepted.TryGetValue(entry.Graph, out BaselineEntry? before))
            {
                regressions.Add($"{entry.Graph}: not in {Path.GetFileName(path)}");
                continue;
            }

            void Compare(string what, double was, double now, double tolerance)
            {
                if (now <= was + tolerance) return;
                regressions.Add(FormattableString.Invariant($"{entry.Graph}: {what} {was} -> {now}"));
            }

            Compare("instructions a packet", before.InstructionsPerPacket, entry.InstructionsPerPacket, InstructionsTolerance);
            Compare("code bytes", before.CodeBytes, entry.CodeBytes, before.CodeBytes * CodeTolerance);
            Compare("conditional jumps", before.ConditionalJumps, entry.ConditionalJumps, 0);
            Compare("calls", before.Calls, entry.Calls, 0);
        }

        return regressions;
    }

    /// <summary>Those measured replace their old ones, the others stay; README.md's table follows.</summary>
    public static void Accept(string root, string path, IReadOnlyList<BaselineEntry> entries)
    {
        IEnumerable<BaselineEntry> kept = Read(path).Where(old => entries.All(entry => entry.Graph != old.Graph));
        BaselineEntry[] all = [.. kept.Concat(entries).OrderBy(entry => entry.Graph, StringComparer.Ordinal)];
        Write(path, all);
        ReadmeTable.Write(root, all);
    }

    public static void Write(string path, BaselineEntry[] entries) =>
        File.WriteAllText(path, JsonSerializer.Serialize(entries, Json.Options) + "\n");

    static BaselineEntry[] Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<BaselineEntry[]>(File.ReadAllText(path), Json.Options)! : [];

    static string PascalOf(string name) =>
        string.Concat(name.Split('_', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
