using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0504. An lcore's thread is unknown to the runtime: what allocates, throws or needs a garbage-collected reference
/// ends the
/// process or reads moved data. The build's disassembly finds the same again; this says it at the line.</summary>
static class RawCode
{
    /// <summary>What is wrong with the operation on an lcore, and what to write instead; null: nothing.</summary>
    public static string? Mistake(IOperation operation) => operation switch
    {
        IThrowOperation => "an lcore can't throw; return the packet by an output",
        ITryOperation => "an lcore can't catch; test before",
        ISwitchExpressionOperation { IsExhaustive: false } => "a switch expression that misses a value throws there; add `_ =>`",
        IBinaryOperation { IsChecked: true } or IUnaryOperation { IsChecked: true } or IConversionOperation { IsChecked: true }
            or ICompoundAssignmentOperation { IsChecked: true } or IIncrementOrDecrementOperation { IsChecked: true } =>
            "checked arithmetic throws; test for the limit",
        IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } =>
            "an iterator is an object; write a loop",
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation =>
            "a delegate is an object; call the method, or write the loop here",
        IObjectCreationOperation { Type: { IsReferenceType: true } type } =>
            $"`new {type.Name}` allocates; keep what it holds in State",
        ITypeParameterObjectCreationOperation => "`new T()` needs the runtime; pass the value",
        IArrayCreationOperation =>
            "an array is an object; allocate a NativeArray<T> in Init, or write a `ReadOnlySpan<T>` of constants as `[...]`",
        IInterpolatedStringOperation => "strings are objects; keep numbers",
        ICollectionExpressionOperation { Type: not { IsRefLikeType: true } } =>
            "a collection is an object; allocate a NativeArray<T> in Init",
        IConversionOperation { Operand.Type: { IsValueType: true } from, Type: { IsReferenceType: true } to } =>
            $"converting {from.Name} to {to.Name} makes an object of it; keep the value",
        IInvocationOperation { TargetMethod: { IsStatic: false, MethodKind: MethodKind.DelegateInvoke } } =>
            "a delegate is an object; call the method",
        IInvocationOperation { IsVirtual: true } call => $"{call.TargetMethod.Name} is chosen at run time; call a static method",
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.TypeKind: TypeKind.Interface } } call =>
            $"{call.TargetMethod.Name} of an interface is chosen by the runtime; call the type's own",
        IInvocationOperation { Instance.Type.TypeKind: TypeKind.TypeParameter } call =>
            $"{call.TargetMethod.Name} of a type parameter may be chosen at run time; write the type",
        IForEachLoopOperation loop when !WalksLanesOrSpan(loop) =>
            "foreach walks lane masks and spans on an lcore; index the rest",
        ILiteralOperation { Type.SpecialType: SpecialType.System_String } => "strings are objects; keep numbers",
        ITypeOfOperation => "typeof is reflection; remove it",
        IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
            when operation is { Type: { IsReferenceType: true } type, ConstantValue.HasValue: false } =>
            $"{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} is an object, which the collector moves; "
            + "keep numbers and structs",
        _ => null,
    };

    static bool WalksLanesOrSpan(IForEachLoopOperation loop)
    {
        if (loop.Syntax is not CommonForEachStatementSyntax syntax || loop.SemanticModel is not { } model) return false;
        INamedTypeSymbol? enumerator = model.GetForEachStatementInfo(syntax).GetEnumeratorMethod?.ReturnType as INamedTypeSymbol;
        return enumerator is { IsValueType: true };
    }
}
