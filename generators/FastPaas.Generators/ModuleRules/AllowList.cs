using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace FastPaas.Generators.ModuleRules;

/// <summary>Where code runs: more is allowed on the control plane than on an lcore.</summary>
enum Place
{
    Init,
    Lcore,
}

/// <summary>AllowedMembers.txt, which this assembly carries.</summary>
sealed class AllowList
{
    const string Lcore = "lcore", Faultless = "faultless", Attribute = "attribute";
    readonly Dictionary<string, HashSet<string>> lcore = [];
    readonly Dictionary<string, HashSet<string>> init = [];
    readonly Dictionary<string, HashSet<string>> faultless = [];
    readonly HashSet<string> attributes = [];

    public static AllowList Shipped { get; } = Read();

    static AllowList Read()
    {
        AllowList list = new();
        using Stream stream = typeof(AllowList).Assembly.GetManifestResourceStream("AllowedMembers.txt")!;
        using StreamReader reader = new(stream);
        string section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (section == Attribute) list.attributes.Add(words[0]);
            else list.Section(section).Add(words[0], [.. words.Skip(1)]);
        }

        return list;
    }

    Dictionary<string, HashSet<string>> Section(string name) => name switch
    {
        Lcore => lcore,
        Faultless => faultless,
        _ => init,
    };

    public bool Allows(ISymbol member, Place place)
    {
        if (member.ContainingType is not { } type) return true;
        string name = NameOf(type);
        return Allows(lcore, name, member) || (place == Place.Init && Allows(init, name, member));
    }

    /// <summary>A member that does no harm and takes little time, whatever it is given.</summary>
    public bool IsFaultless(ISymbol member) =>
        member.ContainingType is { } type && Allows(faultless, NameOf(type), member);

    /// <summary>A base class or an interface that module code may have.</summary>
    public bool AllowsBase(INamedTypeSymbol type) =>
        type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum
            or SpecialType.System_MulticastDelegate or SpecialType.System_Delegate
        || (type.TypeKind == TypeKind.Interface && init.ContainsKey(NameOf(type)));

    public bool AllowsAttribute(INamedTypeSymbol type) => attributes.Contains(NameOf(type));

    static bool Allows(Dictionary<string, HashSet<string>> list, string type, ISymbol member)
    {
        if (!list.TryGetValue(type, out HashSet<string>? members))
        {
            // Enumerators and key collections go with a type that is allowed as a whole.
            int dot = type.LastIndexOf('.');
            return dot > 0 && list.TryGetValue(type.Substring(0, dot), out HashSet<string>? outer) && outer.Contains("*");
        }

        string name = (member as IMethodSymbol)?.AssociatedSymbol?.Name ?? member.Name;
        bool isOperator = member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion };
        if (members.Contains("-" + name)) return false;
        return members.Contains("*") || members.Contains(name) || (isOperator && members.Contains("operator"));
    }

    /// <summary>System.Collections.Generic.List.Enumerator: no type parameters.</summary>
    static string NameOf(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? NameOf(outer) + "." + type.Name
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
}
