using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>Values: scalars, strings, arrays, inline tables. A mistake inside is reported and reading goes on behind it where
/// that is safe; where it isn't, the cursor is <see cref="TomlCursor.Lost"/>.</summary>
sealed class TomlValueReader(TomlCursor cursor, TomlStringReader strings, TomlKeyReader keys)
{
    /// <summary>Levels of tables and arrays, counting the parts of keys: no input can overflow the stack.</summary>
    public const int DepthMax = 64;

    /// <summary>Null: reported.</summary>
    public TomlNode? Read(int depth)
    {
        if (cursor.Current is '"' or '\'') return strings.Read(isKey: false);
        if (cursor.Current is not ('[' or '{')) return TomlScalarReader.Read(cursor);
        if (depth < DepthMax) return cursor.Current == '[' ? ReadArray(depth + 1) : ReadInlineTable(depth + 1);
        cursor.ErrorHere($"more than {DepthMax} levels of tables and arrays; write a flatter file");
        cursor.Lost = true;
        return null;
    }

    TomlArray? ReadArray(int depth)
    {
        SourcePosition start = cursor.Position;
        var items = new List<TomlNode>();
        cursor.Advance();
        while (true)
        {
            if (!SkipLines(start, "]")) return new(items, start);
            if (cursor.TryTake(']')) return new(items, start);
            int errors = cursor.ErrorCount;
            if (cursor.Current == ',')
            {
                cursor.ErrorHere("a value is missing before ','; remove the comma");
                cursor.Advance();
                continue;
            }

            if (Read(depth) is { } item) items.Add(item);
            if (cursor.Lost) return null;
            if (!SkipLines(start, "]")) return new(items, start);
            if (cursor.TryTake(']')) return new(items, start);
            if (!cursor.TryTake(',') && !TryGoOnWithoutComma(errors, "]")) return null;
        }
    }

    TomlNode? ReadInlineTable(int depth)
    {
        SourcePosition start = cursor.Position;
        var table = new TomlTableBuilder(TomlTableOrigin.Inline, start);
        cursor.Advance();
        bool lineReported = false, comma = false;
        while (true)
        {
            if (!SkipInlineBlanks(start, comma || table.IsEmpty, ref lineReported)) return table.Build();
            SourcePosition position = cursor.Position;
            if (cursor.TryTake('}'))
            {
                if (comma) cursor.Error(position, "a comma can't stand before '}'; remove it");
                return table.Build();
            }

            int errors = cursor.ErrorCount;
            ReadEntry(table, depth);
            if (cursor.Lost) return null;
            if (!SkipInlineBlanks(start, false, ref lineReported)) return table.Build();
            if (cursor.TryTake('}')) return table.Build();
            comma = cursor.TryTake(',') || TryGoOnWithoutComma(errors, "}");
            if (!comma) return null;
        }
    }

    void ReadEntry(TomlTableBuilder table, int depth)
    {
        if (keys.Read("'='") is not { } key)
        {
            cursor.Lost = true;
            return;
        }

        if (!cursor.TryTake('='))
        {
            cursor.ErrorHere($"'=' is missing before {cursor.Shown}; write {key[key.Count - 1].Shown} = and its value");
            cursor.Lost = true;
            return;
        }

        cursor.SkipBlanks();
        if (Read(depth + key.Count - 1) is { } value) TomlTables.Add(cursor, table, key, value);
    }

    /// <summary>Inside an array: blanks, comments and newlines. False: it isn't closed, which is reported.</summary>
    bool SkipLines(SourcePosition start, string close)
    {
        while (true)
        {
            cursor.SkipComment();
            TomlMark mark = cursor.Mark;
            if (cursor.TryNewline())
            {
                if (!TomlKeyReader.LooksLikeStatement(cursor)) continue;
                cursor.Return(mark);
            }
            else if (!cursor.End) return true;

            cursor.Error(start, $"the array is not closed; write {close} behind its last value");
            return false;
        }
    }

    /// <summary>Inside an inline table, where TOML 1.0 has no newline: one mistake, however many lines it takes.</summary>
    bool SkipInlineBlanks(SourcePosition start, bool keyNext, ref bool lineReported)
    {
        while (true)
        {
            cursor.SkipBlanks();
            if (!cursor.End && !cursor.AtNewline && cursor.Current != '#') return true;
            TomlMark mark = cursor.Mark;
            SourcePosition position = cursor.Position;
            cursor.SkipComment();
            if (!cursor.TryNewline() || (!keyNext && TomlKeyReader.LooksLikeStatement(cursor)))
            {
                cursor.Return(mark);
                if (!lineReported)
                    cursor.Error(start, "the inline table is not closed; write } behind its last value, on the same line");
                return false;
            }

            if (!lineReported)
                cursor.Error(position, "an inline table stays on one line; join the lines, or give it a [header] of its own");
            lineReported = true;
        }
    }

    /// <summary>A value follows without a comma. False: something else does, and the place is lost.</summary>
    bool TryGoOnWithoutComma(int errorsBefore, string close)
    {
        bool reported = cursor.ErrorCount > errorsBefore;
        bool value = cursor.Current is '"' or '\'' or '[' or '{' || TomlKeyReader.IsBare(cursor.Current);
        if (!reported) cursor.ErrorHere($"',' or '{close}' is missing before {cursor.Shown}; write one");
        cursor.Lost = reported || !value;
        return !cursor.Lost;
    }
}
