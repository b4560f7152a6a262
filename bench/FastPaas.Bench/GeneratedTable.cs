using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Bench;

/// <summary>A table of a README that a benchmark writes, between two marks of its own.</summary>
static class GeneratedTable
{
    const string End = "<!-- end -->\n";

    /// <param name="mark">Its name in the first mark.</param>
    public static void Write(string path, string mark, IEnumerable<string> lines)
    {
        string begins = $"<!-- generated: {mark} -->\n", text = File.ReadAllText(path);
        int begin = text.IndexOf(begins, StringComparison.Ordinal) + begins.Length;
        if (begin < begins.Length) throw new InvalidOperationException($"{path} has no mark for {mark}");
        int end = text.IndexOf(End, begin, StringComparison.Ordinal);
        File.WriteAllText(path, text[..begin] + string.Concat(lines.Select(line => line + "\n")) + text[end..]);
    }
}
