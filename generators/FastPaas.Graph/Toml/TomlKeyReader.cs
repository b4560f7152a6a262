using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>Keys: bare, quoted, dotted.</summary>
sealed class TomlKeyReader(TomlCursor cursor, TomlStringReader strings)
{
    /// <summary>The parts of a key, and the blanks around them. Null: reported.</summary>
    /// <param name="before">What the message says comes next: "=" or "]".</param>
    public IReadOnlyList<TomlKeyPart>? Read(string before)
    {
        var parts = new List<TomlKeyPart>();
        do
        {
            cursor.SkipBlanks();
            SourcePosition position = cursor.Position;
            if (cursor.Current is '"' or '\'')
            {
                if (strings.Read(isKey: true) is not { } text) return null;
                parts.Add(new(text.Value, position));
            }
            else
            {
                int length = 0;
                while (IsBare(cursor.Peek(length))) length++;
                if (length == 0)
                {
                    Missing(parts.Count, before);
                    return null;
                }

                parts.Add(new(cursor.Ahead(length), position));
                cursor.Advance(length);
            }

            if (parts.Count > TomlValueReader.DepthMax)
            {
                cursor.Error(position, $"a key of more than {TomlValueReader.DepthMax} parts; write a shorter one");
                return null;
            }

            cursor.SkipBlanks();
        }
        while (cursor.TryTake('.'));
        return parts;
    }

    void Missing(int parts, string before)
    {
        char c = cursor.Current;
        if (parts > 0)
            cursor.ErrorHere($"a part of the key is missing behind the point, before {cursor.Shown}; write one, or \"\"");
        else if (cursor.End || cursor.AtNewline || c is '=' or ']' or '.' or ',' or '#' or '}')
            cursor.ErrorHere($"a key is missing before {cursor.Shown}; write a name in front of {before}");
        else cursor.ErrorHere($"{cursor.Shown} can't stand in a key; keys are letters, digits, _ and -: put others in quotes");
    }

    public static bool IsBare(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '-';

    /// <summary>Whether a line that begins here is a header or <c>key =</c>, which no value that is well written goes on with.
    /// So an open bracket above was forgotten, and reading can go on here.</summary>
    public static bool LooksLikeStatement(TomlCursor cursor)
    {
        int at = Blanks(cursor, 0);
        int brackets = 0;
        while (cursor.Peek(at) == '[') (at, brackets) = (at + 1, brackets + 1);
        at = Blanks(cursor, at);
        int start = at;
        while (IsBare(cursor.Peek(at)) || cursor.Peek(at) == '.') at++;
        if (at == start) return false;
        string word = cursor.Ahead(at).Substring(start);
        at = Blanks(cursor, at);
        if (brackets == 0) return cursor.Peek(at) == '=';
        // [1], [-2e5] and [nan] are arrays in an array.
        bool name = word[0] is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' && word is not ("true" or "false" or "inf" or "nan");
        if (brackets > 2 || !name) return false;
        for (int i = 0; i < brackets; i++, at++)
        {
            if (cursor.Peek(at) != ']') return false;
        }

        at = Blanks(cursor, at);
        return cursor.Peek(at) is '\0' or '\r' or '\n' or '#';
    }

    static int Blanks(TomlCursor cursor, int at)
    {
        while (cursor.Peek(at) is ' ' or '\t') at++;
        return at;
    }
}
