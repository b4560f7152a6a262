using System;

namespace FastPaas.Graph;

/// <summary>A place in a file. <paramref name="Line"/> and <paramref name="Column"/> count from 1; columns count UTF-16 units.
/// <paramref name="File"/> is relative to the graph's folder (or <c>name/module.toml</c>): never absolute, so builds
/// repeat.</summary>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}({Line},{Column})";
}

public enum DiagnosticSeverity
{
    Error,
    Warning,
}

/// <summary>One mistake, as data. The text says what is wrong and what to write instead.</summary>
public sealed record Diagnostic(string Id, DiagnosticSeverity Severity, SourcePosition Position, string Message)
{
    /// <summary>The line that <c>check</c>, the analyzer and the compiler all print.</summary>
    public override string ToString() =>
        $"{Position}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Id}: {Message}";
}
