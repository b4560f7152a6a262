using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.CModules;

/// <summary>How modules in C are confined: <c>--protect</c>.</summary>
enum Protection
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Each to an arena, by %gs (docs/adr/0025).</summary>
    Segment,
}

/// <summary>The build's step: the modules in C that the graph uses, an object each.</summary>
static class CModuleStep
{
    /// <summary>What a build takes that isn't told.</summary>
    public const Protection Default = Protection.Segment;

    /// <summary>Whether the graph has modules in C.</summary>
    public static bool HasModules(GraphFolder graph) => Used(graph).Any();

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Modules(GraphFolder graph) => [.. Used(graph).Select(module => module.Item1.Name)];

    /// <summary>The folder with the objects, and the pass's reports in protect/ beside it; null: the graph has none.</summary>
    /// <param name="staging">Gets both.</param>
    public static string? Run(Checkout checkout, GraphFolder graph, string staging, Protection protection, Steps steps)
    {
        string folder = Path.Combine(staging, "c"), reports = Path.Combine(staging, "protect");
        Directory.CreateDirectory(folder);
        (ModuleManifest Manifest, string Folder)[] modules = [.. Used(graph)];
        if (modules.Length == 0) return null;
        ProtectTools? tools = protection == Protection.Segment ? MakeTools(checkout, steps) : null;
        CModuleCompiler compiler = new(
            Path.Combine(checkout.Root, "native/module"), Path.Combine(folder, "work"), Console.Error, tools);
        if (tools is null)
        {
            steps.Run("C modules", () =>
            {
                foreach ((ModuleManifest manifest, string source) in modules) Take(compiler.Compile(manifest, source), folder);
                return "unprotected: " + string.Join(", ", modules.Select(module => module.Manifest.Name));
            });
            return folder;
        }
        Directory.CreateDirectory(reports);
        foreach ((ModuleManifest manifest, string source) in modules)
        {
            steps.Run(manifest.Name, () =>
            {
                string compiled = compiler.Compile(manifest, source), report = Path.ChangeExtension(compiled, ".json");
                Take(compiled, folder);
                Take(report, reports);
                return $"confined, {ProtectReport.Read(Path.Combine(reports, Path.GetFileName(report)))}";
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

    static void Take(string file, string folder) => File.Move(file, Path.Combine(folder, Path.GetFileName(file)));

    static IEnumerable<(ModuleManifest, string)> Used(GraphFolder graph) => graph.Compile().Plan!.Nodes.OfType<ModuleNode>()
        .Select(node => node.Module).Where(module => module.Language == ModuleLanguage.C).DistinctBy(module => module.Name)
        .OrderBy(module => module.Name, StringComparer.Ordinal)
        .Select(module => (module, graph.ModuleFolders.Single(folder => Path.GetFileName(folder) == module.Name)));
}
