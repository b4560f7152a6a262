using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph;

namespace FastPaas.TestHost;

/// <summary>A graph as text.</summary>
/// <param name="Folder">Names the graph's files where several graphs are compiled together; letters, digits, underscores.</param>
/// <param name="TenantFiles">By file name: <c>blue.toml</c>.</param>
public sealed record GraphSource(string Folder, string Text, IReadOnlyDictionary<string, string> TenantFiles)
{
    public GraphSource(string text)
        : this("graph", text, new Dictionary<string, string>())
    {
    }

    /// <summary>By file name: <c>routes.txt</c>.</summary>
    public IReadOnlyDictionary<string, string> ListFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>One of <c>graphs/</c>.</summary>
    public static GraphSource FromRepository(string name)
    {
        string folder = Repository.Path("graphs", name);
        Dictionary<string, string> Texts(string pattern) => Directory.GetFiles(folder, pattern)
            .Where(file => Path.GetFileName(file) != "graph.toml")
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        return new GraphSource(name, File.ReadAllText(Path.Combine(folder, "graph.toml")), Texts("*.toml"))
        {
            ListFiles = Texts("*.txt"),
        };
    }

    /// <summary>What the front end makes of it.</summary>
    public GraphResult Compile(ModuleSet modules) => GraphCompiler.Compile(new GraphSources(
        new SourceFile("graph.toml", Text),
        Files(TenantFiles), modules.Manifests.Select(file => new SourceFile(file.Key, file.Value)).ToEquatableArray())
    {
        ListFiles = Files(ListFiles),
    });

    static EquatableArray<SourceFile> Files(IReadOnlyDictionary<string, string> files) => files
        .OrderBy(file => file.Key, System.StringComparer.Ordinal)
        .Select(file => new SourceFile(file.Key, file.Value))
        .ToEquatableArray();
}
