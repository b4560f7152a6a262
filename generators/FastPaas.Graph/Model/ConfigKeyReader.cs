using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>The <c>[config]</c> of a manifest.</summary>
internal sealed class ConfigKeyReader(DiagnosticBag diagnostics)
{
    /// <param name="keys">Null: there are none.</param>
    /// <param name="isField">Fields of a record: no records among them.</param>
    public List<ConfigKey> ReadAll(Settings? keys, string file, bool isField)
    {
        List<ConfigKey> all = [];
        Dictionary<string, string> types = new(StringComparer.Ordinal);
        foreach ((string name, Settings key) in keys?.Tables() ?? [])
        {
            if (types.TryGetValue(Names.Pascal(name), out string? other))
            {
                Contradiction(key.Position, $"`{name}` and `{other}` have one name in C#; rename one");
            }

            types[Names.Pascal(name)] = name;
            if (inRecords.Contains(Names.Pascal(name)))
            {
                Contradiction(key.Position, $"`{name}` is a word of C# records; rename it");
            }

            if (Read(name, key, file, isField) is { } read) all.Add(read);
        }

        foreach (ConfigKey key in all.Where(key => key.Type is ConfigType.Enum or ConfigType.Record))
        {
            // The type of an enum's or record's values stands beside the keys.
            string own = Names.Pascal(key.Name) + (key is { Type: ConfigType.Record, IsList: true } ? "Item" : "Value");
            if (types.TryGetValue(own, out string? other))
            {
                Contradiction(keys!.Tables().First(pair => pair.Name == other).Table.Position,
                    $"`{other}` and the type of `{key.Name}` have one name in C#; rename one");
            }
        }

        if (keys != null && all.Count > Limits.ConfigKeysMax)
        {
            Contradiction(keys.Position, $"{keys.Place} has {all.Count} keys; write at most {Limits.ConfigKeysMax}");
        }

        return all;
    }

    /// <summary>Members that every C# record has: no property can be called so.</summary>
    static readonly string[] inRecords =
        ["Clone", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers",
         "ReferenceEquals", "ToString"];

    ConfigKey? Read(string name, Settings key, string file, bool isField)
    {
        if (key.String("type") is not { } typeText) return null;
        bool isList = typeText.Value.EndsWith("[]", StringComparison.Ordinal);
        string typeName = isList ? typeText.Value.Substring(0, typeText.Value.Length - 2) : typeText.Value;
        ConfigType type = (ConfigType)ManifestKeys.TypeNames.ToList().IndexOf(typeName);
        if (isField && type == ConfigType.Record)
        {
            Contradiction(typeText.Position, "a field of a record can't be a record; flatten it");
            return null;
        }

        int errorsBefore = diagnostics.ErrorCount;
        CheckFits(key, type, isList);
        Refuse(key, "reads_nothing", !isField, "keys that aren't fields of a record");
        (ulong min, ulong max) = Bounds(key, type);
        int countMin = (int)key.Integer("count_min", 0);
        int countMax = (int)key.Integer("count_max", Math.Max(countMin, Limits.ListCountDefault));
        if (countMin > countMax)
        {
            Contradiction(key.Entry("count_min")!.Value.Position, $"`count_min` can't be over {countMax}; write less");
        }

        if (countMax > Limits.ListCountMax && type != ConfigType.Record)
        {
            Contradiction(key.Entry("count_max")!.Value.Position,
                $"a list that isn't of records can't have {countMax} elements; write at most {Limits.ListCountMax}");
        }

        List<string> values = ReadValues(key, type);
        List<string> notBuilt = ReadSome(key, "not_built", values), readsNothing = ReadSome(key, "reads_nothing", values);
        List<ConfigKey> fields = ReadFields(key, type, file);
        if (diagnostics.ErrorCount > errorsBefore) return null;

        ConfigKey read = new(name, type, isList, min, max, countMax, values.ToEquatableArray(), fields.ToEquatableArray(), null)
        {
            CountMin = countMin,
            NotBuilt = notBuilt.ToEquatableArray(),
            ReadsNothing = readsNothing.ToEquatableArray(),
        };
        if (key.Entry("default") is not { } written) return read;
        ConfigValue? value = new ConfigReader(diagnostics, file).ReadValue(read, written.Value);
        return value == null ? null : read with { Default = value };
    }

