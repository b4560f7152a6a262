using System.Collections.Generic;
using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>The seam to the match language.</summary>
internal static class ExpressionReader
{
    /// <summary>Null: wrong, and reported.</summary>
    public static MatchExpression? Read(TomlString text, DiagnosticBag diagnostics)
    {
        List<Diagnostic> mistakes = [];
        MatchExpression? expression = MatchParser.Parse(text, mistakes);
        diagnostics.AddRange(mistakes);
        return expression;
    }
}
