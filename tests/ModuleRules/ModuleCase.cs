using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Generators.ModuleRules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FastPaas.ModuleRules.Tests;

/// <summary>A module of the corpora: one file, the module's class <c>Probe</c>. Lines that begin with <c>//#</c> replace the
/// lines of the
/// manifest that begin with the same key.</summary>
static class ModuleCase
{
    static readonly string[] manifest =
    [
        "name = \"probe\"", "language = \"csharp\"", "summary = \"A case\"", "packet = \"read\"", "reads = [\"ip.src\"]",
            "outputs = [\"out\"]",
    ];

    static readonly ImmutableArray<MetadataReference> references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) == "FastPaas.Abstractions.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the analyzer says, by line, and the compiler's own errors before it.</summary>
    public static string Diagnose(string text, string trusted = "", string file = "Probe.cs")
    {
        string[] own = [.. text.Split('\n').Where(line => line.StartsWith("//#", StringComparison.Ordinal)).Select(line =>
            line[3..].Trim())];
        IEnumerable<string> rest = manifest.Where(line => !own.Any(other => Key(other) == Key(line)));
        CSharpParseOptions parse = new(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Probe",
            [
                CSharpSyntaxTree.ParseText(text, parse, "modules/probe/" + file),
                CSharpSyntaxTree.ParseText(
                    "namespace FastPaas.Modules; public sealed record "
                    + "ProbeConfig(System.Collections.Generic.IReadOnlyList<uint> Values);",
                    parse, "obj/FastPaas.Generators/FastPaas.Generators.GraphGenerator/ProbeConfig.g.cs"),
            ],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        AnalyzerOptions options = new([new ManifestText(string.Join('\n', own.Concat(rest)))], new BuildOptions(trusted));
        ImmutableArray<Diagnostic> found = compilation.WithAnalyzers(
            [new ModuleAnalyzer()], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return string.Concat(compilation.GetDiagnostics().Where(error => error.Severity == DiagnosticSeverity.Error).Concat(found)
            .OrderBy(error => error.Location.GetLineSpan().StartLinePosition).ThenBy(error => error.Id)
            .Select(error => $"{error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.Id} {error.GetMessage()}\n"));
    }

    static string Key(string line) => line.Split('=')[0].Trim();

    sealed class ManifestText(string text) : AdditionalText
    {
        public override string Path => "modules/probe/module.toml";

        public override SourceText GetText(CancellationToken cancellation = default) => SourceText.From(text);
    }

    sealed class BuildOptions(string trusted) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new Dictionary<string, string>
        {
            ["build_property.FastPaasEmit"] = "modules",
            ["build_property.FastPaasTrustedModules"] = trusted,
        });

        static Values File { get; } = new(new Dictionary<string, string>
        {
            ["build_metadata.AdditionalFiles.FastPaasKind"] = "module",
            ["build_metadata.AdditionalFiles.FastPaasPath"] = "probe/module.toml",
        });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText text) => File;
    }

    sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
