using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FastPaas.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators;

/// <summary>Reports every mistake of the graphs where it stands, in the editor and in a build. What it reports can't be built
/// either:
/// <see cref="GraphGenerator"/> refuses it too.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphAnalyzer : DiagnosticAnalyzer
{
    // The ids are the validator's, which knows no Roslyn; an analyzer must name in advance what it may say.
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. Enumerable.Range(1, 999).Select(number => Mistakes.Describe($"FP{number:0000}", isError: true))];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationAction(Report);
    }

    static void Report(CompilationAnalysisContext context)
    {
        AnalyzerConfigOptionsProvider provider = context.Options.AnalyzerConfigOptionsProvider;
        InputFile[] files = [.. context.Options.AdditionalFiles
            .Select(file => InputFile.Read(file, provider, context.CancellationToken))
            .OfType<InputFile>()];
        if (EmitOptions.Read(provider).EmitsModules) ReportManifests(context, files);
        else ReportGraphs(context, files);
    }

    static void ReportManifests(CompilationAnalysisContext context, InputFile[] files)
    {
        foreach (InputFile file in files.Where(file => file.Kind == InputKind.Module))
        {
            foreach (FastPaas.Graph.Diagnostic mistake in GraphCompiler.CompileManifest(file.Source).Diagnostics)
            {
                context.ReportDiagnostic(Mistakes.ToRoslyn(mistake, PathMap.Of(file)));
            }
        }
    }

    static void ReportGraphs(CompilationAnalysisContext context, InputFile[] files)
    {
        HashSet<FastPaas.Graph.Diagnostic> reported = [];
        foreach (GraphInput input in InputFile.Group(files))
        {
            foreach (FastPaas.Graph.Diagnostic mistake in GraphCompiler.Compile(input.Sources).Diagnostics)
            {
                // Two graphs share the manifests: a mistake in one of those is one mistake.
                bool shared = input.Modules.Any(module => module.Source.Path == mistake.Position.File);
                if (!shared || reported.Add(mistake)) context.ReportDiagnostic(Mistakes.ToRoslyn(mistake, input.Paths));
            }
        }
    }
}
