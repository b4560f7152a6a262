using System;
using System.IO;
using System.Linq;

namespace FastPaas.Graph.Tests;

/// <summary>The files of the repository that tests read.</summary>
public static class Repository
{
    /// <summary>The folder of FastPaas.sln, above the test's own binary.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Set: expected files are rewritten with what came out.</summary>
    public static bool Accept { get; } = Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1";

    public static string[] Graphs { get; } =
        Directory.GetFiles(Path.Combine(Root, "graphs"), "graph.toml", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
        .Order(StringComparer.Ordinal)
        .ToArray();

    public static EquatableArray<SourceFile> Modules { get; } = ManifestsOf(Path.Combine(Root, "modules"));

    public static EquatableArray<SourceFile> ManifestsOf(string folder) => Directory
        .GetFiles(folder, "module.toml", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => new SourceFile($"{Path.GetFileName(Path.GetDirectoryName(file))}/module.toml", File.ReadAllText(file)))
        .ToEquatableArray();

    /// <summary>A graph of <c>graphs/</c> with the modules of the repository.</summary>
    public static GraphSources Graph(string name)
    {
        string folder = Path.Combine(Root, "graphs", name);
        EquatableArray<SourceFile> Files(string pattern) => Directory.GetFiles(folder, pattern)
            .Where(file => Path.GetFileName(file) != "graph.toml")
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(Path.GetFileName(file), File.ReadAllText(file)))
            .ToEquatableArray();
        SourceFile graph = new("graph.toml", File.ReadAllText(Path.Combine(folder, "graph.toml")));
        return new GraphSources(graph, Files("*.toml"), Modules) { ListFiles = Files("*.txt") };
    }

    static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "FastPaas.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no FastPaas.sln above the test");
    }
}
