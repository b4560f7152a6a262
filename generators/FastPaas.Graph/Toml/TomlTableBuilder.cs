using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Toml;

/// <summary>How a table came to be, which decides who may still add to it.</summary>
enum TomlTableOrigin
{
    /// <summary>On the way to another: <c>a</c> of <c>[a.b]</c>. A header may still open it.</summary>
    Path,
    Header,
    /// <summary>On the way of a dotted key: <c>a</c> of <c>a.b = 1</c>. No header may open it; headers may pass
    /// through.</summary>
    Dotted,
    /// <summary>Closed by its brace.</summary>
    Inline,
}

/// <summary>A table that is still being read. A slot holds a <see cref="TomlTableBuilder"/>, a list of them (an array of tables),
/// or a finished <see cref="TomlNode"/>.</summary>
sealed class TomlTableBuilder(TomlTableOrigin origin, SourcePosition position)
{
    SourcePosition position = position;
    readonly List<Slot> slots = [];
    readonly Dictionary<string, int> indices = new(System.StringComparer.Ordinal);

    public TomlTableOrigin Origin { get; private set; } = origin;

    public bool IsEmpty => slots.Count == 0;

    public object? Find(string key) => indices.TryGetValue(key, out int index) ? slots[index].Value : null;

    public SourcePosition PositionOf(string key) => slots[indices[key]].Position;

    public void Add(TomlKeyPart key, object value)
    {
        indices.Add(key.Text, slots.Count);
        slots.Add(new(key.Text, key.Position, value));
    }

    /// <summary>A header opens what another had only passed through.</summary>
    public void Open(TomlTableBuilder child, TomlKeyPart key, SourcePosition header)
    {
        child.Origin = TomlTableOrigin.Header;
        child.position = header;
        int index = indices[key.Text];
        slots[index] = slots[index] with { Position = key.Position };
    }

    /// <summary>A dotted key defines what a header had only passed through.</summary>
    public void Define() => Origin = TomlTableOrigin.Dotted;

    public TomlTable Build()
    {
        var entries = new TomlEntry[slots.Count];
        for (int i = 0; i < entries.Length; i++) entries[i] = new(slots[i].Key, slots[i].Position, Finish(slots[i]));
        return new(entries, position);
    }

    static TomlNode Finish(Slot slot)
    {
        if (slot.Value is TomlTableBuilder table) return table.Build();
        if (slot.Value is not List<TomlTableBuilder> tables) return (TomlNode)slot.Value;
        var items = new TomlNode[tables.Count];
        for (int i = 0; i < items.Length; i++) items[i] = tables[i].Build();
        return new TomlArray(items, items[0].Position);
    }

    readonly record struct Slot(string Key, SourcePosition Position, object Value);
}

/// <summary>One part of a dotted key.</summary>
readonly record struct TomlKeyPart(string Text, SourcePosition Position)
{
    /// <summary>As a message shows it.</summary>
    public string Shown => Text.Length > 0 && Text.All(TomlKeyReader.IsBare) ? Text : $"\"{Text}\"";
}
