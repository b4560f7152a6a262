using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Graph.Tests.Toml;

public class TomlReaderTests
{
    [Test]
    public void An_empty_file_is_an_empty_table()
    {
        TomlDocument document = TomlReader.Read("graph.toml", "");
        Assert.Empty(document.Diagnostics);
        Assert.Empty(document.Root.Entries);
        Assert.Equal(At(1, 1), document.Root.Position);
    }

    [Test]
    public void Keys_and_values_know_their_place()
    {
        TomlTable root = Read("a = 1\n  \"b c\" = [ 2,\n    {x = 'y', z.w = true} ]\n");
        Assert.Equal((At(1, 1), At(1, 5)), PlaceOf(root.Find("a")!));
        Assert.Equal((At(2, 3), At(2, 11)), PlaceOf(root.Find("b c")!));
        var array = (TomlArray)root.Find("b c")!.Value;
        Assert.Equal(At(2, 13), array.Items[0].Position);
        var inline = (TomlTable)array.Items[1];
        Assert.Equal(At(3, 5), inline.Position);
        Assert.Equal((At(3, 6), At(3, 10)), PlaceOf(inline.Find("x")!));
        Assert.Equal((At(3, 15), At(3, 15)), PlaceOf(inline.Find("z")!));
        Assert.Equal((At(3, 17), At(3, 21)), PlaceOf(((TomlTable)inline.Find("z")!.Value).Find("w")!));
    }

    [Test]
    public void A_table_stands_at_the_header_that_opens_it()
    {
        TomlTable root = Read("[node.a.config]\nx = 1\n\n[node.a]\ny = 2\n\n[[list]]\n[[list]]\n");
        var node = (TomlTable)root.Find("node")!.Value;
        Assert.Equal(At(1, 1), node.Position);
        // Opened after a table below it: the explicit header counts.
        Assert.Equal((At(4, 7), At(4, 1)), PlaceOf(node.Find("a")!));
        Assert.Equal((At(1, 9), At(1, 1)), PlaceOf(((TomlTable)node.Find("a")!.Value).Find("config")!));
        var list = (TomlArray)root.Find("list")!.Value;
        Assert.Equal([At(7, 1), At(8, 1)], list.Items.Select(item => item.Position));
    }

    [Test]
    public void Entries_keep_the_order_of_the_file()
    {
        TomlTable root = Read("zebra = 1\napple.z = 2\nmango = 3\napple.a = 4\n");
        Assert.Equal(["zebra", "apple", "mango"], root.Entries.Select(entry => entry.Key));
        Assert.Equal(["z", "a"], ((TomlTable)root.Find("apple")!.Value).Entries.Select(entry => entry.Key));
    }

    [Test]
    public void Carriage_returns_and_a_byte_order_mark_move_no_position()
    {
        TomlTable root = Read("\uFEFFa = 1\r\nb = 2\r\n");
        Assert.Equal((At(1, 1), At(1, 5)), PlaceOf(root.Find("a")!));
        Assert.Equal((At(2, 1), At(2, 5)), PlaceOf(root.Find("b")!));
    }

    [Test]
    public void Columns_count_utf16_units()
    {
        TomlTable root = Read("\"\U0001F600\" = [ \"\u00e9\", 1 ]");
        Assert.Equal(At(1, 8), root.Find("\U0001F600")!.Value.Position);
        Assert.Equal(At(1, 15), ((TomlArray)root.Find("\U0001F600")!.Value).Items[1].Position);
    }

    [Test]
    [Arguments("a = \"xyz\"", 0, 1, 6)]
    [Arguments("a = \"xyz\"", 3, 1, 9)]
    [Arguments("a = 'xyz'", 2, 1, 8)]
    [Arguments("a = \"\\txyz\"", 0, 1, 6)]
    [Arguments("a = \"\\txyz\"", 1, 1, 8)]
    [Arguments("a = \"\\u00e9xyz\"", 1, 1, 12)]
    [Arguments("a = \"x\\ty\\tz\"", 4, 1, 12)]
    [Arguments("a = '''xyz'''", 2, 1, 10)]
    [Arguments("a = \"\"\"\nxyz\"\"\"", 2, 2, 3)]
    [Arguments("a = \"\"\"x\r\nyz\"\"\"", 2, 2, 1)]
    [Arguments("a = \"\"\"x\\\n   yz\"\"\"", 1, 2, 4)]
    public void A_character_of_a_string_knows_its_place(string toml, int index, int line, int column)
    {
        var text = (TomlString)Read(toml).Find("a")!.Value;
        Assert.Equal(At(line, column), text.PositionOf(index));
    }

    [Test]
    [Arguments("a = \"\"\"x\r\ny\"\"\"")]
    [Arguments("a = \"\"\"x\ny\"\"\"")]
    [Arguments("a = '''x\r\ny'''")]
    public void A_line_of_a_string_ends_alike_in_every_checkout(string toml) =>
        Assert.Equal("x\ny", ((TomlString)Read(toml).Find("a")!.Value).Value);

    [Test]
    [Arguments("[-inf]")]
    [Arguments("[nan]")]
    [Arguments("[true]")]
    [Arguments("[-1e5]")]
    [Arguments("[2026-01-01T00:00:00Z]")]
    [Arguments("[[0xab]]")]
    [Arguments("[\"a\"]")]
    public void A_line_of_an_array_that_looks_like_a_header_is_none(string item) =>
        Assert.Single(((TomlArray)Read($"a = [\n{item}\n]").Find("a")!.Value).Items);

