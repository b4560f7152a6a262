using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0507: attributes change what code means (layout, module initialisers, native imports), so only a few are let
/// through,
/// wherever they stand.</summary>
static class Attributes
{
    /// <summary>MethodImplOptions.NoInlining and AggressiveInlining; Synchronized, for one, is a lock.</summary>
    const int MethodImplAllowed = 8 | 256;

    public static void Check(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        SyntaxTree tree = attribute.SyntaxTree;
        if (ModuleScope.IsGenerated(tree)) return;
        INamedTypeSymbol? type = context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol?.ContainingType;
        if (attribute.Parent is AttributeListSyntax { Target.Identifier.ValueText: "assembly" or "module" })
        {
            // What it proves is the generator's to say, in whatever file.
            if (!IsOfTheBuild(tree) || type?.Name == nameof(FaultFree) + "Attribute")
                Report(context, "a module can't set attributes of the assembly; remove this.");
            return;
        }

        if (type is null) return;
        if (AllowList.Shipped.AllowsAttribute(type) && (type.Name != "MethodImplAttribute"
            || IsAllowed(context, attribute))) return;
        Report(context, $"[{attribute.Name}] is not on the list of what modules may use; remove it.");
    }

    static bool IsAllowed(SyntaxNodeAnalysisContext context, AttributeSyntax methodImpl) =>
        methodImpl.ArgumentList is { Arguments.Count: 1 } list
        && context.SemanticModel.GetConstantValue(list.Arguments[0].Expression, context.CancellationToken) is { HasValue: true,
            Value: int options }
        && (options & ~MethodImplAllowed) == 0;

    /// <summary>The SDK writes some (version, target framework), in files of its own, below no module folder.</summary>
    static bool IsOfTheBuild(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".AssemblyInfo.cs", StringComparison.Ordinal)
        || tree.FilePath.EndsWith(".AssemblyAttributes.cs", StringComparison.Ordinal);

    static void Report(SyntaxNodeAnalysisContext context, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(ModuleRule.Attribute, context.Node.GetLocation(), message));
}
