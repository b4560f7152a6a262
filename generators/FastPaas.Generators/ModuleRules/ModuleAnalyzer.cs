using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FastPaas.Generators.ModuleRules;

/// <summary>Holds module code to what DESIGN allows it: in safe C# without static state, with an allow-list of the platform's
/// members, so
/// that it reaches its packets, its state and its heap only; and Process in what raw code can do. An operator who trusts a module
/// (<c>trusted = true</c> at all of its nodes; the build passes <c>FastPaasTrustedModules</c>) spares it the
/// allow-list.</summary>
/// <remarks>
/// What one method does is noted while the compiler goes over it; which methods run on an lcore is known at the end:
/// <c>Process</c> of each module and all that it reaches.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModuleAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ModuleRule.All;

    public override void Initialize(AnalysisContext context)
    {
        // A file that calls itself generated is a module author's all the same.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    static void Start(CompilationStartAnalysisContext context)
    {
        if (ModuleScope.Read(context.Options, context.CancellationToken) is not { } scope) return;
        ConcurrentDictionary<ISymbol, MethodNotes> notes = new(SymbolEqualityComparer.Default);
        context.RegisterSyntaxNodeAction(UnsafeSyntax.Check, UnsafeSyntax.Kinds);
        context.RegisterSyntaxNodeAction(Attributes.Check, SyntaxKind.Attribute);
        context.RegisterSymbolAction(symbol => Declarations.Check(symbol, scope), SymbolKind.NamedType, SymbolKind.Field,
            SymbolKind.Method,
            SymbolKind.Property, SymbolKind.Event);
        context.RegisterOperationBlockAction(block =>
        {
            if (ModuleScope.IsGenerated(block.OwningSymbol.Locations[0].SourceTree!)) return;
            new OperationRules(block, scope, NotesOf).Check();
        });
        MethodNotes NotesOf(ISymbol owner) => notes.GetOrAdd(owner.OriginalDefinition, static owner => new MethodNotes(owner));
        context.RegisterCompilationEndAction(end =>
        {
            Contracts.Check(end, scope);
            new LcoreCode(notes, scope).Report(end);
        });
    }
}
