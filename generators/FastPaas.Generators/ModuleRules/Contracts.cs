using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FastPaas.Generators.ModuleRules;

/// <summary>FP0505 and FP0506: each manifest has its class, and the class the members that the generated code calls.</summary>
static class Contracts
{
    public static INamedTypeSymbol? ModuleClass(Compilation compilation, ModuleManifest manifest) =>
        compilation.Assembly.GetTypeByMetadataName("FastPaas.Modules." + Pascal(manifest.Name));

    public static void Check(CompilationAnalysisContext context, ModuleScope scope)
    {
        foreach ((ModuleManifest manifest, AdditionalText file) in scope.Modules)
        {
            string name = Pascal(manifest.Name);
            if (ModuleClass(context.Compilation, manifest) is { } type)
            {
                CheckClass(context, manifest, type);
                continue;
            }

            Location location = Location.Create(file.Path, default, default(LinePositionSpan));
            context.ReportDiagnostic(Diagnostic.Create(ModuleRule.Contract, location,
                $"module {manifest.Name} has no class; write `[Module(\"{manifest.Name}\")] public static class {name}` in "
                    + $"namespace FastPaas.Modules, in {name}.cs beside the manifest."));
        }
    }

    static void CheckClass(CompilationAnalysisContext context, ModuleManifest manifest, INamedTypeSymbol type)
    {
        bool isMarked = type.GetAttributes().Any(attribute =>
            attribute.AttributeClass?.Name == "ModuleAttribute"
                && attribute.ConstructorArguments.Any(argument => argument.Value is string text && text == manifest.Name));
        if (!type.IsStatic || type.DeclaredAccessibility != Accessibility.Public || !isMarked)
            Report(ModuleRule.Contract, type, $"write `[Module(\"{manifest.Name}\")] public static class {type.Name}`");
        if (type.GetTypeMembers("State").FirstOrDefault() is not { TypeKind: TypeKind.Struct, Arity: 0,
            DeclaredAccessibility: Accessibility.Public } state)
            Report(ModuleRule.Contract, type,
                $"{type.Name} has no State; write `public struct State;` in it, or with the fields that the node keeps");
        else if (!state.IsUnmanagedType || state.IsRefLikeType)
            Report(ModuleRule.State, state,
                "State lives in native memory, so its fields are numbers, structs of numbers and NativeArray<T>; "
                + $"{string.Join(", ", ManagedFields(state))} is none of them");
        Want(type, "Init", $"public static void Init({type.Name}Config config, ModuleHeap heap, ref State state)", init =>
            init.Parameters.Length == 3 && Is(init.Parameters[0], type.Name + "Config") && Is(init.Parameters[1], "ModuleHeap")
            && Is(init.Parameters[2], "State", RefKind.Ref));
        if (manifest.Shape == ModuleShape.Packet)
        {
            Want(type, "Process", "public static void Process(WritablePacket packet, in State state)", process =>
                process.Parameters.Length == 2 && Is(process.Parameters[0], "WritablePacket")
                && Is(process.Parameters[1], "State", RefKind.In));
            return;
        }

        string burst = manifest.Creates.Count > 0 ? "CreatingBurst"
            : manifest.Packet == PacketAccess.Write ? "WritableBurst" : "Burst";
        string outputs = string.Concat(manifest.Outputs.Select(output => $", out LaneMask {Camel(output)}"));
        Want(type, "Process", $"public static void Process({burst} burst, LaneMask lanes, ref State state{outputs})", process =>
            process.Parameters.Length == 3 + manifest.Outputs.Count && Is(process.Parameters[0], burst)
            && Is(process.Parameters[1], "LaneMask") && Is(process.Parameters[2], "State", RefKind.Ref)
            && process.Parameters.Skip(3).All(parameter => Is(parameter, "LaneMask", RefKind.Out)));

        void Want(INamedTypeSymbol owner, string member, string signature, System.Func<IMethodSymbol, bool> fits)
        {
            IMethodSymbol[] methods = [.. owner.GetMembers(member).OfType<IMethodSymbol>()];
            if (methods.Length == 1
                && methods[0] is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, ReturnsVoid: true, Arity: 0 }
                && fits(methods[0])) return;
            Report(ModuleRule.Contract, methods.FirstOrDefault() ?? (ISymbol)owner, methods.Length switch
            {
                0 => $"{owner.Name} has no {member}; write `{signature}`",
                1 => $"the generated code can't call this {member}; write `{signature}`",
                _ => $"{owner.Name} has {methods.Length} methods {member}; keep `{signature}` and rename the others",
            });
        }

        void Report(DiagnosticDescriptor rule, ISymbol symbol, string message) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, symbol.Locations[0], message + "."));
    }

    static IEnumerable<string> ManagedFields(INamedTypeSymbol state) => state.GetMembers().OfType<IFieldSymbol>()
        .Where(field => !field.IsStatic && !field.Type.IsUnmanagedType).Select(field => field.Name);

    static bool Is(IParameterSymbol parameter, string type, RefKind refKind = RefKind.None) =>
        parameter.RefKind == refKind && parameter.Type.Name == type;

    static string Pascal(string name) => string.Concat(name.Split('_').Select(word =>
        word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word.Substring(1)));

    static string Camel(string name)
    {
        string pascal = Pascal(name);
        string camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "@" + camel;
    }
}
