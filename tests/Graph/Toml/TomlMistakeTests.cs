using System.Linq;
using FastPaas.Graph.Toml;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Graph.Tests.Toml;

public class TomlMistakeTests
{
    [Test]
    [Arguments("name = edge", 1, 8, "edge is no value; strings stand in quotes: \"edge\"")]
    [Arguments("next = 10.0.0.0/8", 1, 8, "10.0.0.0/8 is no value; strings stand in quotes: \"10.0.0.0/8\"")]
    [Arguments("next = 1.2.3", 1, 8, "1.2.3 is no value; strings stand in quotes: \"1.2.3\"")]
    [Arguments("a = True", 1, 5, "True is written in lower case: true")]
    [Arguments("a = yes", 1, 5, "yes is no value; write true, or \"yes\" for a string")]
    [Arguments("a = null", 1, 5, "null is no value; TOML has none for nothing: leave the key out")]
    [Arguments("a =", 1, 4,
        "a value is missing before the end of the file; write a string in quotes, a number, true, false, [ or {")]
    [Arguments("a = # b", 1, 5, "a value is missing before '#'; write a string in quotes, a number, true, false, [ or {")]
    [Arguments("a = 02", 1, 5, "02: a number has no zeros in front; write 2, or 0o for octal")]
    [Arguments("a = -00.5", 1, 5, "-00.5: a number has no zeros in front; write -0.5, or 0o for octal")]
    [Arguments("a = 1__0", 1, 5, "1__0: an underscore stands between two digits; remove the others")]
    [Arguments("a = 0xG", 1, 5, "0xG: 'G' is no digit behind 0x, which takes 0-9 a-f")]
    [Arguments("a = 0b2", 1, 5, "0b2: '2' is no digit behind 0b, which takes 0 and 1")]
    [Arguments("a = 0X1", 1, 5, "0X1: write 0x in lower case")]
    [Arguments("a = -0x1", 1, 5, "-0x1: a number with 0x has no sign; remove it, or write it in decimal")]
    [Arguments("a = 9223372036854775808", 1, 5,
        "9223372036854775808 does not fit in 64 bits; write a number from -9223372036854775808 to 9223372036854775807")]
    [Arguments("a = 0xffffffffffffffff", 1, 5,
        "0xffffffffffffffff does not fit in 64 bits; write a number from -9223372036854775808 to 9223372036854775807")]
    [Arguments("a = 1.", 1, 5, "1. is no number; digits stand on both sides of the point and behind e, as in 1.5e3")]
    [Arguments("a = .5", 1, 5, ".5 is no number; digits stand on both sides of the point and behind e, as in 1.5e3")]
    [Arguments("a = 1e999", 1, 5, "1e999 is larger than a 64-bit float; write inf, or a number up to 1.7e308")]
    [Arguments("a = 2026-02-30", 1, 5, "2026-02-30: days of 2026-02 go from 01 to 28")]
    [Arguments("a = 2026-13-01", 1, 5, "2026-13-01: months go from 01 to 12")]
    [Arguments("a = 2026-1-1", 1, 5, "2026-1-1: a date is written 2026-01-31")]
    [Arguments("a = 12:30", 1, 5, "12:30: a time is written 23:59:59, with its seconds")]
    [Arguments("a = 24:00:00", 1, 5, "24:00:00: hours go from 00 to 23")]
    [Arguments("a = 2026-01-01T00:00:00+24:00", 1, 5, "2026-01-01T00:00:00+24:00: an offset goes from -23:59 to +23:59")]
    [Arguments("a = \"x", 1, 5, "the string is not closed; write \" before the end of the line")]
    [Arguments("a = '''x", 1, 5, "the string is not closed; write ''' behind its last line")]
    [Arguments("a = \"\\d\"", 1, 6, "'\\d' is no escape; write \\\\ for a backslash, or put the string between '")]
    [Arguments("a = \"\\u12\"", 1, 6, "\\u wants 4 hexadecimal digits and has 2; pad it with zeros in front")]
    [Arguments("a = \"\\uD800\"", 1, 6, "\\uD800 is no Unicode scalar value; write one up to D7FF, or from E000 to 10FFFF")]
    [Arguments("a = \"\u0001\"", 1, 6, "control character U+0001 in a string; write \\u0001 in a string in \"")]
    [Arguments("# \u007f", 1, 3, "control character U+007F in a comment; remove it")]
    [Arguments("a = 1\rb = 2", 1, 6,
        "a carriage return without a line feed can't follow the value; begin a new line, or a comment with #")]
    [Arguments("a = 1 b = 2", 1, 7, "'b' can't follow the value; begin a new line, or a comment with #")]
    [Arguments("[a] b = 2", 1, 5, "'b' can't follow the header; begin a new line, or a comment with #")]
    [Arguments("a b = 1", 1, 3, "'=' is missing before 'b'; write a = and its value")]
    [Arguments("a", 1, 2, "'=' is missing before the end of the file; write a = and its value")]
    [Arguments("= 1", 1, 1, "a key is missing before '='; write a name in front of '='")]
    [Arguments("a. = 1", 1, 4, "a part of the key is missing behind the point, before '='; write one, or \"\"")]
    [Arguments("\u00e9 = 1", 1, 1, "'\u00e9' can't stand in a key; keys are letters, digits, _ and -: put others in quotes")]
    [Arguments("[a", 1, 3, "] is missing before the end of the file; write it behind the table's name")]
    [Arguments("[[a]", 1, 5, "]] is missing before the end of the file; write it behind the table's name")]
    [Arguments("[]", 1, 2, "a key is missing before ']'; write a name in front of ']'")]
    [Arguments("a = 1\na = 2", 2, 1, "a is already written at line 1, column 1; remove or rename one")]
    [Arguments("\"\" = 1\n'' = 2", 2, 1, "\"\" is already written at line 1, column 1; remove or rename one")]
    [Arguments("[a]\n[b]\n[a]", 3, 2, "a is already written at line 1, column 2; remove or rename one")]
    [Arguments("[a]\nb = 1\n[a.b.c]", 3, 4, "a.b is a value, written at line 2, column 1, and has no tables inside; rename one")]
    [Arguments("a = {}\na.b = 1", 2, 1, "the value a is complete at line 1, column 1; a dotted key can't add to it: rename one")]
    [Arguments("[a.b]\n[a]\nb.c = 1", 3, 1,
        "the table b is complete at line 1, column 4; a dotted key can't add to it: write the key there")]
    [Arguments("a = [1 2]", 1, 8, "',' or ']' is missing before '2'; write one")]
    [Arguments("a = [,]", 1, 6, "a value is missing before ','; remove the comma")]
    [Arguments("a = [1,\n2", 1, 5, "the array is not closed; write ] behind its last value")]
    [Arguments("a = {b = 1,}", 1, 12, "a comma can't stand before '}'; remove it")]
    [Arguments("a = {b = 1 c = 2}", 1, 12, "',' or '}' is missing before 'c'; write one")]
    [Arguments("a = {b = 1", 1, 5, "the inline table is not closed; write } behind its last value, on the same line")]
    [Arguments("a = {\n  b = 1,\n  c = 2\n}", 1, 6,
        "an inline table stays on one line; join the lines, or give it a [header] of its own")]
    public void A_mistake_is_reported_once_where_it_is(string toml, int line, int column, string message)
    {
        Diagnostic diagnostic = Assert.Single(TomlReader.Read("graph.toml", toml).Diagnostics);
        Assert.Equal($"graph.toml({line},{column}): error FP0001: {message}", diagnostic.ToString());
    }

