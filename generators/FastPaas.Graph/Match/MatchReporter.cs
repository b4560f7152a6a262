using System.Collections.Generic;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Match;

/// <summary>Puts the mistakes of one expression at their place in the TOML file.</summary>
sealed class MatchReporter(TomlString text, ICollection<Diagnostic> diagnostics)
{
    /// <summary>After so many mistakes the rest of an expression is noise.</summary>
    const int MistakesMax = 20;

    int count;

    public bool Any => count > 0;

    /// <summary>The grammar is broken: what follows can't be read.</summary>
    public bool Broken { get; private set; }

    public void Error(string id, int index, string message)
    {
        if (Broken) return;
        Broken = ++count == MistakesMax;
        diagnostics.Add(new(id, DiagnosticSeverity.Error, text.PositionOf(index), message));
    }

    public void Break(string id, int index, string message)
    {
        Error(id, index, message);
        Broken = true;
    }

    /// <summary>What was reported leaves the rest without meaning.</summary>
    public void Abandon() => Broken = true;

    /// <summary>Another token stands where <paramref name="wanted"/> belongs: FP0301.</summary>
    public void Unexpected(MatchToken token, string wanted)
    {
        string? instead = token.Text switch
        {
            "&&" or "&" or "AND" or "And" => "and",
            "||" or "|" or "OR" or "Or" => "or",
            "!" or "NOT" or "Not" => "not",
            "=" => "==",
            "IN" or "In" => "in",
            "!==" or "~=" => "!=",
            _ => null,
        };
        string hint = token.Text == ")" ? "; remove it, or write the ( that it closes"
            : token.Text == "not" ? "; negate the whole comparison: not (...)"
            : "";
        Break("FP0301", token.Index, instead is not null ? $"'{token.Text}' is no operator; write {instead}"
            : token.Kind == MatchTokenKind.End ? $"the expression ends where {wanted} belongs"
            : $"'{Shown(token.Text)}' stands where {wanted} belongs{hint}");
    }

    /// <summary>A word, short enough for a message.</summary>
    public static string Shown(string word) => word.Length > 50 ? word.Substring(0, 50) + "..." : word;
}
