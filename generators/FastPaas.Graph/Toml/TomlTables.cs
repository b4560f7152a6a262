using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>Who may add what to which table: each key is written once, each table opened once.</summary>
static class TomlTables
{
    /// <summary><c>a.b = value</c> inside <paramref name="table"/>.</summary>
    public static void Add(TomlCursor cursor, TomlTableBuilder table, IReadOnlyList<TomlKeyPart> key, TomlNode value)
    {
        for (int i = 0; i < key.Count - 1; i++)
        {
            object? found = table.Find(key[i].Text);
            if (found is null)
            {
                var child = new TomlTableBuilder(TomlTableOrigin.Dotted, key[i].Position);
                table.Add(key[i], child);
                table = child;
            }
            else if (found is TomlTableBuilder { Origin: TomlTableOrigin.Path or TomlTableOrigin.Dotted } child)
            {
                child.Define();
                table = child;
            }
            else
            {
                string kind = found is TomlTableBuilder ? "the table" : found is TomlNode ? "the value" : "the array of tables";
                cursor.Error(key[i].Position,
                    $"{kind} {Path(key, i)} is complete at {At(table, key[i])}; a dotted key can't add to it: "
                    + (found is TomlTableBuilder ? "write the key there" : "rename one"));
                return;
            }
        }

        TomlKeyPart last = key[key.Count - 1];
        if (table.Find(last.Text) is null) table.Add(last, value);
        else Twice(cursor, table, key, key.Count - 1);
    }

    /// <summary><c>[a.b]</c>: the table that the following keys go to; null: reported.</summary>
    public static TomlTableBuilder? Open(
        TomlCursor cursor, TomlTableBuilder root, IReadOnlyList<TomlKeyPart> key, SourcePosition header, bool isArray)
    {
        TomlTableBuilder? table = root;
        for (int i = 0; i < key.Count - 1 && table is not null; i++) table = PassThrough(cursor, table, key, i, header);
        if (table is null) return null;
        TomlKeyPart last = key[key.Count - 1];
        object? found = table.Find(last.Text);
        var opened = new TomlTableBuilder(TomlTableOrigin.Header, header);
        if (found is null) table.Add(last, isArray ? new List<TomlTableBuilder> { opened } : opened);
        else if (isArray && found is List<TomlTableBuilder> tables) tables.Add(opened);
        else if (!isArray && found is TomlTableBuilder { Origin: TomlTableOrigin.Path } passed)
        {
            table.Open(passed, last, header);
            return passed;
        }
        else
        {
            Twice(cursor, table, key, key.Count - 1);
            return null;
        }

        return opened;
    }

    static TomlTableBuilder? PassThrough(
        TomlCursor cursor, TomlTableBuilder table, IReadOnlyList<TomlKeyPart> key, int index, SourcePosition header)
    {
        switch (table.Find(key[index].Text))
        {
            case null:
                var child = new TomlTableBuilder(TomlTableOrigin.Path, header);
                table.Add(key[index], child);
                return child;
            case TomlTableBuilder found:
                return found;
            case List<TomlTableBuilder> tables:
                return tables[tables.Count - 1];
            default:
                cursor.Error(key[index].Position, $"{Path(key, index)} is a value, written at {At(table, key[index])}, "
                    + "and has no tables inside; rename one");
                return null;
        }
    }

    static void Twice(TomlCursor cursor, TomlTableBuilder table, IReadOnlyList<TomlKeyPart> key, int index) =>
        cursor.Error(key[index].Position,
            $"{Path(key, index)} is already written at {At(table, key[index])}; remove or rename one");

    static string At(TomlTableBuilder table, TomlKeyPart part)
    {
        SourcePosition position = table.PositionOf(part.Text);
        return $"line {position.Line}, column {position.Column}";
    }

    static string Path(IReadOnlyList<TomlKeyPart> key, int index)
    {
        var names = new List<string>();
        for (int i = 0; i <= index; i++) names.Add(key[i].Shown);
        return string.Join(".", names);
    }
}
