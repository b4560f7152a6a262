using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>A file: headers, and keys with their values, one a line. After a mistake reading goes on with the next
/// statement.</summary>
sealed class TomlDocumentReader
{
    readonly TomlCursor cursor;
    readonly TomlKeyReader keys;
    readonly TomlValueReader values;
    readonly TomlTableBuilder root;
    TomlTableBuilder current;
    int depth;

    public TomlDocumentReader(TomlCursor cursor)
    {
        this.cursor = cursor;
        var strings = new TomlStringReader(cursor);
        keys = new(cursor, strings);
        values = new(cursor, strings, keys);
        root = current = new(TomlTableOrigin.Header, cursor.Position);
    }

    public TomlDocument Read()
    {
        while (!cursor.End)
        {
            cursor.SkipBlanks();
            int errors = cursor.ErrorCount;
            bool header = cursor.Current == '[';
            if (header) ReadHeader();
            else if (!cursor.End && !cursor.AtNewline && cursor.Current != '#') ReadKeyValue();
            if (cursor.Lost) FindStatement();
            else EndLine(cursor.ErrorCount > errors, header);
        }

        return new(root.Build(), cursor.Diagnostics);
    }

    void ReadHeader()
    {
        SourcePosition header = cursor.Position;
        bool isArray = cursor.Peek(1) == '[';
        cursor.Advance(isArray ? 2 : 1);
        // Keys below a header that can't be read belong to nobody we know: they are checked as TOML and dropped.
        current = new(TomlTableOrigin.Header, header);
        depth = 0;
        if (keys.Read("']'") is not { } key)
        {
            cursor.Lost = false;
            cursor.SkipRestOfLine();
            return;
        }

        if (!cursor.TryTake(']') || (isArray && !cursor.TryTake(']')))
        {
            string close = isArray ? "]]" : "]";
            cursor.ErrorHere($"{close} is missing before {cursor.Shown}; write it behind the table's name");
        }

        depth = key.Count;
        current = TomlTables.Open(cursor, root, key, header, isArray) ?? current;
    }

    void ReadKeyValue()
    {
        if (keys.Read("'='") is not { } key)
        {
            DropValue();
            return;
        }

        if (!cursor.TryTake('='))
        {
            cursor.ErrorHere($"'=' is missing before {cursor.Shown}; write {key[key.Count - 1].Shown} = and its value");
            DropValue();
            return;
        }

        cursor.SkipBlanks();
        int levels = depth + key.Count;
        if (levels > TomlValueReader.DepthMax)
            cursor.Error(key[0].Position,
                $"more than {TomlValueReader.DepthMax} levels of tables and arrays; write a flatter file");
        TomlNode? value = values.Read(levels);
        if (value is not null && levels <= TomlValueReader.DepthMax) TomlTables.Add(cursor, current, key, value);
    }

    /// <summary>The key is wrong; its value may go over several lines, which aren't statements.</summary>
    void DropValue()
    {
        cursor.Lost = false;
        while (!cursor.End && !cursor.AtNewline && cursor.Current is not ('=' or '#')) cursor.Advance();
        if (!cursor.TryTake('=')) return;
        cursor.SkipBlanks();
        cursor.Muted = true;
        values.Read(0);
        cursor.Muted = false;
    }

    void EndLine(bool reported, bool header)
    {
        cursor.SkipBlanks();
        bool more = !cursor.End && !cursor.AtNewline && cursor.Current != '#';
        if (more && !reported)
        {
            string what = header ? "header" : "value";
            cursor.ErrorHere($"{cursor.Shown} can't follow the {what}; begin a new line, or a comment with #");
        }

        if (more) cursor.SkipRestOfLine();
        else cursor.SkipComment();
        cursor.TryNewline();
    }

    /// <summary>Skips what is left of a broken value, which may be several lines.</summary>
    void FindStatement()
    {
        cursor.Lost = false;
        do cursor.SkipRestOfLine();
        while (cursor.TryNewline() && !TomlKeyReader.LooksLikeStatement(cursor) && !cursor.End);
    }
}
