using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Graph.Tests.Wrong;

/// <summary>A graph in one text file: sections that begin with <c>--- graph.toml</c>, <c>--- blue.toml</c>,
/// <c>--- x/module.toml</c>, and last <c>--- expected</c>, the diagnostics as <c>check</c> prints them. The modules of
/// <c>Wrong/modules</c> are there too.</summary>
public sealed class GraphCase
{
    const string Mark = "--- ";
    const string Expected = "expected";

    static readonly string Folder = Path.Combine(Repository.Root, "tests", "Graph", "Wrong");
    static readonly EquatableArray<SourceFile> Modules = Repository.ManifestsOf(Path.Combine(Folder, "modules"));

    readonly string path;
    readonly List<(string Name, string Text)> sections = [];

    public GraphCase(string name)
    {
        path = Path.Combine(Folder, name + ".txt");
        StringBuilder text = new();
        foreach (string line in File.ReadAllText(path).Split('\n').SkipLast(1))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                text = new StringBuilder();
                sections.Add((line[Mark.Length..], ""));
            }
            else
            {
                text.Append(line).Append('\n');
            }

            sections[^1] = (sections[^1].Name, text.ToString());
        }
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public string ExpectedText => sections.FirstOrDefault(section => section.Name == Expected).Text ?? "";

    public GraphSources Sources => new(
        new SourceFile("graph.toml", sections.Single(section => section.Name == "graph.toml").Text),
        Files(name => !name.Contains('/') && !IsList(name) && name is not (Expected or "graph.toml")),
        Modules.Concat(Files(name => name.Contains('/'))).ToEquatableArray())
    {
        ListFiles = Files(IsList),
    };

    public static string TextOf(GraphResult result) => string.Concat(result.Diagnostics.Select(diagnostic => diagnostic + "\n"));

    public void Accept(string actual)
    {
        IEnumerable<string> inputs =
            sections.Where(section => section.Name != Expected).Select(section => $"{Mark}{section.Name}\n{section.Text}");
        File.WriteAllText(path, $"{string.Concat(inputs)}{Mark}{Expected}\n{actual}");
    }

    static bool IsList(string name) => name.EndsWith(".txt", StringComparison.Ordinal);

    EquatableArray<SourceFile> Files(Func<string, bool> wanted) =>
        sections.Where(section => wanted(section.Name)).Select(section => new SourceFile(section.Name, section.Text))
            .ToEquatableArray();
}
