using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>Configuration values against the keys of a manifest.</summary>
/// <param name="owner">For messages: <c>module "acl"</c>.</param>
/// <param name="lists">Files that may stand for lists of records; null: none may, in a manifest.</param>
internal sealed class ConfigReader(DiagnosticBag diagnostics, string owner, ListFiles? lists = null)
{
    /// <summary>The values in the order of <paramref name="keys"/>; null: wrong, and reported.</summary>
    /// <param name="table">Null: nothing is configured.</param>
    /// <param name="position">Where to say that a key is missing.</param>
    public EquatableArray<ConfigValue>? Read(
        IReadOnlyList<ConfigKey> keys, TomlTable? table, SourcePosition position, string place)
    {
        bool right = true;
        foreach (TomlEntry entry in table?.Entries ?? [])
        {
            if (keys.Any(key => key.Name == entry.Key)) continue;
            right = false;
            diagnostics.Error(Rule.ConfigKeyUnknown, entry.KeyPosition, $"{place} has no key `{Names.Shown(entry.Key)}`; "
                + (keys.Count == 0
                    ? "it can have none, remove it"
                    : Names.Suggest(entry.Key, keys.Select(key => key.Name), $"it can have {List(keys)}", "`")));
        }

        List<ConfigValue> values = [];
        foreach (ConfigKey key in keys)
        {
            ConfigValue? value = key.Default;
            if (table?.Find(key.Name) is { } entry)
            {
                value = ReadValue(key, entry.Value);
                right &= value != null;
            }
            else if (value == null)
            {
                right = false;
                diagnostics.Error(Rule.ConfigKeyMissing, position,
                    $"{place} lacks `{key.Name}`; write `{key.Name} = {Example(key)}`");
            }

            if (value != null) values.Add(value);
        }

        return right ? values.ToEquatableArray() : null;
    }

    static string List(IEnumerable<ConfigKey> keys) => Names.List(keys.Select(key => key.Name), "and", "`");

    /// <summary>Null: wrong, and reported.</summary>
    public ConfigValue? ReadValue(ConfigKey key, TomlNode node)
    {
        if (!key.IsList) return ReadOne(key, node);
        if (node is TomlString file && key.Type == ConfigType.Record && lists != null) return lists.Read(file, key, owner, this);
        if (node is not TomlArray array)
        {
            return Wrong(node, key, $"can't be {ValueCheck.Kind(node)}; write `{key.Name} = {Example(key)}`");
        }

        int countMax = Math.Min(key.CountMax, Limits.ListCountMax);
        if (array.Items.Count < key.CountMin || array.Items.Count > countMax)
        {
            return Wrong(node, key, $"has {array.Items.Count} elements; write " + (key.CountMin == countMax
                ? $"{countMax}" : key.CountMin == 0 ? $"at most {countMax}" : $"{key.CountMin} to {countMax}")
                + (countMax < key.CountMax ? $", or the name of a file with up to {key.CountMax}" : ""));
        }

        List<ConfigValue?> items = array.Items.Select(item => ReadOne(key, item)).ToList();
        if (items.Contains(null)) return null;
        return Value(key) with { IsList = true, Items = items.Select(item => item!).ToEquatableArray() };
    }

    /// <summary>A value as a list's file writes it: without quotes, the elements of a list with commas between them.</summary>
    public ConfigValue? ReadWord(ConfigKey key, string word, SourcePosition position)
    {
        if (!key.IsList) return Scalar(key, word, position) is { } node ? ReadOne(key, node) : null;
        List<TomlNode> items = [];
        int column = position.Column;
        foreach (string item in word.Split(','))
        {
            if (Scalar(key, item, position with { Column = column }) is not { } scalar) return null;
            items.Add(scalar);
            column += item.Length + 1;
        }

        return ReadValue(key, new TomlArray(items, position));
    }

    /// <summary>Null: wrong, and reported.</summary>
    TomlNode? Scalar(ConfigKey key, string word, SourcePosition position)
    {
        TomlString text = new(word, position, default);
        switch (key.Type)
        {
            case ConfigType.Bool:
                if (word is "true" or "false") return new TomlBoolean(word == "true", position);
                Wrong(text, key, $"can't be \"{Names.Shown(word)}\"; write true or false");
                return null;
            case ConfigType.U8 or ConfigType.U16 or ConfigType.U32 or ConfigType.U64:
                if (FieldLiteral.TryNumber(word, out ulong number) && number <= long.MaxValue)
                {
                    return new TomlInteger((long)number, position);
                }

                Wrong(text, key, $"can't be \"{Names.Shown(word)}\"; write {key.Min} to {key.Max}");
                return null;
            default:
                return text;
        }
    }

