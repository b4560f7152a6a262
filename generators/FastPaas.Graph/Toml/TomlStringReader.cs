using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace FastPaas.Graph.Toml;

/// <summary>The four kinds of strings: basic and literal, on one line or several.</summary>
sealed class TomlStringReader(TomlCursor cursor)
{
    readonly StringBuilder value = new();
    readonly List<TomlStringRun> runs = [];

    /// <summary>At a quote. Null: not closed, which is reported, and the cursor is <see cref="TomlCursor.Lost"/>.</summary>
    /// <param name="isKey">Keys stay on one line.</param>
    public TomlString? Read(bool isKey)
    {
        SourcePosition start = cursor.Position;
        char quote = cursor.Current;
        value.Clear();
        runs.Clear();
        bool multiline = cursor.Peek(1) == quote && cursor.Peek(2) == quote;
        if (multiline && isKey)
        {
            cursor.Error(start, $"a multi-line string can't be a key; write it in one pair of {quote}");
            cursor.Lost = true;
            return null;
        }

        cursor.Advance(multiline ? 3 : 1);
        bool closed = multiline ? ReadLines(quote) : ReadLine(quote);
        if (closed) return new(value.ToString(), start, runs.ToEquatableArray());
        string close = multiline ? new string(quote, 3) : quote.ToString();
        cursor.Error(start, multiline
            ? $"the string is not closed; write {close} behind its last line"
            : $"the string is not closed; write {close} before the end of the line");
        cursor.Lost = true;
        return null;
    }

    bool ReadLine(char quote)
    {
        while (!cursor.End && !cursor.AtNewline)
        {
            if (cursor.TryTake(quote)) return true;
            if (quote == '"' && cursor.Current == '\\') ReadEscape();
            else ReadCharacter();
        }

        return false;
    }

    bool ReadLines(char quote)
    {
        cursor.TryNewline();
        StartRun();
        while (!cursor.End)
        {
            if (cursor.Current == quote)
            {
                if (TryClose(quote)) return true;
            }
            else if (cursor.TryNewline())
            {
                // The same value on every checkout: a line ends with \n.
                value.Append('\n');
                StartRun();
            }
            else if (quote == '"' && cursor.Current == '\\')
            {
                if (!TryLineContinuation()) ReadEscape();
            }
            else ReadCharacter();
        }

        return false;
    }

    /// <summary>Up to two quotes may stand before the three that close.</summary>
    bool TryClose(char quote)
    {
        int count = 0;
        while (count < 5 && cursor.Peek(count) == quote) count++;
        cursor.Advance(count);
        value.Append(quote, count >= 3 ? count - 3 : count);
        return count >= 3;
    }

    void ReadCharacter()
    {
        if (!cursor.TryText(out int length))
        {
            cursor.ErrorHere(char.IsSurrogate(cursor.Current)
                ? $"{cursor.Shown} in a string; remove it"
                : $"{cursor.Shown} in a string; write \\u{(int)cursor.Current:X4} in a string in \"");
        }

        value.Append(cursor.Ahead(length));
        cursor.Advance(length);
    }

    /// <summary>A backslash at the end of a line joins it to the next text.</summary>
    bool TryLineContinuation()
    {
        int blanks = 1;
        while (cursor.Peek(blanks) is ' ' or '\t') blanks++;
        if (cursor.Peek(blanks) != '\n' && !(cursor.Peek(blanks) == '\r' && cursor.Peek(blanks + 1) == '\n')) return false;
        cursor.Advance(blanks);
        while (cursor.TryNewline()) cursor.SkipBlanks();
        StartRun();
        return true;
    }

    void ReadEscape()
    {
        SourcePosition position = cursor.Position;
        StartRun();
        char c = cursor.Peek(1);
        if (c is 'u' or 'U') ReadCodePoint(position, c == 'u' ? 4 : 8);
        else
        {
            int at = "btnfr\"\\".IndexOf(c);
            if (at >= 0) value.Append("\b\t\n\f\r\"\\"[at]);
            else Unknown(position);
            cursor.Advance(at >= 0 ? 2 : 1);
        }

        StartRun();
    }

    void Unknown(SourcePosition position)
    {
        cursor.Advance();
        string shown = cursor.End || cursor.AtNewline || cursor.Current < ' ' ? "\\" : "\\" + cursor.Current;
        cursor.Advance(-1);
        cursor.Error(position, $"'{shown}' is no escape; write \\\\ for a backslash, or put the string between '");
    }

    void ReadCodePoint(SourcePosition position, int digits)
    {
        int count = 0;
        while (count < digits && IsHexDigit(cursor.Peek(2 + count))) count++;
        char kind = cursor.Peek(1);
        cursor.Advance(2);
        string hex = cursor.Ahead(count);
        cursor.Advance(count);
        if (count < digits)
        {
            cursor.Error(position, $"\\{kind} wants {digits} hexadecimal digits and has {count}; pad it with zeros in front");
            return;
        }

        uint point = uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (point > 0x10ffff || point is >= 0xd800 and < 0xe000)
            cursor.Error(position, $"\\{kind}{hex} is no Unicode scalar value; write one up to D7FF, or from E000 to 10FFFF");
        else value.Append(char.ConvertFromUtf32((int)point));
    }

    void StartRun()
    {
        SourcePosition position = cursor.Position;
        var run = new TomlStringRun(value.Length, position.Line, position.Column);
        if (runs.Count > 0 && runs[runs.Count - 1].Index == run.Index) runs[runs.Count - 1] = run;
        else runs.Add(run);
    }

    static bool IsHexDigit(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';
}
