using FastPaas.Build.CModules;
using FastPaas.Graph.Native;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>Lines of a module's code, whose <c>#line</c> may say anything.</summary>
public sealed class CodeLinesTests
{
    [Test]
    public void A_row_names_file_line_and_column() =>
        Assert.Equal([new ModuleLine(0x1a, "sub/a.c", 12, 3)], CodeLines.Parse(Printed("a.c", "12")));

    [Test]
    public void What_is_no_plain_letter_of_a_name_is_none_of_the_text() =>
        Assert.Equal("sub/a_____exit_0_", Assert.Single(CodeLines.Parse(Printed("a\\\"\0\"}exit(0)", "12"))).File);

    [Test]
    [Arguments("2147483648")]
    [Arguments("99999999999999999999")]
    public void A_line_beyond_all_lines_is_none(string line) => Assert.Empty(CodeLines.Parse(Printed("a.c", line)));

    static string[] Printed(string file, string line) =>
    [
        "debug_line[0x00000000]",
        "include_directories[  0] = \"sub\"",
        "file_names[  0]:",
        $"           name: \"{file}\"",
        "      dir_index: 0",
        $"0x000000000000001a {line,6}      3      0   0             0  is_stmt",
    ];

    /// <summary>The name and the number of a line are what a stranger's <c>#line</c> says.</summary>
    [Test]
    [Arguments("""[{"Symbol":[{"FileName":"modules/a/a.c","Line":7,"Column":3}]}]""", "modules/a/a.c:7:3: ")]
    [Arguments("""[{"Symbol":[{"FileName":"a\u001b[2J.c","Line":7,"Column":3}]}]""", "a__2J.c:7:3: ")]
    [Arguments("""[{"Symbol":[{"FileName":"a.c","Line":2147483648,"Column":3}]}]""", "")]
    [Arguments("""[{"Symbol":[{"FileName":"","Line":0,"Column":0}]}]""", "")]
    [Arguments("""[{"Symbol":[{"FileName":"a.c"}]}]""", "")]
    [Arguments("""[{"Symbol":[]}]""", "")]
    [Arguments("""[{}]""", "")]
    public void A_refusal_s_place_is_read_whatever_the_source_calls_it(string json, string expected) =>
        Assert.Equal([expected], CodePlaces.Parse(json));

    [Test]
    [Arguments("warning: cannot open"), Arguments("[3]"), Arguments("{}"), Arguments("")]
    public void What_is_no_answer_has_no_places(string json) => Assert.Empty(CodePlaces.Parse(json));
}
