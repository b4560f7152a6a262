using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FastPaas.Generators.Emit;
using FastPaas.Generators.ModuleRules;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Names = FastPaas.Generators.Emit.Names;

namespace FastPaas.Generators;

/// <summary>TOML service graphs, given as AdditionalFiles, become C#. The pipeline sees no syntax tree, so editing C# leaves all
/// of its steps cached; and a comment that moves no line leaves the plan equal, so nothing is emitted again.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class GraphGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of caching.</summary>
    public const string FilesStep = "Files", InputsStep = "Inputs", PlansStep = "Plans", NamesStep = "Names",
    ManifestsStep = "Manifests", FaultFreeStep = "FaultFree", ProofStep = "Proof";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EmitOptions> options = context.AnalyzerConfigOptionsProvider.Select((provider, _) =>
            EmitOptions.Read(provider));
        IncrementalValueProvider<EquatableArray<InputFile>> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, cancellation) => InputFile.Read(pair.Left, pair.Right, cancellation))
            .Where(file => file is not null)
            .Collect()
            .Select((found, _) => found.Select(file => file!).ToEquatableArray())
            .WithTrackingName(FilesStep);
        InitializeGraphs(context, files, options);
        InitializeConfigurations(context, files, options);
    }

    static void InitializeGraphs(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<InputFile>> files,
        IncrementalValueProvider<EmitOptions> options)
    {
        IncrementalValuesProvider<GraphInput> inputs = files.Combine(options)
            .SelectMany((pair, _) => pair.Right.EmitsModules ? [] : InputFile.Group(pair.Left).ToImmutableArray())
            .WithTrackingName(InputsStep);
        IncrementalValuesProvider<PlannedGraph> plans = inputs
            .Select((input, _) => PlannedGraph.Compile(input))
            .WithTrackingName(PlansStep);
        IncrementalValueProvider<EquatableArray<string>> faultFree = context.CompilationProvider
            .Select((compilation, _) => FaultFree.Of(compilation))
            .WithTrackingName(FaultFreeStep);
        context.RegisterSourceOutput(plans.Combine(faultFree).Combine(options), (output, pair) =>
            Emit(output, pair.Left.Left.Guard(pair.Left.Right), pair.Right));
        IncrementalValueProvider<EquatableArray<string>> names = plans
            .Where(planned => planned.Plan is not null)
            .Select((planned, _) => planned.Plan!.Name)
            .Collect()
            .Select((found, _) => found.ToEquatableArray())
            .WithTrackingName(NamesStep);
        context.RegisterSourceOutput(names.Combine(options), (output, pair) =>
        {
            if (!pair.Right.EmitsModules) output.AddSource("Graphs.g.cs", GraphListEmitter.Emit(pair.Left));
        });
    }

    static void InitializeConfigurations(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<InputFile>> files,
        IncrementalValueProvider<EmitOptions> options)
    {
        IncrementalValuesProvider<ReadManifest> manifests = files.Combine(options)
            .SelectMany((pair, _) => pair.Right.EmitsModules
                ? pair.Left.Where(file => file.Kind == InputKind.Module).ToImmutableArray()
                : ImmutableArray<InputFile>.Empty)
            .Select((file, _) => ReadManifest.Compile(file))
            .WithTrackingName(ManifestsStep);
        context.RegisterSourceOutput(manifests.Combine(options), (output, pair) => Emit(output, pair.Left, pair.Right));
        IncrementalValueProvider<EquatableArray<string>> proved = context.CompilationProvider
            .Combine(manifests.Collect()).Combine(options)
            .Select((pair, cancellation) => pair.Right.EmitsModules
                ? FaultFree.Prove(pair.Left.Left, pair.Left.Right, cancellation) : default)
            .WithTrackingName(ProofStep);
        context.RegisterSourceOutput(proved, (output, modules) =>
        {
            if (modules.Count > 0) output.AddSource("FaultFree.g.cs", FaultFree.Emit(modules));
        });
    }

    static void Emit(SourceProductionContext output, PlannedGraph planned, EmitOptions options)
    {
        if (planned.Plan is { } plan) output.AddSource(Names.Pascal(planned.Folder) + ".g.cs", GraphEmitter.Emit(plan));
        Report(output, "graph " + planned.Folder, planned.Diagnostics, planned.Paths, options);
    }

    static void Emit(SourceProductionContext output, ReadManifest manifest, EmitOptions options)
    {
        if (manifest.Manifest is { Language: ModuleLanguage.CSharp } read)
            output.AddSource(ConfigNames.Of(read.Name) + ".g.cs", ConfigTypeEmitter.Emit(read));
        Report(output, "module " + manifest.Name, manifest.Diagnostics, manifest.Paths, options);
    }

    /// <summary>The analyzer says what is wrong and where; without it this does. The <c>#error</c> only makes the build fail
    /// whatever becomes of both.</summary>
    static void Report(
        SourceProductionContext output, string what, EquatableArray<FastPaas.Graph.Diagnostic> mistakes, PathMap paths,
        EmitOptions options)
    {
        if (!options.AnalyzersRun)
        {
            foreach (FastPaas.Graph.Diagnostic mistake in mistakes) output.ReportDiagnostic(Mistakes.ToRoslyn(mistake, paths));
        }

        string[] ids = [.. mistakes.Where(mistake => mistake.Severity == FastPaas.Graph.DiagnosticSeverity.Error)
            .Select(mistake => mistake.Id)];
        if (ids.Length == 0) return;
        string count = ids.Length == 1 ? "a mistake" : $"{ids.Length} mistakes";
        output.AddSource($"{Names.Pascal(what)}.refused.g.cs",
            $"#error {what} has {count}: {string.Join(", ", ids.Distinct())}\n");
    }
}

