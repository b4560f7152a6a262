using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Native;

/// <summary>Names of a manifest as C can have them.</summary>
static class CNames
{
    /// <summary>C11, 6.4.1, in lower case, and the names that <c>stdbool.h</c> makes macros of.</summary>
    static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "asm", "auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
        "false", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
        "sizeof", "static", "struct", "switch", "true", "typedef", "typeof", "union", "unsigned", "void", "volatile", "while",
        "linux", "unix",
    };

    /// <summary>Members of a struct: a keyword gets an underscore, and so does what then would be there twice.</summary>
    public static string[] Members(IEnumerable<string> keys)
    {
        HashSet<string> taken = new(keys.Where(key => !Keywords.Contains(key)), StringComparer.Ordinal);
        return [.. keys.Select(key => Keywords.Contains(key) ? Free(key + "_", taken) : key)];
    }

    /// <summary>A constant: <c>POLICER_C_GREEN</c>.</summary>
    public static string Constant(HashSet<string> taken, params string[] parts) =>
        Free(string.Join("_", parts).ToUpperInvariant(), taken);

    static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name)) name += "_";
        return name;
    }
}
