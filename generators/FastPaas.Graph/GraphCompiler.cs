using FastPaas.Graph.Plan;

namespace FastPaas.Graph;

/// <summary>A file that the caller has read. <paramref name="Path"/> is what positions show: <c>graph.toml</c>,
/// <c>blue.toml</c>, <c>acl/module.toml</c>.</summary>
public sealed record SourceFile(string Path, string Text);

/// <param name="Graph">The operator's <c>graph.toml</c>.</param>
/// <param name="TenantFiles">Every other .toml file of the graph's folder; those that no tenant names are ignored.</param>
/// <param name="Manifests">The <c>module.toml</c> of every module folder, built-in and <c>--modules</c>.</param>
public sealed record GraphSources(
    SourceFile Graph, EquatableArray<SourceFile> TenantFiles, EquatableArray<SourceFile> Manifests)
{
    /// <summary>Every .txt file of the graph's folder; those that no list of records names are ignored.</summary>
    public EquatableArray<SourceFile> ListFiles { get; init; }
}

/// <param name="Plan">Null when a diagnostic is an error.</param>
/// <param name="Diagnostics">Each mistake once, ordered by file, line, column.</param>
public sealed record GraphResult(DispatchPlan? Plan, EquatableArray<Diagnostic> Diagnostics);

/// <param name="Manifest">Null when a diagnostic is an error.</param>
public sealed record ManifestResult(Model.ModuleManifest? Manifest, EquatableArray<Diagnostic> Diagnostics);

/// <summary>TOML -> model -> validated plan: the one front end of <c>check</c>, analyzer and generator. Never throws.</summary>
public static class GraphCompiler
{
    public static GraphResult Compile(GraphSources sources)
    {
        Compilation compilation = new();
        DispatchPlan? plan = compilation.Compile(sources);
        return new GraphResult(compilation.Diagnostics.ErrorCount == 0 ? plan : null, compilation.Diagnostics.Sorted());
    }

    /// <summary>One module.toml by itself: its mistakes are those that <see cref="Compile"/> reports for it.</summary>
    public static ManifestResult CompileManifest(SourceFile manifest)
    {
        Compilation compilation = new();
        Model.ModuleManifest? read = compilation.ReadManifest(manifest);
        return new ManifestResult(read, compilation.Diagnostics.Sorted());
    }
}
