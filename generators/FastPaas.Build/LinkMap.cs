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
            if (columns.Length < 5 || !long.TryParse(columns[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long size)) continue;
            string what = columns[4];
            if (what.EndsWith(')') && what.LastIndexOf(":(", StringComparison.Ordinal) is > 0 and var section) map.Count(what[..section], what[section..], size);
            else map.Symbols.Add(what.Trim());
        }
        return map;
    }

    /// <summary>Bytes that are in the file (not .bss, not symbols), by where they come from; the largest first.</summary>
    public IEnumerable<(string Name, long Bytes)> BySource() =>
        bytesOf.Select(each => (each.Key, each.Value)).OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal);

    void Count(string input, string section, long size)
    {
        if (section.StartsWith(":(.bss", StringComparison.Ordinal) || section.StartsWith(":(.debug", StringComparison.Ordinal)) return;
        if (section is ":(COMMON)" or ":(.symtab)" or ":(.strtab)" or ":(.comment)" or ":(.tbss)") return;
        string name = Source(input.Trim());
        bytesOf[name] = bytesOf.GetValueOrDefault(name) + size;
    }

    static string Source(string input)
    {
        string archive = input.Split('(')[0];
        string file = Path.GetFileName(archive);
        if (file.StartsWith("librte_", StringComparison.Ordinal)) return "DPDK";
        if (file.StartsWith("FastPaas", StringComparison.Ordinal)) return "managed code (graph, modules, control plane, framework)";
        if (archive.Contains("ilcompiler", StringComparison.OrdinalIgnoreCase)) return "NativeAOT runtime";
        return file is "libc.a" or "libm.a" or "libgcc.a" or "libgcc_eh.a" or "crt1.o" or "libstdc++.a" ? "C and C++ libraries" : file;
    }
}
