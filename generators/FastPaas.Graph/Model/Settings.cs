using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>A TOML table whose keys <see cref="SettingsReader"/> has checked: only right values are in it.</summary>
internal sealed class Settings(SourcePosition position, string place)
{
    readonly Dictionary<string, TomlEntry> values = new(StringComparer.Ordinal);
    readonly Dictionary<string, Settings> tables = new(StringComparer.Ordinal);
    readonly HashSet<string> refused = new(StringComparer.Ordinal);
    readonly List<string> order = [];

    /// <summary>Of its key, or the file's begin.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>For messages: <c>[port.uplink]</c>.</summary>
    public string Place { get; } = place;

    /// <summary>A value was written here, right or wrong.</summary>
    public bool Has(string key) => values.ContainsKey(key) || refused.Contains(key);

    /// <summary>A wrong value was written here, and reported.</summary>
    public bool Refused(string key) => refused.Contains(key);

    public IReadOnlyCollection<string> AllRefused => refused;

    public TomlEntry? Entry(string key) => values.TryGetValue(key, out TomlEntry? entry) ? entry : null;

    public TomlString? String(string key) => Entry(key)?.Value as TomlString;

    public string? Text(string key) => String(key)?.Value;

    public long Integer(string key, long otherwise) => Entry(key)?.Value is TomlInteger number ? number.Value : otherwise;

    public IEnumerable<long> Integers(string key) =>
        Entry(key)?.Value is TomlArray array ? array.Items.OfType<TomlInteger>().Select(number => number.Value) : [];

    public bool Boolean(string key) => Entry(key)?.Value is TomlBoolean { Value: true };

    public IEnumerable<TomlString> Texts(string key) =>
        Entry(key)?.Value is TomlArray array ? array.Items.OfType<TomlString>() : [];

    public Settings? Table(string key) => tables.TryGetValue(key, out Settings? table) ? table : null;

    /// <summary>Tables under names of the user's choice, in the order of the file.</summary>
    public IEnumerable<(string Name, Settings Table)> Tables() =>
        order.Where(tables.ContainsKey).Select(name => (name, tables[name]));

    public void Accept(TomlEntry entry, Settings? table)
    {
        order.Add(entry.Key);
        values[entry.Key] = entry;
        if (table != null) tables[entry.Key] = table;
    }

    public void Refuse(string key) => refused.Add(key);
}
