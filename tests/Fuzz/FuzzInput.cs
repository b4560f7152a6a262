using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph;

namespace FastPaas.Fuzz.Tests;

/// <summary>A graph folder and the manifests of its modules, as text: <c>graph.toml</c> first, then tenant and list files, then
/// <c>name/module.toml</c>. On disk it is one file of sections that begin with <c>--- name</c>.</summary>
sealed record FuzzInput(IReadOnlyList<SourceFile> Files)
{
    const string Mark = "--- ";

    static readonly string Root = FindRoot();

    static readonly SourceFile[] Modules = [.. ReadFolder(Path.Combine(Root, "modules"), "module.toml")];

    /// <summary>The graphs of the repository and those of <c>tests/Fuzz/Seeds</c>, each with the repository's modules.</summary>
    public static IReadOnlyList<FuzzInput> Seeds { get; } = [.. Directory
        .GetFiles(Path.Combine(Root, "graphs"), "graph.toml", SearchOption.AllDirectories)
        .Concat(Directory.GetFiles(FolderOf("Seeds"), "graph.toml", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal)
        .Select(file => ReadGraph(Path.GetDirectoryName(file)!))];

    public GraphSources Sources => new(
        Files[0],
        Files.Skip(1).Where(file => !file.Path.Contains('/') && !IsList(file.Path)).ToEquatableArray(),
        Files.Where(file => file.Path.Contains('/')).ToEquatableArray())
    {
        ListFiles = Files.Where(file => IsList(file.Path)).ToEquatableArray(),
    };

    public static string FolderOf(string name) => Path.Combine(Root, "tests", "Fuzz", name);

    public FuzzInput With(int file, string text) =>
        new([.. Files.Select((each, index) => index == file ? each with { Text = text } : each)]);

    public static FuzzInput Parse(string text)
    {
        var files = new List<SourceFile>();
        foreach (string section in ("\n" + text).Split("\n" + Mark).Skip(1))
        {
            int end = section.IndexOf('\n');
            files.Add(new(section[..end], section[(end + 1)..] + "\n"));
        }

        return new([.. files, .. Modules.Where(module => files.All(file => file.Path != module.Path))]);
    }

    /// <summary>Without the repository's modules where they are unchanged.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (SourceFile file in Files.Except(Modules))
            text.Append(Mark).Append(file.Path).Append('\n').Append(file.Text).Append('\n');
        return text.ToString();
    }

    static bool IsList(string path) => path.EndsWith(".txt", StringComparison.Ordinal);

    static FuzzInput ReadGraph(string folder)
    {
        string[] names = [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file))
            .Where(name => name.EndsWith(".toml", StringComparison.Ordinal) || IsList(name)).Order(StringComparer.Ordinal)];
        return new([
            .. names.OrderBy(name => name != "graph.toml")
                .Select(name => new SourceFile(name, File.ReadAllText(Path.Combine(folder, name)))),
            .. Modules,
        ]);
    }

    static IEnumerable<SourceFile> ReadFolder(string folder, string name) => Directory
        .GetFiles(folder, name, SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => new SourceFile($"{Path.GetFileName(Path.GetDirectoryName(file))}/{name}", File.ReadAllText(file)));

    static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "FastPaas.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no FastPaas.sln above the test");
    }
}
