using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using FastPaas.TestHost;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>Each mistake of a graph is said once in a build, whoever says it, and the build fails.</summary>
public sealed class MistakeTests
{
    static readonly GraphSource wrong = new("""
        schema = 1
        name = "wrong"
        colour = "red"
        [port.wire]
        device = "net_null0"
        next = "nowhere"
        """);

    [Test]
    [Arguments("true")]
    [Arguments("false")]
    public async Task Each_mistake_is_reported_once_with_and_without_analyzers(string runAnalyzers)
    {
        string[] expected =
            [.. wrong.Compile(ModuleSet.None).Diagnostics.Select(mistake =>
                Line(mistake.Id, mistake.Position.Line, mistake.Position.Column))];
        Assert.Equal(2, expected.Length);
        ImmutableArray<Diagnostic> reported = await Build(wrong, runAnalyzers);
        Assert.Equal(expected.Order(), reported.Where(diagnostic => diagnostic.Id.StartsWith("FP")).Select(Line).Order());
        Assert.All(reported.Where(diagnostic => diagnostic.Id.StartsWith("FP")), diagnostic =>
            Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
    }

    [Test]
    [Arguments("true")]
    [Arguments("false")]
    public async Task One_error_in_generated_code_fails_the_build_whatever_becomes_of_the_analyzer(string runAnalyzers)
    {
        ImmutableArray<Diagnostic> reported = await Build(wrong, runAnalyzers);
        Diagnostic refusal = Assert.Single(reported, diagnostic => diagnostic.Id == "CS1029");
        Assert.Contains("graph graph has 2 mistakes", refusal.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Test]
    public async Task A_right_graph_reports_nothing()
    {
        Assert.Empty(await Build(GraphSource.FromRepository("macswap"), "true"));
    }

    static async Task<ImmutableArray<Diagnostic>> Build(GraphSource graph, string runAnalyzers)
    {
        GeneratorInput input = GeneratorInput.Of([graph], [ModuleSet.Catalogue]);
        input.Properties["RunAnalyzers"] = runAnalyzers;
        Compilation compilation = InMemoryCompiler.CreateCompilation(
            "Wrong", new Dictionary<string, string>(), [ModuleSet.Catalogue.Reference], allowUnsafe: true);
        InMemoryCompiler.CreateDriver(input)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out ImmutableArray<Diagnostic> generator);
        ImmutableArray<Diagnostic> compiler = compilation.GetDiagnostics();
        ImmutableArray<Diagnostic> analyzer = runAnalyzers == "false" ? [] : await compilation
            .WithAnalyzers([new GraphAnalyzer()], new AnalyzerOptions([.. input.Texts], input))
            .GetAnalyzerDiagnosticsAsync();
        return [.. generator, .. compiler.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), .. analyzer];
    }

    static string Line(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        return Line(diagnostic.Id, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
    }

    static string Line(string id, int line, int column) => $"{id} {line},{column}";
}
