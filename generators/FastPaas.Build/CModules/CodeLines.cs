using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary>The lines of a module's object: what llvm-dwarfdump prints of its section .debug_line (DWARF 5, 6.2).</summary>
static partial class CodeLines
{
    public const string Program = "/usr/bin/llvm-dwarfdump-19";

    /// <summary>What a column or a number of a file fits into.</summary>
    const int Most = ushort.MaxValue;

    /// <summary>By the code, without those that say what the one before says. The object's code is one section, so its addresses
    /// are distances from its first byte.</summary>
    public static IReadOnlyList<ModuleLine> Parse(IEnumerable<string> printed)
    {
        SortedDictionary<uint, ModuleLine> found = [];
        Dictionary<int, string> folders = [], files = [];
        int file = 0;
        foreach (string line in printed)
        {
            if (line.StartsWith("debug_line[", StringComparison.Ordinal)) (folders, files) = ([], []);
            else if (Folder().Match(line) is { Success: true } folder) folders[Number(folder, 1)] = Plain(folder);
            else if (FileNumber().Match(line) is { Success: true } number) file = Number(number, 1);
            else if (FileName().Match(line) is { Success: true } name) files[file] = Plain(name);
            else if (FileFolder().Match(line) is { Success: true } index)
                files[file] = PathOf(folders.GetValueOrDefault(Number(index, 1), "."), files.GetValueOrDefault(file, ""));
            else if (Row().Match(line) is { Success: true } row) Add(row);
        }
        List<ModuleLine> lines = [];
        foreach (ModuleLine each in found.Values)
            if (lines is [] || lines[^1] with { Code = each.Code } != each) lines.Add(each);
        return lines;

        // Of two for one instruction the later is what it comes from; line 0 is what the compiler made for no line.
        void Add(Match row)
        {
            uint code = uint.Parse(row.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (Number(row, 2) > 0 && files.TryGetValue(Number(row, 4), out string? name))
                found[code] = new ModuleLine(code, name, Number(row, 2), Math.Min(Number(row, 3), Most));
        }
    }

    static string PathOf(string folder, string file) =>
        folder == "." || Path.IsPathRooted(file) ? file : $"{folder}/{file}";

    /// <summary>0, which is no line: a stranger's <c>#line</c> says more than there are.</summary>
    static int Number(Match match, int group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>The name is a stranger's too, and becomes a text in C that nobody confines.</summary>
    public static string Plain(string name) => Odd().Replace(name, "_");

    static string Plain(Match named) => Plain(named.Groups["name"].Value);

    [GeneratedRegex("[^A-Za-z0-9_./+-]")]
    private static partial Regex Odd();

    [GeneratedRegex("""^include_directories\[ *(\d+)\] = "(?<name>.*)"$""")]
    private static partial Regex Folder();

    [GeneratedRegex("""^file_names\[ *(\d+)\]:$""")]
    private static partial Regex FileNumber();

    [GeneratedRegex("""^ +name: "(?<name>.*)"$""")]
    private static partial Regex FileName();

    [GeneratedRegex("""^ +dir_index: (\d+)$""")]
    private static partial Regex FileFolder();

    [GeneratedRegex("""^0x0*([0-9a-f]+) +(\d+) +(\d+) +(\d+) (?!.*end_sequence)""")]
    private static partial Regex Row();
}