    [Test]
    [Arguments("a = [1,\nb = 2\n[c]\nd = x\n", "1,5 4,5")]
    [Arguments("a = [1\n[c]\nd = x\n", "1,5 3,5")]
    [Arguments("a = [\n  \"x\n  y,\n]\nb = ?\n", "2,3 5,5")]
    [Arguments("a = { b = 1\nc = 2\nd = x\n", "1,5 3,5")]
    [Arguments("my key = [\n1,\n2\n]\nd = x\n", "1,4 5,5")]
    [Arguments("my key = \"\"\"\nx = y\n\"\"\"\nd = x\n", "1,4 4,5")]
    [Arguments("[a b]\nc = 1\n[d]\nc = x\n", "1,4 4,5")]
    [Arguments("[a]\nc = 1\n[a]\nc = 1\nd = x\n", "3,2 5,5")]
    [Arguments("a = [x, \"b\", y]\n", "1,6 1,14")]
    [Arguments("a = {b = x, c = \"d\", e = y}\n", "1,10 1,26")]
    [Arguments("a = \"\\q\\w\"\nb = \"x\nc = y\n", "1,6 1,8 2,5 3,5")]
    [Arguments("a = [[[1, 2\n\n[node.b]\nmodule = x\n", "1,7 1,6 1,5 4,10")]
    public void Several_mistakes_are_reported_together_and_none_for_another(string toml, string places) =>
        Assert.Equal(places, string.Join(" ",
            TomlReader.Read("graph.toml", toml).Diagnostics.Select(diagnostic =>
                $"{diagnostic.Position.Line},{diagnostic.Position.Column}")));

    [Test]
    public void Half_a_surrogate_pair_is_a_mistake() =>
        A_mistake_is_reported_once_where_it_is("a = \"\ud800\"", 1, 6, "half a surrogate pair in a string; remove it");

    [Test]
    public void What_is_right_beside_a_mistake_is_read()
    {
        TomlTable root = TomlReader.Read("graph.toml", "a = 1\nb = ?\n[node.x\nmodule = \"acl\"\n").Root;
        Assert.Equal(1, ((TomlInteger)root.Find("a")!.Value).Value);
        var node = (TomlTable)((TomlTable)root.Find("node")!.Value).Find("x")!.Value;
        Assert.Equal("acl", ((TomlString)node.Find("module")!.Value).Value);
    }

    [Test]
    public void No_text_makes_the_reader_throw_and_every_mistake_lies_in_the_file()
    {
        string[] pieces =
        [
            "a", "b.c", "=", " = ", "1", "x", "\"", "'", "\"\"\"", "'''", "[", "]", "[[", "]]", "{", "}", ",", "\n", "\r\n", "\r",
            "#", "\\", "\\u00",
            "2026-01-01", " ", "12:00:00", "0x", "_", "\0", "\ud800", "\U0001F600", "true", ".", "-", "e5", "[a]\n", "k = 1\n",
            "k = [\n", "\uFEFF",
        ];
        Gen<string> texts = Gen.Choose(0, 40).SelectMany(count => Gen.ArrayOf(Gen.Elements(pieces), count)).Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), (string text) =>
        {
            string[] lines = text.Split('\n');
            foreach (Diagnostic diagnostic in TomlReader.Read("graph.toml", text).Diagnostics)
            {
                Assert.InRange(diagnostic.Position.Line, 1, lines.Length);
                Assert.InRange(diagnostic.Position.Column, 1, lines[diagnostic.Position.Line - 1].Length + 1);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
