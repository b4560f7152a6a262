using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph;

/// <summary>Collects the mistakes of one compilation.</summary>
internal sealed class DiagnosticBag
{
    readonly List<Diagnostic> items = [];

    public int ErrorCount { get; private set; }

    public void Error(string rule, SourcePosition position, string message) =>
        Add(new Diagnostic(rule, DiagnosticSeverity.Error, position, message));

    public void Warning(string rule, SourcePosition position, string message) =>
        Add(new Diagnostic(rule, DiagnosticSeverity.Warning, position, message));

    public bool HasAny(string rule) => items.Any(item => item.Id == rule);

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics) Add(diagnostic);
    }

    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == DiagnosticSeverity.Error) ErrorCount++;
        items.Add(diagnostic);
    }

    /// <summary>Each once, by file, line, column, id.</summary>
    public EquatableArray<Diagnostic> Sorted() => items
        .Distinct()
        .OrderBy(item => item.Position.File, StringComparer.Ordinal)
        .ThenBy(item => item.Position.Line)
        .ThenBy(item => item.Position.Column)
        .ThenBy(item => item.Id, StringComparer.Ordinal)
        .ThenBy(item => item.Message, StringComparer.Ordinal)
        .ToEquatableArray();
}
