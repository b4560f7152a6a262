using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace FastPaas.Generators.ModuleRules;

/// <summary>Goes over the body of one method: reports what no module code may do, notes what code on an lcore may not
/// do.</summary>
sealed class OperationRules(OperationBlockAnalysisContext context, ModuleScope scope, Func<ISymbol, MethodNotes> notesOf)
{
    readonly SyntaxTree tree = context.OwningSymbol.Locations[0].SourceTree!;
    readonly IAssemblySymbol assembly = context.Compilation.Assembly;

    /// <summary>Those of the function that the operation at hand is in.</summary>
    MethodNotes notes = notesOf(context.OwningSymbol);

    public void Check()
    {
        bool isTrusted = scope.IsTrusted(tree);
        HeaderReads reads = new(context, scope.ManifestOf(tree));
        IEnumerable<IOperation> bodies = context.OperationBlocks.Where(block => block.Kind != OperationKind.Attribute);
        foreach (IOperation operation in bodies.SelectMany(body => body.DescendantsAndSelf()))
        {
            notes = notesOf(Function(operation));
            if (MemberOf(operation) is { } member) CheckMember(operation, member, isTrusted);
            if (!isTrusted)
            {
                CheckEverywhere(operation);
                reads.Check(operation);
            }

            if (RawCode.Mistake(operation) is { } mistake) notes.Add(ModuleRule.RawCode, operation.Syntax.GetLocation(), mistake);
        }
    }

    ISymbol Function(IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILocalFunctionOperation local) return local.Symbol;
        return context.OwningSymbol;
    }

    /// <summary>What the operation calls or touches by name, also where it stands between the lines.</summary>
    static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IMemberReferenceOperation reference => reference.Member,
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation assignment => assignment.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        IConversionOperation conversion => conversion.OperatorMethod,
        _ => null,
    };

    void CheckMember(IOperation operation, ISymbol member, bool isTrusted)
    {
        ISymbol definition = member.OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, assembly))
        {
            NoteCall(operation, definition);
            return;
        }

        // Tuples, anonymous types and delegates of the language have members of no list.
        if (definition.ContainingType is null or { IsTupleType: true } || IsDelegateUse(definition)) return;
        if (isTrusted || AllowList.Shipped.Allows(definition, Place.Lcore)) return;
        string name = member.ContainingType.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) + "."
            + member.Name;
        if (!AllowList.Shipped.Allows(definition, Place.Init))
            Report(ModuleRule.NotAllowed, operation, $"{name} is not on the list of what modules may use (AllowedMembers.txt)");
        else
            notes.Add(ModuleRule.NotAllowed, operation.Syntax.GetLocation(), $"{name} may be used in Init only, not on an lcore");
    }

    static bool IsDelegateUse(ISymbol member) =>
        member is IMethodSymbol
        {
            ContainingType.TypeKind: TypeKind.Delegate, MethodKind: MethodKind.DelegateInvoke or MethodKind.Constructor,
        };

    void NoteCall(IOperation operation, ISymbol definition)
    {
        switch (definition)
        {
            case IMethodSymbol method:
                notes.AddCall(method);
                if (method.MethodKind == MethodKind.Constructor) NoteInitialisers(method.ContainingType);
                if (method is { IsImplicitlyDeclared: true, ContainingType.IsRecord: true,
                    MethodKind: not MethodKind.Constructor } && method.Name != "Deconstruct")
                    notes.Add(ModuleRule.RawCode, operation.Syntax.GetLocation(),
                        $"the {method.Name} that the compiler gives a record needs the runtime; compare the fields");
                break;
            case IPropertySymbol property:
                if (property.GetMethod is { } get) notes.AddCall(get);
                if (property.SetMethod is { } set) notes.AddCall(set);
                break;
        }
    }

    void NoteInitialisers(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
            if (member is { IsStatic: false } and (IFieldSymbol or IPropertySymbol)) notes.AddCall(member);
    }

    void CheckEverywhere(IOperation operation)
    {
        switch (operation)
        {
            case IUsingOperation or IUsingDeclarationOperation:
                Report(ModuleRule.NotAllowed, operation,
                    "`using` can't be used in a module: nothing that it may own needs Dispose");
                break;
            case ILockOperation or IAwaitOperation:
                Report(ModuleRule.NotAllowed, operation, "a module has one thread, the caller's; remove lock and await");
                break;
            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicObjectCreationOperation
                or IDynamicIndexerAccessOperation:
                Report(ModuleRule.NotAllowed, operation, "`dynamic` can't be used in a module; write the type");
                break;
            case IDefaultValueOperation or IObjectCreationOperation when IsView(operation.Type):
                string view = operation.Type!.Name;
                Report(ModuleRule.NotAllowed, operation, $"only the host makes a {view}; use the parameter of Process");
                break;
            case IConversionOperation { IsImplicit: false, Type.Name: "IDisposable" }:
                Report(ModuleRule.NotAllowed, operation, "IDisposable is not on the list of what modules may use");
                break;
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model }:
                ForEachStatementInfo info = model.GetForEachStatementInfo(syntax);
                ISymbol?[] members = [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty];
                foreach (ISymbol? member in members)
                    if (member is not null && !IsCollection(member)) CheckMember(operation, member, isTrusted: false);
                break;
        }
    }

    static bool IsView(ITypeSymbol? type) =>
        type is
        {
            ContainingNamespace.Name: "FastPaas",
            Name: "Burst" or "WritableBurst" or "CreatingBurst" or "WritablePacket" or "ParsedHeaders" or "PacketHeaders",
        };

    /// <summary>The non-generic interfaces through which the compiler walks arrays.</summary>
    static bool IsCollection(ISymbol member) => member.ContainingNamespace.ToDisplayString() == "System.Collections";

    void Report(DiagnosticDescriptor rule, IOperation operation, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), message + "."));
}
