using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using FastPaas.Graph.Toml;
using FastPaas.Graph.Validation;

namespace FastPaas.Graph;

/// <summary>One run of the front end, stage by stage. A stage that needs what an earlier one refused is skipped: a mistake is
/// reported where it is, not where it is felt.</summary>
internal sealed class Compilation
{
    public DiagnosticBag Diagnostics { get; } = new();

    public DispatchPlan? Compile(GraphSources sources)
    {
        Dictionary<string, ModuleManifest?> modules = ReadManifests(sources.Manifests);
        TomlDocument? document = ReadToml(sources.Graph);
        if (document == null) return null;
        GraphModel model = new GraphModelReader(Diagnostics).ReadGraph(document, sources.Graph.Path);
        Dictionary<string, NodeScope> tenantFiles = ReadTenantFiles(model, sources.TenantFiles);
        if (!LimitCheck.Allows(model, tenantFiles.Values, sources.Graph.Path, Diagnostics)) return null;

        List<string> fileNames = sources.TenantFiles.Select(file => file.Path).ToList();
        ListFiles lists = new(Diagnostics, sources.ListFiles);
        BoundGraph bound = new Binder(Diagnostics, modules, lists).Bind(model, tenantFiles, fileNames);
        new ShapeCheck(Diagnostics, bound).Run();
        new MandatoryPorts(Diagnostics, model).Run();
        new RuleCheck(Diagnostics).Run(model, tenantFiles.Values);
        new TenantCheck(Diagnostics, model).Run();
        if (!IsComposable(bound) || !LimitCheck.Allows(bound, sources.Graph.Path, Diagnostics)) return null;

        ComposedGraph composed = ComposedGraph.Of(bound);
        EquatableArray<string> certificate = new MandatoryCheck(Diagnostics, composed).Run();
        int growth = new GrowthCheck(Diagnostics, composed).Run();
        return Diagnostics.ErrorCount > 0 ? null : new PlanBuilder(composed, bound, certificate, growth).Build();
    }

    /// <summary>Null: wrong, and reported.</summary>
    public ModuleManifest? ReadManifest(SourceFile file) =>
        ReadToml(file) is { } document ? new ManifestReader(Diagnostics).Read(document, file.Path) : null;

    /// <summary>Null: its syntax is wrong, and reported.</summary>
    TomlDocument? ReadToml(SourceFile file)
    {
        TomlDocument document = TomlReader.Read(file.Path, file.Text);
        Diagnostics.AddRange(document.Diagnostics);
        return document.Diagnostics.Count == 0 ? document : null;
    }

    Dictionary<string, ModuleManifest?> ReadManifests(EquatableArray<SourceFile> files)
    {
        Dictionary<string, ModuleManifest?> modules = new(StringComparer.Ordinal);
        foreach (SourceFile file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            ModuleManifest? manifest = ReadManifest(file);
            string name = manifest?.Name ?? FolderOf(file.Path);
            if (modules.ContainsKey(name) && manifest != null)
            {
                Diagnostics.Error(Rule.ModuleTwice, manifest.Position,
                    $"there are two modules \"{name}\"; rename one, and its folder");
            }

            modules[name] = manifest;
        }

        return modules;
    }

    static string FolderOf(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length < 2 ? path : parts[parts.Length - 2];
    }

    Dictionary<string, NodeScope> ReadTenantFiles(GraphModel model, EquatableArray<SourceFile> files)
    {
        Dictionary<string, NodeScope> scopes = new(StringComparer.Ordinal);
        foreach (SourceFile file in files)
        {
            if (scopes.ContainsKey(file.Path) || model.Tenants.All(tenant => tenant.File?.Name != file.Path)) continue;
            scopes[file.Path] = ReadToml(file) is { } document
                ? new GraphModelReader(Diagnostics).ReadTenantFile(document, file.Path)
                : new NodeScope(file.Path, true, [], null, [], false);
        }

        return scopes;
    }

    /// <summary>Every link leads somewhere real, and round nowhere.</summary>
    bool IsComposable(BoundGraph graph)
    {
        static bool Wrong(Link link) => link.Kind == LinkKind.Unknown || link.Guessed;
        static bool Right(BoundScope scope) =>
            !scope.IsOpen && scope.Nodes.SelectMany(node => node.Outputs).All(output => !Wrong(output.Link));
        return Right(graph.Operator)
            && graph.PortLinks.All(link => link is not { } entry || !Wrong(entry))
            && graph.Tenants.All(tenant =>
                tenant.Scope != null && Right(tenant.Scope) && !Wrong(tenant.Scope.Entry) && !Wrong(tenant.Next))
            && !Diagnostics.HasAny(Rule.Cycle);
    }
}
