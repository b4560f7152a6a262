using System;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Generators.Emit;

/// <summary>A list that stood in a file, as one literal of base64 and a loop that makes the records of it: a million
/// constructor calls would take the C# compiler minutes.</summary>
sealed class PackedListEmitter(CodeWriter writer)
{
    const int CharactersInLine = 120;

    /// <param name="name">Of the method that returns the list.</param>
    /// <param name="type">Of an element.</param>
    public void Emit(string name, string type, ConfigKey key, ConfigValue list)
    {
        string fields = string.Join(", ", key.Fields.Select(field => field.IsList
            ? $"{name}_{Names.Pascal(field.Name)}(ref records)"
            : Read(ConfigNames.Element(type, field), field)));
        writer.Line();
        writer.Open($"static {type}[] {name}()");
        writer.Line($"PackedRecords records = new({name}_Text);");
        Loop(type, list.PackedCount.ToString(CultureInfo.InvariantCulture), $"new {type}({fields})");
        foreach (ConfigKey field in key.Fields.Where(field => field.IsList))
        {
            string element = ConfigNames.Element(type, field);
            writer.Line();
            writer.Open($"static {element}[] {name}_{Names.Pascal(field.Name)}(ref PackedRecords records)");
            Loop(element, "(int)records.Number()", Read(element, field));
        }

        writer.Line();
        writer.Line($"static global::System.ReadOnlySpan<byte> {name}_Text =>");
        Literal(writer, list.Packed, ";");
    }

    /// <summary>A literal of base64 in lines, as UTF-8.</summary>
    public static void Literal(CodeWriter writer, string text, string after)
    {
        writer.Indent();
        writer.Line("\"\"\"");
        for (int at = 0; at < text.Length; at += CharactersInLine)
        {
            writer.Line(text.Substring(at, Math.Min(CharactersInLine, text.Length - at)));
        }

        writer.Line("\"\"\"u8" + after);
        writer.Unindent();
    }

    void Loop(string type, string count, string element)
    {
        writer.Line($"{type}[] items = new {type}[{count}];");
        writer.Line($"for (int i = 0; i < items.Length; i++) items[i] = {element};");
        writer.Line("return items;");
        writer.Close();
    }

    static string Read(string type, ConfigKey key) => key.Type switch
    {
        ConfigType.Bool => "records.Number() != 0",
        ConfigType.String => "records.Text()",
        ConfigType.Mac => $"new {type}(records.Number())",
        ConfigType.Prefix => "records.Prefix()",
        ConfigType.Range => "records.Range()",
        _ => $"({type})records.Number()",
    };
}
