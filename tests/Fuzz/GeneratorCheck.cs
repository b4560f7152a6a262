using System.Collections.Immutable;
using System.Linq;
using FastPaas.Generators;
using FastPaas.TestHost;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Fuzz.Tests;

/// <summary>What holds of the generator and the analyzer for every input: neither throws; a graph without mistakes becomes C#
/// without any; one with mistakes fails the build.</summary>
static class GeneratorCheck
{
    static readonly string[] Catalogue = [.. ModuleSet.Catalogue.Manifests.Select(file => file.Key + file.Value)];

    // Compilations made of one share what was read of the framework.
    static readonly CSharpCompilation Empty = InMemoryCompiler.CreateCompilation(
        "Fuzz", ImmutableDictionary<string, string>.Empty, [ModuleSet.Catalogue.Reference], allowUnsafe: true);

    public static Verdict Of(FuzzInput input)
    {
        GeneratorInput files = FilesOf(input, emitsModules: false);
        GeneratorDriver driver = InMemoryCompiler.CreateDriver(files)
            .RunGeneratorsAndUpdateCompilation(Empty, out Compilation updated, out _);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        if (result.Exception is { } exception) return new($"the generator throws {exception}", false);
        bool accepted = !result.GeneratedSources
            .Any(source => source.HintName.EndsWith(".refused.g.cs", System.StringComparison.Ordinal));
        string? broken = Analyzed(files) ?? Configurations(input);
        return new(broken ?? (accepted ? Compiled(input, result, updated) : Refused(result)), accepted);
    }

    /// <summary>The other half of the generator: configuration types, from whichever manifests have no mistakes.</summary>
    static string? Configurations(FuzzInput input)
    {
        if (HasCatalogue(input)) return null;
        GeneratorDriver driver = InMemoryCompiler.CreateDriver(FilesOf(input, emitsModules: true))
            .RunGeneratorsAndUpdateCompilation(Empty, out Compilation updated, out _);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        if (result.Exception is { } exception) return $"the generator throws on manifests {exception}";
        Diagnostic? error = updated.GetDiagnostics()
            .FirstOrDefault(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Id: not "CS1029" });
        return error is null ? null : $"configuration types have mistakes: {error}";
    }

    static GeneratorInput FilesOf(FuzzInput input, bool emitsModules)
    {
        var files = new GeneratorInput(emitsModules, []);
        foreach (Graph.SourceFile file in input.Files)
        {
            bool isModule = file.Path.Contains('/');
            files.Add(isModule ? "module" : file.Path == "graph.toml" ? "graph" : "tenant", isModule ? "" : "fuzz", file.Path,
                file.Text);
        }

        return files;
    }

    static string? Analyzed(GeneratorInput files)
    {
        var options = new AnalyzerOptions([.. files.Texts], files);
        ImmutableArray<Diagnostic> diagnostics = Empty.WithAnalyzers([new GraphAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        Diagnostic? crash = diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "AD0001");
        return crash is null ? null : $"the analyzer throws {crash}";
    }

    /// <summary>What is written for a refused graph stops the build by #error, and by nothing else.</summary>
    static string? Refused(GeneratorRunResult result)
    {
        Diagnostic[] errors = [.. result.GeneratedSources.SelectMany(source => source.SyntaxTree.GetDiagnostics())];
        if (errors.Length == 0) return "a refused graph builds";
        Diagnostic? other = errors.FirstOrDefault(error => error.Id != "CS1029");
        return other is null ? null : $"a refused graph has C# mistakes: {other}";
    }

    static string? Compiled(FuzzInput input, GeneratorRunResult result, Compilation updated)
    {
        // Other manifests than the catalogue's describe modules that no assembly has: then only the syntax counts.
        Diagnostic? error = HasCatalogue(input)
            ? updated.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : result.GeneratedSources.SelectMany(source => source.SyntaxTree.GetDiagnostics()).FirstOrDefault();
        return error is null ? null : $"generated code has mistakes: {error}";
    }

    static bool HasCatalogue(FuzzInput input) =>
        input.Files.Where(file => file.Path.Contains('/')).All(file => Catalogue.Contains(file.Path + file.Text));
}
