using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>What a build says about its modules: the manifests, and whom the operator trusts. A source file belongs to the module
/// whose folder it is in.</summary>
sealed class ModuleScope
{
    readonly HashSet<string> trusted;

    ModuleScope(ImmutableArray<(ModuleManifest Manifest, AdditionalText File)> modules, HashSet<string> trusted)
    {
        Modules = modules;
        this.trusted = trusted;
    }

    public ImmutableArray<(ModuleManifest Manifest, AdditionalText File)> Modules { get; }

    /// <summary>Null: no project of modules.</summary>
    public static ModuleScope? Read(AnalyzerOptions options, CancellationToken cancellation)
    {
        AnalyzerConfigOptionsProvider provider = options.AnalyzerConfigOptionsProvider;
        if (!provider.GlobalOptions.TryGetValue("build_property.FastPaasEmit", out string? emit)
            || emit != "modules") return null;
        provider.GlobalOptions.TryGetValue("build_property.FastPaasTrustedModules", out string? trustedText);
        var modules = ImmutableArray.CreateBuilder<(ModuleManifest, AdditionalText)>();
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            AnalyzerConfigOptions metadata = provider.GetOptions(file);
            if (!metadata.TryGetValue("build_metadata.AdditionalFiles.FastPaasKind", out string? kind)
                || kind != "module") continue;
            metadata.TryGetValue("build_metadata.AdditionalFiles.FastPaasPath", out string? path);
            SourceFile source = new(path ?? file.Path, file.GetText(cancellation)?.ToString() ?? "");
            // A manifest with mistakes is the graph compiler's to report.
            if (GraphCompiler.CompileManifest(source).Manifest is { Language: ModuleLanguage.CSharp } manifest)
                modules.Add((manifest, file));
        }

        return new ModuleScope(
            modules.ToImmutable(), [.. (trustedText ?? "").Split(['+'], StringSplitOptions.RemoveEmptyEntries)]);
    }

    public bool IsTrusted(SyntaxTree tree) => trusted.Contains(FolderOf(tree.FilePath));

    public ModuleManifest? ManifestOf(SyntaxTree tree)
    {
        string folder = FolderOf(tree.FilePath);
        return Modules.Select(module => module.Manifest).FirstOrDefault(manifest => manifest.Name == folder);
    }

    /// <summary>The configuration types that the generator adds aren't the author's. A module's own files lie one folder deep, so
    /// none
    /// can have such a path.</summary>
    public static bool IsGenerated(SyntaxTree tree)
    {
        string? folder = Path.GetDirectoryName(tree.FilePath);
        return Path.GetFileName(folder) == "FastPaas.Generators.GraphGenerator"
            && Path.GetFileName(Path.GetDirectoryName(folder)) == "FastPaas.Generators";
    }

    static string FolderOf(string path) => Path.GetFileName(Path.GetDirectoryName(path)) ?? "";
}
