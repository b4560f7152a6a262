using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.CModules;

/// <summary>The build's step: the modules in C that the graph uses, an object each.</summary>
static class CModuleStep
{
    /// <summary>The folder with the objects; null: the graph has none.</summary>
    /// <param name="folder">Made by this step.</param>
    public static string? Run(Checkout checkout, GraphFolder graph, string folder, Steps steps)
    {
        Directory.CreateDirectory(folder);
        (ModuleManifest Manifest, string Folder)[] modules = [.. Used(graph)];
        if (modules.Length == 0) return null;
        steps.Run("C modules", () =>
        {
            string work = Path.Combine(folder, "work");
            CModuleCompiler compiler = new(Path.Combine(checkout.Root, "native/module"), work, Console.Error);
            foreach ((ModuleManifest manifest, string source) in modules)
            {
                string made = compiler.Compile(manifest, source);
                File.Move(made, Path.Combine(folder, Path.GetFileName(made)));
            }
            return "unprotected: " + string.Join(", ", modules.Select(module => module.Manifest.Name));
        });
        return folder;
    }

    static IEnumerable<(ModuleManifest, string)> Used(GraphFolder graph) => graph.Compile().Plan!.Nodes.OfType<ModuleNode>()
        .Select(node => node.Module).Where(module => module.Language == ModuleLanguage.C).DistinctBy(module => module.Name)
        .OrderBy(module => module.Name, StringComparer.Ordinal)
        .Select(module => (module, graph.ModuleFolders.Single(folder => Path.GetFileName(folder) == module.Name)));
}
