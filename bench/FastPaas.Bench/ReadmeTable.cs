using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Bench;

/// <summary>README.md's table of deterministic numbers, between its two marks. tests/Architecture holds it to the
/// baselines.</summary>
static class ReadmeTable
{
    public static void Write(string root, IEnumerable<BaselineEntry> entries) => GeneratedTable.Write(
        Path.Combine(root, "README.md"), "instructions",
        [
            "| graph | instructions a packet | hand-fused C | rte_graph | bytes of code | conditional jumps |",
            "|---|---|---|---|---|---|", .. entries.Select(entry => Row(root, entry)),
        ]);

    static string Row(string root, BaselineEntry entry)
    {
        string? folder = new[] { $"graphs/{entry.Graph}", $"bench/graphs/{entry.Graph}" }
            .FirstOrDefault(each => Directory.Exists(Path.Combine(root, each)));
        string name = folder is null ? entry.Graph : $"[{entry.Graph}]({folder})";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {entry.InstructionsPerPacket:0.00} | {Text(entry.InstructionsPerPacketC)} | "
            + $"{Text(entry.InstructionsPerPacketRteGraph)} | {entry.CodeBytes} | {entry.ConditionalJumps} |");
    }

    static string Text(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "none";
}
