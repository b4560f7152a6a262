using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Model;

/// <summary>One list's file: a record a line, its fields in the manifest's order with blanks between them; <c>-</c> for a
/// field that is to have its default, as have those left out at the end; <c>#</c> begins a comment where a field could.</summary>
internal sealed class ListFileReader(
    DiagnosticBag diagnostics, SourceFile file, ConfigKey key, string owner, ConfigReader values)
{
    const string DefaultWord = "-";

    readonly PackedRecords.Writer packed = new();
    readonly List<(int Start, int Length)> words = [];
    int records;

    /// <summary>Null: wrong, and reported.</summary>
    public ConfigValue? Read()
    {
        string text = file.Text;
        if (text.Length > Limits.ListFileSizeMax)
        {
            return Wrong(Rule.FileTooLarge, 1, 1,
                $"the file has {text.Length} characters and the limit is {Limits.ListFileSizeMax}; shorten it");
        }

        bool right = true;
        int line = 1;
        for (int start = 0; start < text.Length; line++)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            FindWords(start, end);
            if (words.Count > 0)
            {
                if (records++ == key.CountMax)
                {
                    return Wrong(Rule.ConfigValueBad, line, 1,
                        $"`{key.Name}` of {owner} has more than {key.CountMax} records; remove those from here on");
                }

                right &= ReadRecord(line, start);
            }

            start = end + 1;
        }

        if (records < key.CountMin)
        {
            return Wrong(Rule.ConfigValueBad, 1, 1,
                $"`{key.Name}` of {owner} has {records} records; write at least {key.CountMin}");
        }

        if (!right) return null;
        return ConfigReader.Value(key) with { IsList = true, Packed = packed.ToText(), PackedCount = records };
    }

    void FindWords(int start, int end)
    {
        words.Clear();
        for (int at = start; at < end;)
        {
            if (IsBlank(file.Text[at]))
            {
                at++;
                continue;
            }

            if (file.Text[at] == '#') return;
            int first = at;
            while (at < end && !IsBlank(file.Text[at])) at++;
            words.Add((first, at - first));
        }
    }

    static bool IsBlank(char c) => c is ' ' or '\t' or '\r';

    bool ReadRecord(int line, int lineStart)
    {
        if (words.Count > key.Fields.Count)
        {
            Wrong(Rule.ListLineBad, line, words[key.Fields.Count].Start - lineStart + 1,
                $"a record of `{key.Name}` of {owner} has {words.Count} fields here; write `{Form()}`");
            return false;
        }

        bool right = true;
        for (int i = 0; i < key.Fields.Count; i++)
        {
            ConfigValue? value = ReadField(i, line, lineStart);
            if (value == null) right = false;
            else if (right) packed.Add(key.Fields[i], value);
        }

        return right;
    }

    /// <summary>Null: wrong, and reported.</summary>
    ConfigValue? ReadField(int index, int line, int lineStart)
    {
        ConfigKey field = key.Fields[index];
        string word = DefaultWord;
        int column = words[words.Count - 1].Start + words[words.Count - 1].Length - lineStart + 1;
        if (index < words.Count)
        {
            column = words[index].Start - lineStart + 1;
            word = file.Text.Substring(words[index].Start, words[index].Length);
        }

        if (word != DefaultWord) return values.ReadWord(field, word, new SourcePosition(file.Path, line, column));
        // Of several fields that are left out the first is the mistake.
        if (field.Default != null || index > words.Count) return field.Default;
        return Wrong(Rule.ListLineBad, line, column,
            $"a record of `{key.Name}` of {owner} lacks `{field.Name}`; write `{Form()}`");
    }

    string Form() => string.Join(" ", key.Fields.Select(field => $"<{field.Name}>"));

    ConfigValue? Wrong(string rule, int line, int column, string message)
    {
        diagnostics.Error(rule, new SourcePosition(file.Path, line, column), message);
        return null;
    }
}
