using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Tests.Wrong;
using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Graph.Tests.Schema;

public class SchemaTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "graphs");
    static readonly SchemaCheck Schema = new(JsonDocument.Parse(SchemaJson.Text()).RootElement);

    /// <summary>Mistakes that a schema can see: keys, types, ranges, names.</summary>
    static readonly string[] Visible = ["FP0101", "FP0102", "FP0103", "FP0104", "FP0105"];

    public static IEnumerable<string> Graphs => Repository.Graphs;

    public static IEnumerable<string> WrongGraphs => GraphCase.Names.Where(name => FilesWithVisibleMistakes(name).Length > 0);

    [Test]
    public void SCHEMA_md_lists_what_the_code_reads()
    {
        string path = Path.Combine(Folder, "SCHEMA.md");
        string written = File.ReadAllText(path);
        string refreshed = SchemaMarkdown.Refresh(written);
        if (Repository.Accept) File.WriteAllText(path, refreshed);
        else Assert.Equal(refreshed, written);
    }

    [Test]
    public void The_JSON_Schema_is_that_of_the_key_table()
    {
        string path = Path.Combine(Folder, "fastpaas.schema.json");
        if (Repository.Accept) File.WriteAllText(path, SchemaJson.Text());
        else Assert.Equal(SchemaJson.Text(), File.ReadAllText(path));
    }

    [Test]
    [MethodDataSource(nameof(Graphs))]
    public void The_JSON_Schema_accepts_a_repository_graph(string name)
    {
        GraphSources sources = Repository.Graph(name);
        Assert.All(sources.TenantFiles.Append(sources.Graph), file => Assert.True(Accepts(file), file.Path));
    }

    [Test]
    public void The_JSON_Schema_accepts_every_manifest() =>
        Assert.All(Repository.Modules, file => Assert.True(Accepts(file), file.Path));

    [Test]
    [MethodDataSource(nameof(WrongGraphs))]
    public void The_JSON_Schema_refuses_wrong_keys_types_and_values(string name) =>
        Assert.All(FilesWithVisibleMistakes(name), file => Assert.False(Accepts(file), file.Path));

    [Test]
    public void A_key_with_a_unit_ends_in_it()
    {
        (string Unit, string Ending)[] endings = [("us", "_us"), ("ms", "_ms"), ("seconds", "_seconds"), ("bytes", "_bytes")];
        foreach (KeyInfo key in KeyTables.OfGraphs.Concat(KeyTables.OfManifests).SelectMany(table => table.Keys))
        {
            Assert.All(endings, each =>
                Assert.Equal(key.Unit == each.Unit, key.Name.EndsWith(each.Ending, StringComparison.Ordinal)));
        }
    }

    static bool Accepts(SourceFile file) => Schema.Accepts(TomlReader.Read(file.Path, file.Text).Root);

    /// <summary>Those whose mistakes a schema can see, and whose TOML is right; not those with mistakes in
    /// configuration.</summary>
    static SourceFile[] FilesWithVisibleMistakes(string name)
    {
        GraphSources sources = new GraphCase(name).Sources;
        Diagnostic[] mistakes = GraphCompiler.Compile(sources).Diagnostics.ToArray();
        return sources.TenantFiles.Concat(sources.Manifests).Append(sources.Graph)
            .Where(file => mistakes.Any(mistake => mistake.Position.File == file.Path && Visible.Contains(mistake.Id)))
            .ToArray();
    }
}