    /// <summary>Keys that mean nothing for the type.</summary>
    void CheckFits(Settings key, ConfigType type, bool isList)
    {
        bool isNumber = type is ConfigType.U8 or ConfigType.U16 or ConfigType.U32 or ConfigType.U64 or ConfigType.Range;
        Refuse(key, "min", isNumber, "numbers and ranges");
        Refuse(key, "max", isNumber, "numbers and ranges");
        Refuse(key, "values", type == ConfigType.Enum, "enums");
        Refuse(key, "not_built", type == ConfigType.Enum, "enums");
        Refuse(key, "reads_nothing", type == ConfigType.Enum && !isList, "enums that aren't lists");
        Refuse(key, "fields", type == ConfigType.Record, "records");
        Refuse(key, "count_min", isList, "lists");
        Refuse(key, "count_max", isList, "lists");
    }

    void Refuse(Settings key, string name, bool fits, string whose)
    {
        if (!fits && key.Entry(name) is { } entry) Contradiction(entry.KeyPosition, $"`{name}` is for {whose}; remove it");
    }

    (ulong Min, ulong Max) Bounds(Settings key, ConfigType type)
    {
        ulong most = type switch
        {
            ConfigType.U8 => byte.MaxValue,
            ConfigType.U16 => ushort.MaxValue,
            ConfigType.U32 => uint.MaxValue,
            _ => long.MaxValue,
        };
        ulong min = (ulong)key.Integer("min", 0);
        ulong max = (ulong)key.Integer("max", (long)most);
        if (max > most) Contradiction(key.Entry("max")!.Value.Position, $"`max` can't be {max}; the type ends at {most}");
        else if (min > max) Contradiction(key.Entry("min")!.Value.Position, $"`min` can't be over {max}; write less");
        return (min, max);
    }

    List<string> ReadValues(Settings key, ConfigType type)
    {
        List<TomlString> written = key.Texts("values").ToList();
        if (type == ConfigType.Enum && !key.Refused("values") && written.Count is 0 or > Limits.EnumValuesMax)
        {
            Contradiction(key.Entry("values")?.Value.Position ?? key.Position,
                $"an enum has 1 to {Limits.EnumValuesMax} names, {key.Place} has {written.Count};"
                + " write `values = [\"...\", ...]`");
        }

        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (TomlString value in written)
        {
            if (Names.Complaint("a value", value.Value, []) is { } complaint)
            {
                diagnostics.Error(Rule.BadName, value.Position, complaint);
            }
            else if (names.TryGetValue(Names.Pascal(value.Value), out string? other))
            {
                Contradiction(value.Position, $"\"{value.Value}\" and \"{other}\" have one name in C#; rename or remove one");
            }

            names[Names.Pascal(value.Value)] = value.Value;
        }

        return written.Select(value => value.Value).ToList();
    }

    /// <summary>Some of an enum's values.</summary>
    List<string> ReadSome(Settings key, string name, List<string> values)
    {
        List<TomlString> written = key.Texts(name).ToList();
        foreach (TomlString value in written.Where(value => !values.Contains(value.Value)))
        {
            Contradiction(value.Position, $"\"{Names.Shown(value.Value)}\" isn't in `values`; add it there, or remove it here");
        }

        return written.Select(value => value.Value).ToList();
    }

    List<ConfigKey> ReadFields(Settings key, ConfigType type, string file)
    {
        if (type != ConfigType.Record || key.Refused("fields")) return [];
        if (key.Entry("fields")?.Value is not TomlTable { Entries.Count: > 0 } table)
        {
            Contradiction(key.Position, $"{key.Place} is a record, but has no fields; write `[config.<name>.fields]`");
            return [];
        }

        Settings fields = new SettingsReader(diagnostics, operatorFile: true)
            .Read(table, ManifestKeys.Fields, key.Entry("fields")!.KeyPosition, key.Place.TrimEnd(']') + ".fields]");
        return ReadAll(fields, file, isField: true);
    }

    void Contradiction(SourcePosition at, string message) => diagnostics.Error(Rule.ManifestContradiction, at, message);
}
