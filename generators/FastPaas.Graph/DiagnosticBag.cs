using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FastPaas.Graph;

/// <summary>Collects the mistakes of one compilation.</summary>
internal sealed class DiagnosticBag
{
    readonly List<Diagnostic> items = [];
    readonly HashSet<string> rules = [];
    int errorsLeftOut;
    int leftOut;

    public int ErrorCount { get; private set; }

    public void Error(string rule, SourcePosition position, string message) =>
        Add(new Diagnostic(rule, DiagnosticSeverity.Error, position, message));

    public void Warning(string rule, SourcePosition position, string message) =>
        Add(new Diagnostic(rule, DiagnosticSeverity.Warning, position, message));

    public bool HasAny(string rule) => rules.Contains(rule);

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics) Add(diagnostic);
    }

    public void Add(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == DiagnosticSeverity.Error;
        if (isError) ErrorCount++;
        rules.Add(diagnostic.Id);
        if (items.Count == Limits.MistakesMax)
        {
            leftOut++;
            if (isError) errorsLeftOut++;
        }
        else items.Add(diagnostic with { Message = OnOneLine(diagnostic.Message) });
    }

    /// <summary>Messages quote names and texts as the file has them: a newline or a control character in one is shown as its
    /// escape, so that a mistake is one line of output, moves no terminal's cursor, and reads in its own direction.</summary>
    static string OnOneLine(string message) => message.Any(IsUnprintable)
        ? string.Concat(message.Select(c => c == '\n' ? "\\n" : IsUnprintable(c) ? $"\\u{(int)c:X4}" : c.ToString()))
        : message;

    static bool IsUnprintable(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Each once, by file, line, column, id.</summary>
    public EquatableArray<Diagnostic> Sorted() => items.Concat(LeftOut())
        .Distinct()
        .OrderBy(item => item.Position.File, StringComparer.Ordinal)
        .ThenBy(item => item.Position.Line)
        .ThenBy(item => item.Position.Column)
        .ThenBy(item => item.Id, StringComparer.Ordinal)
        .ThenBy(item => item.Message, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>Beyond the limit mistakes are only counted.</summary>
    IEnumerable<Diagnostic> LeftOut()
    {
        if (leftOut == 0) yield break;
        DiagnosticSeverity severity = errorsLeftOut > 0 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        string message = FormattableString.Invariant($"{leftOut:N0} more mistakes aren't listed; mend the others first");
        yield return new Diagnostic(Rule.TooMany, severity, items[items.Count - 1].Position, message);
    }
}