/// <summary>What a project asks of the generator.</summary>
readonly record struct EmitOptions(bool EmitsModules, bool AnalyzersRun)
{
    public static EmitOptions Read(AnalyzerConfigOptionsProvider provider)
    {
        AnalyzerConfigOptions options = provider.GlobalOptions;
        options.TryGetValue("build_property.FastPaasEmit", out string? emit);
        return new EmitOptions(emit == "modules", !IsFalse(options, "RunAnalyzers")
            && !IsFalse(options, "RunAnalyzersDuringBuild"));
    }

    static bool IsFalse(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue("build_property." + property, out string? value)
        && string.Equals(value, "false", System.StringComparison.OrdinalIgnoreCase);
}

/// <summary>A graph as far as the validator came. It holds no text, so a comment leaves it equal.</summary>
sealed record PlannedGraph(string Folder, DispatchPlan? Plan, EquatableArray<FastPaas.Graph.Diagnostic> Diagnostics,
    PathMap Paths)
{
    public static PlannedGraph Compile(GraphInput input)
    {
        GraphResult result = GraphCompiler.Compile(input.Sources);
        string folder = input.Graph.Folder.Length > 0 ? input.Graph.Folder : "graph";
        return new PlannedGraph(folder, result.Plan, result.Diagnostics, input.Paths);
    }

    /// <summary>With a recovery point before each node in C# that isn't trusted and whose module isn't known to be free of
    /// faults.</summary>
    public PlannedGraph Guard(EquatableArray<string> faultFree) => Plan is null ? this : this with
    {
        Plan = Plan with
        {
            Nodes = Plan.Nodes.Select(node => node is ModuleNode { Trusted: false, Module.Language: ModuleLanguage.CSharp } used
                && !faultFree.Contains(used.Module.Name) ? used with { IsGuarded = true } : node).ToEquatableArray(),
        },
    };
}

/// <summary>A manifest as far as the validator came.</summary>
sealed record ReadManifest(string Name, ModuleManifest? Manifest, EquatableArray<FastPaas.Graph.Diagnostic> Diagnostics,
    PathMap Paths)
{
    public static ReadManifest Compile(InputFile file)
    {
        ManifestResult result = GraphCompiler.CompileManifest(file.Source);
        return new ReadManifest(file.Source.Path, result.Manifest, result.Diagnostics, PathMap.Of(file));
    }
}
