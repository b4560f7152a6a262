using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>What no reader should stumble over.</summary>
public partial class Tidiness
{
    /// <summary>Files that are one thing and longer than 400 lines, with the reason.</summary>
    static readonly Dictionary<string, string> LongForAReason = [];

    static readonly string[] Code = [".cs", ".c", ".h", ".sh", ".ps1", ".csproj", ".props", ".targets"];

    /// <summary>A value in MSBuild's XML can't be broken.</summary>
    static readonly string[] Breakable = [".cs", ".c", ".h", ".sh", ".ps1"];

    [Test]
    public void Lines_have_at_most_130_columns() => Expect.None(
        Places(Repository.Sources(Breakable), line => line.Length > 130));

    [Test]
    public void Files_have_at_most_400_lines() => Expect.None(Repository.Sources(Code)
        .Where(file => Repository.Lines(file).Length > 401 && !LongForAReason.ContainsKey(file)));

    [Test]
    public void A_file_listed_as_long_is_still_long() => Expect.None(LongForAReason.Keys
        .Where(file => !Repository.Files.Contains(file) || Repository.Lines(file).Length <= 401));

    [Test]
    public void No_line_ends_in_blanks() => Expect.None(
        Places(Repository.Sources([.. Code, ".toml", ".md"]), line => line.Length > line.TrimEnd().Length));

    [Test]
    public void CSharp_is_indented_with_spaces() => Expect.None(
        Places(Repository.Sources(".cs"), line => line.Contains('\t', StringComparison.Ordinal)));

    [Test]
    public void CSharp_uses_file_scoped_namespaces() => Expect.None(
        Places(Repository.Sources(".cs"),
            line => line.StartsWith("namespace ", StringComparison.Ordinal) && !line.EndsWith(';')));

    [Test]
    public void Text_files_end_with_one_line_feed() => Expect.None(Repository.Sources([.. Code, ".md"])
        .Where(file => Repository.Lines(file) is not [.., { Length: > 0 }, ""]));

    [Test]
    public void Nothing_is_left_for_later() => Expect.None(
        Places(Repository.Sources(Code), line => Unfinished().IsMatch(line)));

    [Test]
    public void No_file_is_what_a_build_makes() => Expect.None(Repository.Files
        .Where(file => Path.GetExtension(file) is ".o" or ".a" or ".so" or ".dll" or ".pdb" or ".dbg"));

    [Test]
    public void No_file_names_a_machine() => Expect.None(
        Places(Repository.Sources([.. Code, ".md", ".toml", ".json", ".txt"]), line => MachinePath().IsMatch(line)));

    static IEnumerable<string> Places(IEnumerable<string> files, Func<string, bool> isWrong) => files
        .SelectMany(file => Repository.Lines(file).Select((line, index) => (line, place: $"{file}:{index + 1}")))
        .Where(each => isWrong(each.line)).Select(each => $"{each.place}: {each.line.Trim()}");

    // In pieces, so that this file passes its own tests.
    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + @"CK)\b|NotImple" + "mented|not imple" + "mented|place"
        + "holder|for n" + @"ow\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(^|[\s""'(=])/(wo" + "rk|ro" + "ot|ho" + "me)/")]
    private static partial Regex MachinePath();
}
