using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph.Plan;

namespace FastPaas.Build;

/// <summary>What a build has to say about its product: size by library, which nodes are inlined.</summary>
static class BuildReport
{
    public static string Write(GraphFolder graph, string binary, string folder, LinkMap map)
    {
        StringBuilder text = new();
        long bytes = new FileInfo(Path.Combine(folder, Path.GetFileName(binary))).Length;
        text.AppendLine(CultureInfo.InvariantCulture, $"  size          {Mebibytes(bytes)} stripped, of which");
        (string Name, long Bytes)[] sources = [.. map.BySource()];
        foreach ((string name, long size) in sources.Take(8)) text.AppendLine(CultureInfo.InvariantCulture, $"    {Mebibytes(size)}  {name}");
        if (sources.Length > 8) text.AppendLine(CultureInfo.InvariantCulture, $"    {Mebibytes(sources.Skip(8).Sum(each => each.Bytes))}  {sources.Length - 8} more");
        DispatchPlan plan = graph.Compile().Plan!;
        text.AppendLine("  inlined       " + Names(plan.Nodes.Where(node => IsInlined(node, map))));
        PlanNode[] called = [.. plan.Nodes.Where(node => !IsInlined(node, map))];
        if (called.Length > 0) text.AppendLine("  called        " + Names(called));
        return text.ToString();
    }

    /// <summary>A module's function that the linker knows by name is called; one that it doesn't was inlined everywhere.</summary>
    static bool IsInlined(PlanNode node, LinkMap map)
    {
        if (node is not ModuleNode module) return true;
        string pascal = string.Concat(module.Module.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return !map.Symbols.Any(symbol => symbol.EndsWith($"_FastPaas_Modules_{pascal}__Process", StringComparison.Ordinal));
    }

    static string Names(IEnumerable<PlanNode> nodes) =>
        string.Join(", ", nodes.Select(node => node is ModuleNode module ? $"{node.Name} ({module.Module.Name})" : node.Name)) is { Length: > 0 } names ? names : "none";

    static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0,6:0.00} MiB");
}
