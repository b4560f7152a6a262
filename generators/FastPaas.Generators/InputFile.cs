using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FastPaas.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators;

enum InputKind
{
    Graph,
    Tenant,
    List,
    Module,
}

/// <summary>An AdditionalFile of ours, compared by value so that the incremental pipeline can stop at it.</summary>
/// <param name="Folder">The graph's folder, which groups graph, tenant and list files; empty for a module.</param>
/// <param name="Path">Where it is on this machine: for the positions of diagnostics, never for generated code.</param>
sealed record InputFile(InputKind Kind, string Folder, SourceFile Source, string Path)
{
    const string Metadata = "build_metadata.AdditionalFiles.";

    /// <summary>Null when the file isn't ours.</summary>
    public static InputFile? Read(AdditionalText file, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        AnalyzerConfigOptions options = provider.GetOptions(file);
        if (!options.TryGetValue(Metadata + "FastPaasKind", out string? kindText)) return null;
        if (!Enum.TryParse(kindText, ignoreCase: true, out InputKind kind)) return null;
        options.TryGetValue(Metadata + "FastPaasPath", out string? name);
        options.TryGetValue(Metadata + "FastPaasGraph", out string? folder);
        if (string.IsNullOrEmpty(name)) name = System.IO.Path.GetFileName(file.Path);
        string text = file.GetText(cancellation)?.ToString() ?? "";
        return new InputFile(kind, kind == InputKind.Module ? "" : folder ?? "", new SourceFile(name!, text), file.Path);
    }

    /// <summary>One set of sources a graph, ordered by folder; each with the manifests of all modules.</summary>
    public static IEnumerable<GraphInput> Group(IEnumerable<InputFile> files)
    {
        List<InputFile> sorted = [.. files.OrderBy(file => file.Folder, StringComparer.Ordinal)
            .ThenBy(file => file.Source.Path, StringComparer.Ordinal)];
        InputFile[] modules = [.. sorted.Where(file => file.Kind == InputKind.Module)];
        foreach (InputFile graph in sorted.Where(file => file.Kind == InputKind.Graph))
        {
            InputFile[] tenants = [.. sorted.Where(file => file.Kind == InputKind.Tenant && file.Folder == graph.Folder)];
            InputFile[] lists = [.. sorted.Where(file => file.Kind == InputKind.List && file.Folder == graph.Folder)];
            yield return new GraphInput(
                graph, tenants.ToEquatableArray(), lists.ToEquatableArray(), modules.ToEquatableArray());
        }
    }
}

/// <summary>A graph's files and the manifests that it may use.</summary>
sealed record GraphInput(
    InputFile Graph, EquatableArray<InputFile> Tenants, EquatableArray<InputFile> Lists, EquatableArray<InputFile> Modules)
{
    public GraphSources Sources => new(
        Graph.Source, Tenants.Select(file => file.Source).ToEquatableArray(), Modules.Select(file => file.Source)
            .ToEquatableArray())
    {
        ListFiles = Lists.Select(file => file.Source).ToEquatableArray(),
    };

    public PathMap Paths =>
        new(Tenants.Concat(Lists).Concat(Modules).Prepend(Graph).Select(file => (file.Source.Path, file.Path))
            .ToEquatableArray());
}

/// <summary>The files on this machine that positions name. Unlike the files themselves it stays equal when a comment
/// changes.</summary>
readonly record struct PathMap(EquatableArray<(string Name, string Path)> Files)
{
    public static PathMap Of(InputFile file) => new(new[] { (file.Source.Path, file.Path) }.ToEquatableArray());

    public string PathOf(string name) => Files.FirstOrDefault(file => file.Name == name).Path ?? name;
}
