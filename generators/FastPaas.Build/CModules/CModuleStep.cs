using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.CModules;

/// <summary>The build's step: the modules in C that the graph uses, an object each.</summary>
static class CModuleStep
{
    /// <summary>A module in C as the graph uses it.</summary>
    /// <param name="Variants">That its nodes take on one machine or another.</param>
    public sealed record UsedModule(ModuleManifest Manifest, string Folder, IReadOnlyList<CVariant> Variants);

    /// <summary>Whether the graph has modules in C that are confined.</summary>
    public static bool HasConfined(GraphFolder graph, Protection protection) => Confined(graph, protection).Any();

    /// <summary>Their variants.</summary>
    public static IEnumerable<(string Module, CVariant Variant)> Confined(GraphFolder graph, Protection protection) =>
        Used(graph, protection).SelectMany(module => module.Variants.Where(variant => variant.IsConfined)
            .Select(variant => (module.Manifest.Name, variant)));

    /// <summary>Nodes that aren't confined, or not for reads, by the graph's word or by <c>--protect</c>: a line each for the
    /// report.</summary>
    public static string Trusted(GraphFolder graph, Protection protection) => Trusted(Nodes(graph), protection);

    /// <param name="nodes">With modules in C.</param>
    public static string Trusted(IEnumerable<ModuleNode> nodes, Protection protection)
    {
        StringBuilder lines = new();
        foreach (ModuleNode node in nodes)
        {
            NodeProtection had = protection.Of(node.Protection);
            if (had is NodeProtection.Full or NodeProtection.Compare or NodeProtection.Mpx) continue;
            string what = had != NodeProtection.None ? "reads all of the process"
                : "reads and writes all of the process, and nothing catches its faults";
            lines.Append($"  TRUSTED       node {node.Name}: {node.Module.Name} {what}{Environment.NewLine}");
        }
        return lines.ToString();
    }

    /// <summary>Where packets are copied for confined modules: lines for the report.</summary>
    public static string Copies(GraphFolder graph, Protection protection) => protection.IsNone ? ""
        : PacketCopies.Describe(Nodes(graph).Where(node => node.Protection != NodeProtection.None));

    /// <summary>The folder with the objects, and the pass's reports in protect/ beside it; null: the graph has none.</summary>
    /// <param name="staging">Gets both.</param>
    public static string? Run(Checkout checkout, GraphFolder graph, string staging, Protection protection, Steps steps)
    {
        string folder = Path.Combine(staging, "c"), reports = Path.Combine(staging, "protect");
        Directory.CreateDirectory(folder);
        UsedModule[] modules = [.. Used(graph, protection)];
        if (modules.Length == 0) return null;
        ProtectTools? tools = HasConfined(graph, protection) ? MakeTools(checkout, steps) : null;
        if (tools is not null) Directory.CreateDirectory(reports);
        foreach (UsedModule module in modules)
        {
            steps.Run(module.Manifest.Name, () =>
            {
                CModuleCompiler compiler = new(
                    Path.Combine(checkout.Root, "native/module"), Path.Combine(folder, "work"), Console.Error, tools)
                {
                    Variants = module.Variants,
                };
                Take(compiler.Compile(module.Manifest, module.Folder), folder);
                return string.Join("; ", module.Variants.Select(variant => !variant.IsConfined ? "unprotected"
                    : $"confined by {variant.Text}, " +
                        ProtectReport.Read(Take(compiler.ReportOf(module.Manifest, variant), reports))));
            });
        }
        return folder;
    }

    static ProtectTools MakeTools(Checkout checkout, Steps steps)
    {
        ProtectTools? tools = null;
        steps.Run("pass", () =>
        {
            tools = ProtectTools.Make(
                Path.Combine(checkout.Root, "native"), Path.Combine(checkout.Artifacts, "native"), out bool isNew);
            return isNew ? "native/protect was compiled" : "native/protect is compiled";
        });
        return tools!;
    }

    static string Take(string file, string folder)
    {
        string taken = Path.Combine(folder, Path.GetFileName(file));
        File.Move(file, taken);
        return taken;
    }

    static IEnumerable<ModuleNode> Nodes(GraphFolder graph) => graph.Compile().Plan!.Nodes.OfType<ModuleNode>()
        .Where(node => node.Module.Language == ModuleLanguage.C);

    static IEnumerable<UsedModule> Used(GraphFolder graph, Protection protection) => Nodes(graph)
        .GroupBy(node => node.Module.Name, StringComparer.Ordinal).OrderBy(nodes => nodes.Key, StringComparer.Ordinal)
        .Select(nodes => new UsedModule(
            nodes.First().Module, graph.ModuleFolders.Single(folder => Path.GetFileName(folder) == nodes.Key),
            protection.VariantsFor(nodes.Select(node => node.Protection))));
}
