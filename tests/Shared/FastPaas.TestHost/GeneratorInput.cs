using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FastPaas.TestHost;

/// <summary>AdditionalFiles and properties, as MSBuild would hand them to the compiler.</summary>
public sealed class GeneratorInput(bool emitsModules, IReadOnlyList<GeneratorInput.File> files) : AnalyzerConfigOptionsProvider
{
    readonly List<File> files = [.. files];

    /// <summary>Other properties: <c>RunAnalyzers</c>.</summary>
    public Dictionary<string, string> Properties { get; } = new() { ["FastPaasEmit"] = emitsModules ? "modules" : "graphs" };

    public IEnumerable<AdditionalText> Texts => files;

    public override AnalyzerConfigOptions GlobalOptions =>
        new Options(Properties.ToDictionary(property => "build_property." + property.Key, property => property.Value));

    public static GeneratorInput Of(IEnumerable<GraphSource> graphs, IEnumerable<ModuleSet> modules)
    {
        GeneratorInput input = new(false, []);
        foreach (GraphSource graph in graphs)
        {
            input.Add("graph", graph.Folder, "graph.toml", graph.Text);
            foreach ((string name, string text) in graph.TenantFiles) input.Add("tenant", graph.Folder, name, text);
            foreach ((string name, string text) in graph.ListFiles) input.Add("list", graph.Folder, name, text);
        }

        foreach (ModuleSet set in modules)
        {
            foreach ((string name, string text) in set.Manifests) input.Add("module", "", name, text);
        }

        return input;
    }

    public void Add(string kind, string folder, string name, string text) => files.Add(new File(kind, folder, name, text));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => textFile is File file
        ? new Options(new Dictionary<string, string>
        {
            ["build_metadata.AdditionalFiles.FastPaasKind"] = file.Kind,
            ["build_metadata.AdditionalFiles.FastPaasGraph"] = file.Folder,
            ["build_metadata.AdditionalFiles.FastPaasPath"] = file.Name,
        })
        : new Options([]);

    public sealed class File(string kind, string folder, string name, string text) : AdditionalText
    {
        readonly SourceText source = SourceText.From(text, System.Text.Encoding.UTF8);

        public string Kind => kind;

        public string Folder => folder;

        public string Name => name;

        public override string Path => folder.Length > 0 ? $"/graphs/{folder}/{name}" : $"/modules/{name}";

        public override SourceText? GetText(CancellationToken cancellationToken = default) => source;
    }

    sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
