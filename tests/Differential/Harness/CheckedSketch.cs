using System;
using System.IO;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph;

namespace FastPaas.Differential.Harness;

/// <summary>Sketches as sources of the compiler, with the manifests of the repository's modules.</summary>
static class CheckedSketch
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    public static EquatableArray<SourceFile> Manifests { get; } = Directory.EnumerateDirectories(Path.Combine(Root, "modules"))
        .Select(folder => Path.Combine(folder, "module.toml")).Where(File.Exists).Order(StringComparer.Ordinal)
        .Select(path => new SourceFile(Path.GetRelativePath(Path.Combine(Root, "modules"), path), File.ReadAllText(path)))
        .ToEquatableArray();

    public static GraphResult Compile(GraphSketch sketch) => GraphCompiler.Compile(SourcesOf(sketch));

    public static GraphSources SourcesOf(GraphSketch sketch) => new(
        new SourceFile("graph.toml", sketch.GraphToml),
        sketch.Tenants.Select(tenant => new SourceFile($"{tenant.Name}.toml", tenant.Toml)).ToEquatableArray(), Manifests);

    /// <summary>A folder below graphs/.</summary>
    public static GraphSources SourcesOf(string folder)
    {
        SourceFile[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path)))];
        return new GraphSources(
            files.Single(file => file.Path == "graph.toml"),
            files.Where(file => file.Path.EndsWith(".toml") && file.Path != "graph.toml").ToEquatableArray(), Manifests)
        {
            ListFiles = files.Where(file => file.Path.EndsWith(".txt")).ToEquatableArray(),
        };
    }

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder != null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }

        throw new InvalidOperationException("The differential tests run from a checkout of FastPaas.");
    }
}