    ConfigValue? ReadOne(ConfigKey key, TomlNode node) => (key.Type, node) switch
    {
        (ConfigType.Bool, TomlBoolean value) =>
            Value(key) with { Text = value.Value ? "true" : "false", Number = value.Value ? 1u : 0u },
        (ConfigType.U8 or ConfigType.U16 or ConfigType.U32 or ConfigType.U64, TomlInteger value) =>
            value.Value < 0 || (ulong)value.Value < key.Min || (ulong)value.Value > key.Max
                ? Wrong(node, key, $"can't be {value.Value.ToString(CultureInfo.InvariantCulture)}; write {key.Min} to {key.Max}")
                : Value(key) with { Number = (ulong)value.Value },
        (ConfigType.Range, TomlInteger value) => Range(key, node, value.Value.ToString(CultureInfo.InvariantCulture)),
        (ConfigType.Range, TomlString value) => Range(key, node, value.Value),
        (ConfigType.Enum, TomlString value) => Enum(key, node, value.Value),
        (ConfigType.String, TomlString value) => Encoding.UTF8.GetByteCount(value.Value) > Limits.ConfigTextBytesMax
            ? Wrong(node, key, $"has more than {Limits.ConfigTextBytesMax} bytes; write a shorter text")
            : Value(key) with { Text = value.Value },
        (ConfigType.Mac, TomlString value) => FieldLiteral.TryMac(value.Value, out FieldValue bits)
            ? Value(key) with { Number = bits.Low }
            : Wrong(node, key, $"can't be \"{Names.Shown(value.Value)}\"; write six bytes, \"02:00:00:00:00:01\""),
        (ConfigType.Prefix, TomlString value) => Prefix(key, node, value.Value),
        (ConfigType.Record, TomlTable value) => Record(key, value),
        _ => Wrong(node, key, $"can't be {ValueCheck.Kind(node)}; write {Example(key, isList: false)}"),
    };

    ConfigValue? Range(ConfigKey key, TomlNode node, string text)
    {
        if (!ConfigText.TryRange(text, out ulong first, out ulong last))
        {
            return Wrong(node, key, $"can't be \"{Names.Shown(text)}\"; write \"80..90\", \"80\" or 80");
        }

        if (first > last)
        {
            return Wrong(node, key, $"can't be \"{Names.Shown(text)}\": it is empty; write the smaller number first");
        }

        return first < key.Min || last > key.Max
            ? Wrong(node, key, $"can't be \"{Names.Shown(text)}\"; write numbers from {key.Min} to {key.Max}")
            : Value(key) with { Number = first, Number2 = last };
    }

    ConfigValue? Enum(ConfigKey key, TomlNode node, string text)
    {
        for (int i = 0; i < key.Values.Count; i++)
        {
            if (key.Values[i] != text) continue;
            if (!key.NotBuilt.Contains(text)) return Value(key) with { Text = text, Number = (ulong)i };
            diagnostics.Error(Rule.NotBuilt, node.Position, $"`{key.Name}` of {owner} can't be \"{text}\" in this build yet; "
                + $"write {Names.List(key.Values.Where(value => !key.NotBuilt.Contains(value)))}");
            return null;
        }

        string write = Names.Suggest(text, key.Values, $"write {Names.List(key.Values)}");
        return Wrong(node, key, $"can't be \"{Names.Shown(text)}\"; {write}");
    }

    ConfigValue? Prefix(ConfigKey key, TomlNode node, string text)
    {
        if (!ConfigPrefix.TryRead(text, out ConfigPrefix prefix))
        {
            return Wrong(node, key, $"can't be \"{Names.Shown(text)}\"; write a prefix, \"10.0.0.0/8\" or \"2001:db8::/32\"");
        }

        if (prefix.HasHostBits)
        {
            return Wrong(node, key,
                $"can't be \"{text}\": bits beyond the first {prefix.Length} are set; write \"{prefix.NetworkText}\"");
        }

        return Value(key) with
        {
            Number = prefix.Address.Low, Number2 = prefix.Address.High, PrefixLength = prefix.Length, IsIp6 = prefix.IsIp6,
        };
    }

    ConfigValue? Record(ConfigKey key, TomlTable table) =>
        Read(key.Fields, table, table.Position, $"`{key.Name}` of {owner}") is { } fields
            ? Value(key) with { Items = fields }
            : null;

    public static ConfigValue Value(ConfigKey key) => new(key.Name, key.Type, false, "", 0, 0, 0, false, default);

    ConfigValue? Wrong(TomlNode node, ConfigKey key, string problem)
    {
        diagnostics.Error(Rule.ConfigValueBad, node.Position, $"`{key.Name}` of {owner} {problem}");
        return null;
    }

    static string Example(ConfigKey key) => Example(key, key.IsList);

    static string Example(ConfigKey key, bool isList)
    {
        string one = key.Type switch
        {
            ConfigType.Bool => "true",
            ConfigType.String => "\"...\"",
            ConfigType.Enum => $"\"{key.Values[0]}\"",
            ConfigType.Mac => "\"02:00:00:00:00:01\"",
            ConfigType.Prefix => "\"10.0.0.0/8\"",
            ConfigType.Range => "\"80..90\"",
            ConfigType.Record => $"{{ {key.Fields[0].Name} = {Example(key.Fields[0])} }}",
            _ => $"{key.Min}",
        };
        return isList ? $"[{one}]" : one;
    }
}
