using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Build.RawCode;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build;

/// <summary>What a build has to say about its product: size by library, which nodes are inlined.</summary>
static class BuildReport
{
    /// <summary>Libraries by name; the small rest is one line.</summary>
    const int Shown = 8;

    public static string Write(GraphFolder graph, string binary, LinkMap map)
    {
        StringBuilder text = new();
        long bytes = new FileInfo(binary).Length;
        text.AppendLine($"  size          {Mebibytes(bytes)} stripped, of which");
        (string Name, long Bytes)[] sources = [.. map.BySource()];
        foreach ((string name, long size) in sources.Take(Shown)) text.AppendLine($"    {Mebibytes(size)}  {name}");
        (string Name, long Bytes)[] rest = sources[Math.Min(Shown, sources.Length)..];
        if (rest.Length > 0) text.AppendLine($"    {Mebibytes(rest.Sum(each => each.Bytes))}  {rest.Length} more");
        DispatchPlan plan = graph.Compile().Plan!;
        HashSet<int> ids = RawCodeStep.GuardedNodes(map.Symbols);
        PlanNode[] guarded = [.. plan.Nodes.Where(node => ids.Contains(node.Id))];
        ILookup<bool, PlanNode> byInlined = plan.Nodes.Except(guarded).ToLookup(node => IsInlined(node, map));
        if (byInlined[true].Any()) text.AppendLine("  inlined       " + Names(byInlined[true]));
        if (byInlined[false].Any()) text.AppendLine("  called        " + Names(byInlined[false]));
        if (guarded.Length > 0) text.AppendLine("  guarded       " + Names(guarded));
        IEnumerable<ModuleNode> trusted = plan.Nodes.OfType<ModuleNode>().Where(IsTrustedCSharp);
        foreach (ModuleNode node in trusted)
            text.AppendLine($"  TRUSTED       node {node.Name}: {node.Module.Name}, in C#, ends the process if it fails");
        return text.ToString();
    }

    /// <summary>Nodes run without a recovery point, whatever their modules do.</summary>
    public static bool HasTrustedCSharp(GraphFolder graph) =>
        graph.Compile().Plan!.Nodes.OfType<ModuleNode>().Any(IsTrustedCSharp);

    static bool IsTrustedCSharp(ModuleNode node) => node is { Trusted: true, Module.Language: ModuleLanguage.CSharp };

    /// <summary>A module's function that the linker knows by name is called; one that it doesn't was inlined
    /// everywhere.</summary>
    static bool IsInlined(PlanNode node, LinkMap map)
    {
        if (node is not ModuleNode module) return true;
        string pascal = string.Concat(module.Module.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        if (module.Module.Language == ModuleLanguage.C) return false;
        return !map.Symbols.Any(symbol => symbol.EndsWith($"_FastPaas_Modules_{pascal}__Process", StringComparison.Ordinal));
    }

    static string Names(IEnumerable<PlanNode> nodes) =>
        string.Join(", ", nodes.Select(node => node is ModuleNode module ? $"{node.Name} ({module.Module.Name})" : node.Name));

    static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0,6:0.00} MiB");
}