    [Test]
    [Arguments("a = 9223372036854775807", long.MaxValue)]
    [Arguments("a = -9223372036854775808", long.MinValue)]
    [Arguments("a = 0x7fff_ffff_ffff_ffff", long.MaxValue)]
    [Arguments("a = 0o777", 511)]
    [Arguments("a = 0b1010", 10)]
    [Arguments("a = +1_000", 1000)]
    public void Integers_have_64_bits(string toml, long value) =>
        Assert.Equal(value, ((TomlInteger)Read(toml).Find("a")!.Value).Value);

    [Test]
    [Arguments("a = 1987-07-05t17:45:00z", TomlDateTimeKind.OffsetDateTime, "1987-07-05T17:45:00Z")]
    [Arguments("a = 1987-07-05 17:45:00.1200-23:59", TomlDateTimeKind.OffsetDateTime, "1987-07-05T17:45:00.12-23:59")]
    [Arguments("a = 2000-02-29", TomlDateTimeKind.LocalDate, "2000-02-29")]
    [Arguments("a = 23:59:60.000", TomlDateTimeKind.LocalTime, "23:59:60")]
    public void Dates_are_normalized(string toml, TomlDateTimeKind kind, string text)
    {
        var date = (TomlDateTime)Read(toml).Find("a")!.Value;
        Assert.Equal((kind, text), (date.Kind, date.Text));
    }

    [Test]
    public void Bytes_that_are_no_utf8_are_one_mistake_where_they_stand()
    {
        byte[][] bad = [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80], [0xe2, 0x82], [0xff]];
        foreach (byte[] bytes in bad)
        {
            byte[] file = [.. "a = 1\nb = \"\u00e9"u8, .. bytes, .. "\"\nc = ?"u8];
            Diagnostic diagnostic = Assert.Single(TomlReader.ReadBytes("graph.toml", file).Diagnostics);
            Assert.Equal($"graph.toml(2,7): error FP0001: byte 0x{bytes[0]:x2} is not UTF-8; save the file as UTF-8",
                diagnostic.ToString());
        }

        Diagnostic utf16 = Assert.Single(TomlReader.ReadBytes("graph.toml", [0xff, 0xfe, (byte)'a', 0]).Diagnostics);
        Assert.Equal("graph.toml(1,1): error FP0001: the file is UTF-16; save it as UTF-8", utf16.ToString());
    }

    [Test]
    public void A_file_over_the_limit_is_not_read()
    {
        Assert.Empty(TomlReader.Read("graph.toml", new string(' ', TomlReader.FileSizeMax)).Diagnostics);
        Diagnostic text = Assert.Single(TomlReader.Read("graph.toml", new string('?', TomlReader.FileSizeMax + 1)).Diagnostics);
        Diagnostic bytes = Assert.Single(TomlReader.ReadBytes("graph.toml", new byte[TomlReader.FileSizeMax + 1]).Diagnostics);
        Assert.Equal(["FP0601", "FP0601"], [text.Id, bytes.Id]);
    }

    [Test]
    [Arguments("a = ", "[", "]")]
    [Arguments("a = ", "{a=", "}")]
    [Arguments("a = ", "[{a=", "}]")]
    public void Nesting_ends_at_a_limit_and_not_in_a_stack_overflow(string start, string open, string close)
    {
        string Nested(int depth) =>
            start + string.Concat(Enumerable.Repeat(open, depth)) + (open.EndsWith('=') ? "1" : "")
            + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Empty(TomlReader.Read("graph.toml", Nested(20)).Diagnostics);
        Assert.Equal("more than 64 levels of tables and arrays; write a flatter file",
            Assert.Single(TomlReader.Read("graph.toml", Nested(100_000)).Diagnostics).Message);
    }

    [Test]
    public void Long_keys_end_at_a_limit_and_not_in_a_stack_overflow()
    {
        string key = string.Join(".", Enumerable.Repeat("a", 100_000));
        foreach (string toml in new[] { $"{key} = 1", $"[{key}]\nb = 1", $"a = {{{key} = 1}}" })
            Assert.Equal("a key of more than 64 parts; write a shorter one",
                Assert.Single(TomlReader.Read("graph.toml", toml).Diagnostics).Message);
        string deep = string.Join(".", Enumerable.Repeat("a", 60));
        Assert.Single(TomlReader.Read("graph.toml", $"[{deep}]\n{deep} = 1").Diagnostics);
    }

    [Test]
    public void After_a_hundred_mistakes_reading_ends()
    {
        IReadOnlyList<Diagnostic> diagnostics =
            TomlReader.Read("graph.toml", string.Concat(Enumerable.Repeat("?\n", 400_000))).Diagnostics;
        Assert.Equal(101, diagnostics.Count);
        Assert.Equal("more than 100 mistakes in this file; mend those above first", diagnostics[100].Message);
    }

    static TomlTable Read(string text)
    {
        TomlDocument document = TomlReader.Read("graph.toml", text);
        Assert.Empty(document.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        return document.Root;
    }

    static SourcePosition At(int line, int column) => new("graph.toml", line, column);

    static (SourcePosition, SourcePosition) PlaceOf(TomlEntry entry) => (entry.KeyPosition, entry.Value.Position);
}
