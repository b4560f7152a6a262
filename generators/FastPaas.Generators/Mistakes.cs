using System.Collections.Concurrent;
using FastPaas.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Severity = Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace FastPaas.Generators;

/// <summary>The shared validator's diagnostics as Roslyn's.</summary>
static class Mistakes
{
    const string Category = "FastPaas.Graph";

    static readonly ConcurrentDictionary<(string Id, bool IsError), DiagnosticDescriptor> descriptors = new();

    public static Microsoft.CodeAnalysis.Diagnostic ToRoslyn(FastPaas.Graph.Diagnostic mistake, PathMap paths)
    {
        bool isError = mistake.Severity == FastPaas.Graph.DiagnosticSeverity.Error;
        DiagnosticDescriptor descriptor = descriptors.GetOrAdd((mistake.Id, isError), key => Describe(key.Id, key.IsError));
        LinePosition start = new(mistake.Position.Line - 1, mistake.Position.Column - 1);
        Location location = Location.Create(
            paths.PathOf(mistake.Position.File), default, new LinePositionSpan(start, start));
        return Microsoft.CodeAnalysis.Diagnostic.Create(descriptor, location, mistake.Message);
    }

    public static DiagnosticDescriptor Describe(string id, bool isError) => new(
        id, "A mistake in a service graph", "{0}", Category, isError ? Severity.Error : Severity.Warning,
        isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.NotConfigurable);
}
