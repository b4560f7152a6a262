using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A node's configuration as constructor calls. A long list is filled by methods of their own, so that 10,000 rules
/// don't become one method: the compilers' time grows faster than a method's length.</summary>
sealed class ConfigValueEmitter(CodeWriter writer, string method)
{
    const int ElementsInMethod = 256;

    /// <summary>Up to here a list of plain values stands where it is used.</summary>
    const int ElementsInline = 16;

    readonly List<(string Name, string Type, string[] Items)> lists = [];
    readonly List<(string Name, string Type, ConfigKey Key, ConfigValue List)> packedLists = [];

    public void Emit(ModuleNode node)
    {
        string type = "global::FastPaas.Modules." + ConfigNames.Of(node.Module.Name);
        string value = Construct(type, node.Module.Config, node.Config);
        writer.Line($"static {type} {method}() => {value};");
        foreach ((string name, string element, string[] items) in lists) EmitList(name, element, items);
        PackedListEmitter packed = new(writer);
        foreach ((string name, string element, ConfigKey key, ConfigValue list) in packedLists)
        {
            packed.Emit(name, element, key, list);
        }
    }

    string Construct(string type, EquatableArray<ConfigKey> keys, EquatableArray<ConfigValue> values) =>
        $"new {type}({string.Join(", ", keys.Select((key, i) => Value(type, key, values[i])))})";

    string Value(string parent, ConfigKey key, ConfigValue value)
    {
        string type = ConfigNames.Element(parent, key);
        if (!key.IsList) return Element(type, key, value);
        // Nodes' names have no underscore here: a node called m_list1 isn't node m's first list.
        string name = $"{method}_List{(lists.Count + packedLists.Count + 1).ToString(CultureInfo.InvariantCulture)}";
        if (value.PackedCount > 0)
        {
            packedLists.Add((name, type, key, value));
            return name + "()";
        }

        string[] items = [.. value.Items.Select(item => Element(type, key, item))];
        if (items.Length == 0) return $"global::System.Array.Empty<{type}>()";
        if (items.Length <= ElementsInline && key.Type != ConfigType.Record)
        {
            return $"new {type}[] {{ {string.Join(", ", items)} }}";
        }
        lists.Add((name, type, items));
        return name + "()";
    }

    string Element(string type, ConfigKey key, ConfigValue value) => key.Type switch
    {
        ConfigType.Bool => value.Text == "true" ? "true" : "false",
        ConfigType.String => Names.Literal(value.Text),
        ConfigType.Enum => $"{type}.{Names.Pascal(value.Text)}",
        ConfigType.Mac => $"new {type}(0x{value.Number.ToString("x12", CultureInfo.InvariantCulture)}ul)",
        ConfigType.Prefix => $"new {type}(0x{value.Number2.ToString("x", CultureInfo.InvariantCulture)}ul, "
            + $"0x{value.Number.ToString("x", CultureInfo.InvariantCulture)}ul, {value.PrefixLength}, "
            + (value.IsIp6 ? "true)" : "false)"),
        ConfigType.Range => $"new {type}({Number(value.Number)}, {Number(value.Number2)})",
        ConfigType.Record => Construct(type, key.Fields, value.Items),
        _ => value.Number.ToString(CultureInfo.InvariantCulture),
    };

    static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    void EmitList(string name, string type, string[] items)
    {
        int chunks = (items.Length + ElementsInMethod - 1) / ElementsInMethod;
        writer.Line();
        writer.Open($"static {type}[] {name}()");
        writer.Line($"{type}[] items = new {type}[{items.Length}];");
        for (int chunk = 0; chunk < chunks; chunk++) writer.Line($"{name}_Part{chunk + 1}(items);");
        writer.Line("return items;");
        writer.Close();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            writer.Line();
            writer.Open($"static void {name}_Part{chunk + 1}({type}[] items)");
            for (int i = chunk * ElementsInMethod; i < items.Length && i < (chunk + 1) * ElementsInMethod; i++)
            {
                writer.Line($"items[{i}] = {items[i]};");
            }

            writer.Close();
        }
    }
}
