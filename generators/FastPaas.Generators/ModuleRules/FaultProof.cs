using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FastPaas.Generators.ModuleRules;

/// <summary>Whether a module's <c>Process</c> can fail: a proof from its source, by a list of what can't. Anything else, an
/// index above all, and each loop but those over lanes, means that it may. The build looks once more at the machine
/// code.</summary>
/// <remarks>It runs beside the module rules, not instead of them: what they refuse doesn't get as far as a graph.</remarks>
sealed class FaultProof(Compilation compilation, CancellationToken cancellation)
{
    /// <summary>Operations that one burst may come to, all loops full, and those that a stack may come to hold results of: each
    /// of at most <see cref="ValueBytesMax"/>.</summary>
    const long StepsMax = 1_000_000, ResultsMax = 8_192;

    const int Lanes = 64, ValueBytesMax = 256;

    /// <summary>What a call of the platform is taken for: it may look at all lanes.</summary>
    static readonly Cost platform = new(Lanes, 1);

    readonly Dictionary<IMethodSymbol, Cost?> known = new(SymbolEqualityComparer.Default);

    /// <param name="module">Its class.</param>
    public bool IsFree(INamedTypeSymbol module) => module.GetMembers("Process") is { Length: 1 } members
        && members[0] is IMethodSymbol process && CostOf(process) is { IsSmall: true };

