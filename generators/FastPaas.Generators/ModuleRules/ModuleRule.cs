using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace FastPaas.Generators.ModuleRules;

/// <summary>The mistakes of module code, FP0501 to FP0510. Not configurable: no pragma or rule set in a module's source turns
/// them off.</summary>
static class ModuleRule
{
    public static readonly DiagnosticDescriptor Unsafe = Describe("FP0501", "Module code is safe C#");
    public static readonly DiagnosticDescriptor Static = Describe("FP0502", "Module code has no static state");
    public static readonly DiagnosticDescriptor NotAllowed = Describe("FP0503", "Module code names allowed members only");
    public static readonly DiagnosticDescriptor RawCode = Describe("FP0504", "Process keeps the rules of raw code");
    public static readonly DiagnosticDescriptor Contract = Describe("FP0505", "A module class has the members of its contract");
    public static readonly DiagnosticDescriptor State = Describe("FP0506", "A module's state is unmanaged");
    public static readonly DiagnosticDescriptor Attribute = Describe("FP0507", "Module code carries allowed attributes only");
    public static readonly DiagnosticDescriptor Reads = Describe("FP0509", "A module declares what it reads and resizes");
    public static readonly DiagnosticDescriptor Namespace = Describe("FP0510", "Module code is in namespace FastPaas.Modules");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [Unsafe, Static, NotAllowed, RawCode, Contract, State, Attribute, Reads, Namespace];

    static DiagnosticDescriptor Describe(string id, string title) => new(
        id, title, "{0}", "FastPaas.Modules", DiagnosticSeverity.Error, isEnabledByDefault: true,
        customTags: [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.CompilationEnd]);
}
