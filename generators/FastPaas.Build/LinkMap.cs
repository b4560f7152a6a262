using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Build;

/// <summary>What the linker put into the executable, from lld's map: <c>VMA LMA Size Align Out In Symbol</c>.</summary>
sealed class LinkMap
{
    readonly Dictionary<string, long> bytesOf = [];

    /// <summary>What the loader makes, and what strip takes away.</summary>
    static readonly string[] NotInTheFile =
        [":(.bss", ":(.tbss", ":(COMMON", ":(.hydrated", ":(.debug", ":(.symtab", ":(.strtab", ":(.comment"];

    static readonly string[] CLibraries =
        ["libc.a", "libm.a", "libgcc.a", "libgcc_eh.a", "libstdc++.a", "rcrt1.o", "crti.o", "crtn.o"];

    LinkMap()
    {
    }

    /// <summary>Names of the functions and data of managed code.</summary>
    public HashSet<string> Symbols { get; } = [];

    public static LinkMap Read(string path)
    {
        LinkMap map = new();
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] columns = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 5 || !long.TryParse(columns[2], NumberStyles.HexNumber, null, out long size)) continue;
            string what = columns[4].Trim();
            int section = what.LastIndexOf(":(", StringComparison.Ordinal);
            if (section > 0 && what.EndsWith(')')) map.Count(what[..section], what[section..], size);
            else map.Symbols.Add(what);
        }
        return map;
    }

    /// <summary>Bytes that are in the file (not .bss, not symbols), by where they come from; the largest first.</summary>
    public IEnumerable<(string Name, long Bytes)> BySource() =>
        bytesOf.Select(each => (each.Key, each.Value)).OrderByDescending(each => each.Value).ThenBy(each => each.Key);

    void Count(string input, string section, long size)
    {
        if (NotInTheFile.Any(each => section.StartsWith(each, StringComparison.Ordinal))) return;
        string name = Source(input);
        bytesOf[name] = bytesOf.GetValueOrDefault(name) + size;
    }

    static string Source(string input)
    {
        string archive = input.Split('(')[0];
        if (archive == "<internal>") return "made by the linker";
        string file = Path.GetFileName(archive);
        if (file.StartsWith("librte_", StringComparison.Ordinal)) return "DPDK";
        if (file.StartsWith("FastPaas", StringComparison.Ordinal)) return "managed code: graph, modules, control, framework";
        if (archive.Contains("nativeaot", StringComparison.OrdinalIgnoreCase)) return "NativeAOT runtime";
        return CLibraries.Contains(file) ? "C and C++ libraries" : file;
    }
}
