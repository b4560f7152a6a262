using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>A TOML 1.0 value and where it stands. Immutable; made only by <see cref="TomlReader"/>.</summary>
public abstract record TomlNode(SourcePosition Position);

/// <param name="Position">The opening quote.</param>
/// <param name="Runs">Where the characters stand, when they don't simply follow the opening quote: after an escape, and on each
/// line of a multi-line string. Sorted by <see cref="TomlStringRun.Index"/>.</param>
public sealed record TomlString(string Value, SourcePosition Position, EquatableArray<TomlStringRun> Runs) : TomlNode(Position)
{
    /// <summary>Where character <paramref name="index"/> of <see cref="Value"/> is written in the file; its length: just behind
    /// the last.</summary>
    public SourcePosition PositionOf(int index)
    {
        int first = 0, count = Runs.Count;
        while (count > 0)
        {
            int half = count / 2;
            if (Runs[first + half].Index <= index) (first, count) = (first + half + 1, count - half - 1);
            else count = half;
        }

        if (first == 0) return Position with { Column = Position.Column + 1 + index };
        TomlStringRun run = Runs[first - 1];
        return Position with { Line = run.Line, Column = run.Column + index - run.Index };
    }
}

/// <summary>From <paramref name="Index"/> on, the characters of a string stand side by side from here.</summary>
public readonly record struct TomlStringRun(int Index, int Line, int Column);

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

/// <summary>A table, its entries in the order of the file. <see cref="TomlNode.Position"/> is that of the header or brace that
/// opens it.</summary>
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

/// <summary>What a file holds: its root, and the mistakes that the reader found. With mistakes the root holds what could be
/// read.</summary>
public sealed record TomlDocument(TomlTable Root, IReadOnlyList<Diagnostic> Diagnostics);