    /// <summary>Null: it may fail, or call itself.</summary>
    Cost? CostOf(IMethodSymbol method)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!IsOwn(method)) return AllowList.Shipped.IsFaultless(method.AssociatedSymbol ?? method) ? platform : null;
        // Which body runs is decided elsewhere, or which types.
        if (method.IsVirtual || method.IsOverride || method.IsGenericMethod
            || method.ContainingType is { TypeKind: TypeKind.Interface } or { IsGenericType: true }) return null;
        if (known.TryGetValue(method, out Cost? cost)) return cost;
        known[method] = null;
        return known[method] = IsStored(method) ? new Cost(1, 1)
            : BodyOf(method) is { } body ? CostOf(body) : null;
    }

    bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>An accessor that the compiler writes: it is a field. One with a body may have a field too.</summary>
    bool IsStored(IMethodSymbol method) => method.AssociatedSymbol is IPropertySymbol property
        && method.DeclaringSyntaxReferences.Length == 1
        && method.DeclaringSyntaxReferences[0].GetSyntax(cancellation)
            is AccessorDeclarationSyntax { Body: null, ExpressionBody: null }
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    IOperation? BodyOf(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.PropertyGet)
            || method.IsAbstract || method.DeclaringSyntaxReferences.Length != 1) return null;
        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        // Of a method the declaration says more than its body; of a property's `=> value` the arrow is all there is.
        return syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax
            ? compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation) : null;
    }

    /// <summary>Of an operation and all that it is made of.</summary>
    Cost? CostOf(IOperation operation)
    {
        ITypeSymbol? type = operation is IVariableDeclaratorOperation declared ? declared.Symbol.Type : operation.Type;
        if (!IsHarmless(operation) || SizeOf(type, 0) > ValueBytesMax) return null;
        Cost sum = new(1, 1);
        foreach (IMethodSymbol? callee in Callees(operation))
        {
            if (callee is null || CostOf(callee) is not { } called) return null;
            sum += called;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            if (CostOf(child) is not { } cost) return null;
            sum += operation is IForEachLoopOperation loop && child == loop.Body ? cost.Times(Lanes) : cost;
        }

        return sum.IsSmall ? sum : null;
    }

    /// <summary>By itself, as far as what it calls doesn't fail.</summary>
    bool IsHarmless(IOperation operation) => operation switch
    {
        IBlockOperation or IMethodBodyOperation or IExpressionStatementOperation or IEmptyOperation or IArgumentOperation
            or IVariableDeclarationGroupOperation or IVariableDeclarationOperation or IVariableDeclaratorOperation
            or IVariableInitializerOperation or IDeclarationExpressionOperation or IDiscardOperation or IParenthesizedOperation
            or ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation
            or IConditionalOperation or ISimpleAssignmentOperation or IInvocationOperation => true,
        // Lanes: 64 at most.
        IForEachLoopOperation loop => IsLanes(loop.Collection) && IsPlain(loop.LoopControlVariable),
        IBranchOperation branch => branch.BranchKind is BranchKind.Break or BranchKind.Continue,
        IReturnOperation statement => statement.Kind == OperationKind.Return,
        // A `ref` field may lead nowhere.
        IFieldReferenceOperation field => field.Field.RefKind == RefKind.None,
        IPropertyReferenceOperation property => property.Property is { IsIndexer: false },
        IDefaultValueOperation value => IsNumber(value.Type) || IsLaneMask(value.Type),
        IObjectCreationOperation creation => creation is { Type: { IsValueType: true, IsRefLikeType: false }, Initializer: null },
        IConversionOperation conversion => !conversion.IsChecked && (conversion.OperatorMethod is not null
            || SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type)
            || (IsNumber(conversion.Type) && IsNumber(conversion.Operand.Type))),
        IUnaryOperation unary => !unary.IsChecked && (unary.OperatorMethod is not null || IsNumber(unary.Type)),
        IIncrementOrDecrementOperation step => !step.IsChecked && step.OperatorMethod is null && IsNumber(step.Type),
        // `a && b` of other types than conditions calls more than its operator.
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both =>
            both.OperatorMethod is null && both.Type is { SpecialType: SpecialType.System_Boolean },
        IBinaryOperation binary => !binary.IsChecked
            && (binary.OperatorMethod is not null || IsHarmless(binary.OperatorKind, binary.Type, binary.RightOperand)),
        ICompoundAssignmentOperation assignment => !assignment.IsChecked
            && assignment is { InConversion.MethodSymbol: null, OutConversion.MethodSymbol: null }
            && (assignment.OperatorMethod is not null
            || IsHarmless(assignment.OperatorKind, assignment.Type, assignment.Value)),
        IIsPatternOperation or IConstantPatternOperation or IRelationalPatternOperation or IBinaryPatternOperation
            or INegatedPatternOperation => true,
        _ => false,
    };

    static bool IsHarmless(BinaryOperatorKind kind, ITypeSymbol? type, IOperation right) => IsNumber(type)
        && (kind is not (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder)
            || type is { SpecialType: SpecialType.System_Single or SpecialType.System_Double }
            // By a constant that is neither 0 nor -1, by which the smallest number has no quotient.
            || (right.ConstantValue is { HasValue: true, Value: IConvertible value } && IsNumber(right.Type)
                && Convert.ToDecimal(value, CultureInfo.InvariantCulture) is not (0 or -1)));

    /// <summary>Null stands for one that isn't known.</summary>
    static IEnumerable<IMethodSymbol?> Callees(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                yield return call.IsVirtual || call.ConstrainedToType is not null ? null : call.TargetMethod;
                break;
            case IObjectCreationOperation creation: yield return creation.Constructor; break;
            case IBinaryOperation { OperatorMethod: { } method }: yield return method; break;
            case IUnaryOperation { OperatorMethod: { } method }: yield return method; break;
            case ICompoundAssignmentOperation { OperatorMethod: { } method }: yield return method; break;
            case IIncrementOrDecrementOperation { OperatorMethod: { } method }: yield return method; break;
            case IConversionOperation { OperatorMethod: { } method }: yield return method; break;
            case IPropertyReferenceOperation { Property: var property } reference:
                yield return reference.ConstrainedToType is null ? property.GetMethod : null;
                if (property.SetMethod is { } set) yield return set;
                break;
        }
    }

    /// <summary>What a loop gives is kept as it is: no conversion is called for it.</summary>
    bool IsPlain(IOperation variable) => variable is IVariableDeclaratorOperation { Symbol.Type: var type }
        && (type.SpecialType == SpecialType.System_Int32 || !IsOwn(type));

    static bool IsLanes(IOperation collection) => collection is IConversionOperation { OperatorMethod: null } conversion
        ? IsLanes(conversion.Operand)
        : collection.Type is { ContainingNamespace.Name: nameof(FastPaas), Name: "LaneMask" or "LaneViews" };

    static bool IsLaneMask(ITypeSymbol? type) => type is { ContainingNamespace.Name: nameof(FastPaas), Name: "LaneMask" };

    /// <summary>Of at most 64 bits, and no decimal; or a condition.</summary>
    static bool IsNumber(ITypeSymbol? type) => type is INamedTypeSymbol { EnumUnderlyingType: { } number } ? IsNumber(number)
        : type?.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_UInt64 or SpecialType.System_Single
            or SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    /// <summary>At most so many bytes. What is the platform's is small; of other types, and of any type, nothing is
    /// known.</summary>
    int SizeOf(ITypeSymbol? type, int depth)
    {
        const int Word = 16, View = 64, DepthMax = 8;
        if (type is ITypeParameterSymbol) return ValueBytesMax + 1;
        if (type is not { IsValueType: true, TypeKind: TypeKind.Struct, SpecialType: SpecialType.None }) return Word;
        bool isView = type is { ContainingNamespace.Name: nameof(FastPaas) } or { Name: "Span" or "ReadOnlySpan" };
        if (!IsOwn(type) && isView) return View;
        if (depth == DepthMax || !IsOwn(type)) return ValueBytesMax + 1;
        int sum = 0;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
        {
            sum += SizeOf(field.Type, depth + 1);
            if (sum > ValueBytesMax) return sum;
        }

        return sum;
    }

    /// <summary>Of what may run: how many operations, each as often as it can in one burst; and how many stand there, each time
    /// that it is called.</summary>
    readonly record struct Cost(long Steps, long Results)
    {
        public bool IsSmall => Steps <= StepsMax && Results <= ResultsMax;

        public Cost Times(int count) => this with { Steps = Steps * count };

        public static Cost operator +(Cost left, Cost right) => new(left.Steps + right.Steps, left.Results + right.Results);
    }
}
