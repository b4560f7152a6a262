using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace FastPaas.TestHost;

/// <param name="Image">Null: it doesn't compile.</param>
/// <param name="Symbols">Portable PDB.</param>
/// <param name="Generated">The generator's files, by name.</param>
public sealed record CompileOutput(
    byte[]? Image, byte[]? Symbols, IReadOnlyDictionary<string, string> Generated,
    IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> Diagnostics)
{
    public string Errors =>
        string.Join("\n",
            Diagnostics.Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
}

/// <summary>Roslyn with our generator, in memory.</summary>
public static class InMemoryCompiler
{
    static readonly Lazy<MetadataReference[]> framework = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "FastPaas.Abstractions.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))]);

    static readonly CSharpParseOptions parseOptions = new(LanguageVersion.Latest);

    public static CompileOutput Compile(
        string assemblyName, IReadOnlyDictionary<string, string> sources, GeneratorInput input,
        IEnumerable<MetadataReference> references,
        bool allowUnsafe)
    {
        CSharpCompilation compilation = CreateCompilation(assemblyName, sources, references, allowUnsafe);
        GeneratorDriver driver = CreateDriver(input);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out var generatorDiagnostics);
        Dictionary<string, string> generated = driver.GetRunResult().Results
            .SelectMany(result => result.GeneratedSources)
            .ToDictionary(source => source.HintName, source => source.SourceText.ToString());
        using MemoryStream image = new(), symbols = new();
        EmitResult result = updated.Emit(image, symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return new CompileOutput(
            result.Success ? image.ToArray() : null, result.Success ? symbols.ToArray() : null, generated,
            [.. generatorDiagnostics, .. result.Diagnostics]);
    }

    public static CSharpCompilation CreateCompilation(
        string assemblyName, IReadOnlyDictionary<string, string> sources, IEnumerable<MetadataReference> references,
        bool allowUnsafe) =>
        CSharpCompilation.Create(
            assemblyName,
            sources.Select(source =>
                CSharpSyntaxTree.ParseText(source.Value, parseOptions, source.Key, System.Text.Encoding.UTF8)),
            [.. framework.Value, .. references],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: allowUnsafe,
                nullableContextOptions: NullableContextOptions.Enable, deterministic: true));

    public static GeneratorDriver CreateDriver(GeneratorInput input) => CSharpGeneratorDriver.Create(
        [new GraphGenerator().AsSourceGenerator()], input.Texts, parseOptions, input,
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
