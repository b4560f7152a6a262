using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>The seam to the match language.</summary>
internal static class ExpressionReader
{
    /// <summary>Null: wrong, and reported.</summary>
    public static MatchExpression? Read(TomlString text, DiagnosticBag diagnostics)
    {
        diagnostics.Error(Rule.NotBuilt, text.Position, "this build can't do match expressions yet");
        return null;
    }
}
