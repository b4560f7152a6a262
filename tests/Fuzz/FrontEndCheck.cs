using System;
using System.Linq;
using FastPaas.Graph;

namespace FastPaas.Fuzz.Tests;

/// <summary>What holds of the front end for every input, however broken.</summary>
static class FrontEndCheck
{
    public static Verdict Of(FuzzInput input)
    {
        GraphResult result;
        try
        {
            result = GraphCompiler.Compile(input.Sources);
        }
        catch (Exception exception)
        {
            return new($"the compiler throws {exception}", false);
        }

        return new(Broken(input, result), result.Plan is not null);
    }

    static string? Broken(FuzzInput input, GraphResult result)
    {
        bool wrong = result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (wrong == result.Plan is not null) return wrong ? "a plan in spite of errors" : "no plan and no error";
        if (result.Diagnostics.Distinct().Count() != result.Diagnostics.Count) return "a mistake twice";
        string? misplaced = result.Diagnostics
            .Select(diagnostic => Misplaced(input, diagnostic)).FirstOrDefault(text => text is not null);
        if (misplaced is not null) return misplaced;
        return GraphCompiler.Compile(input.Sources).Equals(result) ? null : "a second run gives another result";
    }

    static string? Misplaced(FuzzInput input, Diagnostic diagnostic)
    {
        SourceFile? file = input.Files.FirstOrDefault(file => file.Path == diagnostic.Position.File);
        if (file is null) return $"a position in no file: {diagnostic}";
        string[] lines = file.Text.Split('\n');
        SourcePosition at = diagnostic.Position;
        bool inside = at.Line >= 1 && at.Line <= lines.Length && at.Column >= 1 && at.Column <= lines[at.Line - 1].Length + 1;
        if (!inside) return $"a position outside of its file: {diagnostic}";
        bool readable = diagnostic.Message.Length is > 0 and < 2_000 && !diagnostic.Message.Any(char.IsControl);
        return readable ? null : $"a message that is no line: {diagnostic}";
    }
}
