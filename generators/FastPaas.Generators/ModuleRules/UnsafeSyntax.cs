using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0501: what leaves the type system. The compiler refuses pointers already; this says it once more where a project
/// file or
/// a trusted build could allow them, and refuses what the compiler lets pass.</summary>
static class UnsafeSyntax
{
    public static readonly ImmutableArray<SyntaxKind> Kinds =
    [
        SyntaxKind.UnsafeStatement, SyntaxKind.FixedStatement, SyntaxKind.PointerType,
        SyntaxKind.FunctionPointerType, SyntaxKind.StackAllocArrayCreationExpression,
        SyntaxKind.ImplicitStackAllocArrayCreationExpression,
        SyntaxKind.LocalFunctionStatement, SyntaxKind.MakeRefExpression, SyntaxKind.RefTypeExpression,
        SyntaxKind.RefValueExpression, SyntaxKind.ArgListExpression,
    ];

    public static void Check(SyntaxNodeAnalysisContext context)
    {
        if (ModuleScope.IsGenerated(context.Node.SyntaxTree)) return;
        if (context.Node is LocalFunctionStatementSyntax function && !function.Modifiers.Any(SyntaxKind.ExternKeyword)) return;
        string what = context.Node.Kind() switch
        {
            SyntaxKind.StackAllocArrayCreationExpression or SyntaxKind.ImplicitStackAllocArrayCreationExpression =>
                "stackalloc takes from a stack that the host sizes; keep an array from `heap.Allocate<T>(n)` in State",
            SyntaxKind.PointerType or SyntaxKind.FunctionPointerType =>
                "pointers can't be used in a module; index a NativeArray<T> or a Span<T>",
            SyntaxKind.UnsafeStatement or SyntaxKind.FixedStatement =>
                "unsafe code can't be used in a module; packets are reached through Burst, memory through NativeArray<T>",
            SyntaxKind.LocalFunctionStatement => "a module calls no native code; write it in C#, or as a C module",
            _ => "typed references can't be used in a module; write `ref` parameters",
        };
        context.ReportDiagnostic(Diagnostic.Create(ModuleRule.Unsafe, context.Node.GetLocation(), what + "."));
    }
}
