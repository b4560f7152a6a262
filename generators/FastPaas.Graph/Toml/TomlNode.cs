using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>A TOML 1.0 value and where it stands. Immutable; made only by <see cref="TomlReader"/>.</summary>
public abstract record TomlNode(SourcePosition Position);

public sealed record TomlString(string Value, SourcePosition Position) : TomlNode(Position);

public sealed record TomlInteger(long Value, SourcePosition Position) : TomlNode(Position);

public sealed record TomlFloat(double Value, SourcePosition Position) : TomlNode(Position);

public sealed record TomlBoolean(bool Value, SourcePosition Position) : TomlNode(Position);

public enum TomlDateTimeKind
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

/// <summary>A date or time, kept as its normalized RFC 3339 text: FastPaas graphs never compute with one.</summary>
public sealed record TomlDateTime(TomlDateTimeKind Kind, string Text, SourcePosition Position) : TomlNode(Position);

public sealed record TomlArray(IReadOnlyList<TomlNode> Items, SourcePosition Position) : TomlNode(Position);

/// <summary>A table, its entries in the order of the file. <see cref="TomlNode.Position"/> is that of the header or brace that opens it.</summary>
public sealed record TomlTable(IReadOnlyList<TomlEntry> Entries, SourcePosition Position) : TomlNode(Position)
{
    public TomlEntry? Find(string key)
    {
        foreach (TomlEntry entry in Entries)
        {
            if (entry.Key == key) return entry;
        }

        return null;
    }
}

/// <summary>One key of a table. <paramref name="KeyPosition"/> is the first character of this (last) part of the key.</summary>
public sealed record TomlEntry(string Key, SourcePosition KeyPosition, TomlNode Value);

/// <summary>What a file holds: its root, and the mistakes that the reader found. With mistakes the root holds what could be read.</summary>
public sealed record TomlDocument(TomlTable Root, IReadOnlyList<Diagnostic> Diagnostics);
