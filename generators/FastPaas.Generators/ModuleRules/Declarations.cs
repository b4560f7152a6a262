using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0501, 0502, 0503 and 0510 as far as declarations show them.</summary>
static class Declarations
{
    const string Namespace = "FastPaas.Modules";

    public static void Check(SymbolAnalysisContext context, ModuleScope scope)
    {
        ISymbol symbol = context.Symbol;
        if (symbol.IsImplicitlyDeclared || symbol.Locations[0].SourceTree is not { } tree
            || ModuleScope.IsGenerated(tree)) return;
        switch (symbol)
        {
            case INamedTypeSymbol type:
                CheckType(context, type, scope.IsTrusted(tree));
                break;
            case IFieldSymbol { IsStatic: true, IsConst: false, ContainingType.TypeKind: not TypeKind.Enum }:
                Report(context, ModuleRule.Static, symbol,
                    $"a static field keeps {symbol.Name} outside the node, and its initialiser is a static constructor, which an "
                    + "lcore can't run; write a const, a `static ReadOnlySpan<T> X => [...]` of constants, or a field of State");
                break;
            case IPropertySymbol { IsStatic: true } property when property.ContainingType.GetMembers().OfType<IFieldSymbol>()
                .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)):
                Report(context, ModuleRule.Static, symbol,
                    $"a static property with storage keeps {symbol.Name} outside the node; write a field of State");
                break;
            case IEventSymbol:
                Report(context, ModuleRule.Static, symbol, "events can't be used in a module");
                break;
            case IMethodSymbol { MethodKind: MethodKind.StaticConstructor }:
                Report(context, ModuleRule.Static, symbol, "a static constructor can't run on an lcore; fill State in Init");
                break;
            case IMethodSymbol { MethodKind: MethodKind.Destructor }:
                Report(context, ModuleRule.Static, symbol, "a finalizer runs on a thread that isn't the module's; remove it");
                break;
            case IMethodSymbol { IsExtern: true }:
                Report(context, ModuleRule.Unsafe, symbol,
                    $"{symbol.Name} is extern: a module calls no native code; write it in C#, or as a C module");
                break;
        }
    }

    static void CheckType(SymbolAnalysisContext context, INamedTypeSymbol type, bool isTrusted)
    {
        if (type.ContainingType is null && type.ContainingNamespace.ToDisplayString() != Namespace)
            Report(context, ModuleRule.Namespace, type,
                $"{type.Name} is outside `namespace {Namespace};`; write that at the top of the file");
        if (isTrusted) return;
        if (type.BaseType is { } parent && !IsOwn(parent, type) && !AllowList.Shipped.AllowsBase(parent))
            Report(context, ModuleRule.NotAllowed, type,
                $"{type.Name} derives from {parent.ToDisplayString()}; a module's types derive from no platform class");
        foreach (INamedTypeSymbol face in type.Interfaces.Where(face => !IsOwn(face, type) && !IsOfRecord(face, type)
            && !AllowList.Shipped.AllowsBase(face)))
            Report(context, ModuleRule.NotAllowed, type,
                $"{type.Name} implements {face.ToDisplayString()}, which is not on the list of what modules may use");
    }

    static bool IsOfRecord(INamedTypeSymbol face, INamedTypeSymbol type) => type.IsRecord && face.Name == "IEquatable";

    static bool IsOwn(INamedTypeSymbol used, INamedTypeSymbol user) =>
        SymbolEqualityComparer.Default.Equals(used.ContainingAssembly, user.ContainingAssembly);

    static void Report(SymbolAnalysisContext context, DiagnosticDescriptor rule, ISymbol symbol, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, symbol.Locations[0], message + "."));
}
