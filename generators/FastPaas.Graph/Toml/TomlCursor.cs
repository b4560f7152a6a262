using System.Collections.Generic;

namespace FastPaas.Graph.Toml;

/// <summary>A place in the text that moves forward, keeps count of lines, and collects the mistakes of one file.</summary>
sealed class TomlCursor
{
    /// <summary>After so many mistakes the rest of a file is noise.</summary>
    const int DiagnosticsMax = 100;

    readonly string file;
    readonly string text;
    readonly List<Diagnostic> diagnostics = [];
    int offset;
    int line = 1;
    int lineStart;

    public TomlCursor(string file, string text)
    {
        this.file = file;
        this.text = text;
        if (text.Length > 0 && text[0] == '\uFEFF') offset = lineStart = 1;
    }

    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics;

    /// <summary>Reading has lost its place inside a value: what follows until the next statement means nothing.</summary>
    public bool Lost { get; set; }

    /// <summary>Mistakes are counted but not reported: this stretch belongs to one that already was.</summary>
    public bool Muted { get; set; }

    /// <summary>Mistakes so far, muted ones too.</summary>
    public int ErrorCount { get; private set; }

    public bool End => offset >= text.Length || diagnostics.Count > DiagnosticsMax;

    /// <summary>The character here; NUL at the end, so check <see cref="End"/> where a NUL in the file matters.</summary>
    public char Current => Peek(0);

    public SourcePosition Position => new(file, line, offset - lineStart + 1);

    public char Peek(int distance) => offset + distance < text.Length ? text[offset + distance] : '\0';

    public void Advance(int count = 1) => offset += count;

    /// <summary>The <paramref name="count"/> characters from here.</summary>
    public string Ahead(int count) => text.Substring(offset, count);

    public bool AtNewline => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    public bool TryNewline()
    {
        if (!AtNewline) return false;
        offset += Current == '\n' ? 1 : 2;
        line++;
        lineStart = offset;
        return true;
    }

    public bool TryTake(char wanted)
    {
        if (End || Current != wanted) return false;
        offset++;
        return true;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t') offset++;
    }

    /// <summary>To the newline, or the end.</summary>
    public void SkipRestOfLine()
    {
        while (!End && !AtNewline) offset++;
    }

    /// <summary>Blanks and a comment, if there is one.</summary>
    public void SkipComment()
    {
        SkipBlanks();
        if (Current != '#') return;
        while (!End && !AtNewline)
        {
            if (!TryText(out _)) ErrorHere($"{NameOf(Current)} in a comment; remove it");
            offset += char.IsSurrogatePair(Current, Peek(1)) ? 2 : 1;
        }
    }

    /// <summary>Whether the character here may stand in text; its length, 2 for a surrogate pair.</summary>
    public bool TryText(out int length)
    {
        char c = Current;
        length = char.IsSurrogatePair(c, Peek(1)) ? 2 : 1;
        return length == 2 || (c >= ' ' && c != '\u007f' && !char.IsSurrogate(c)) || c == '\t';
    }

    public void ErrorHere(string message) => Error(Position, message);

    public void Error(SourcePosition position, string message)
    {
        ErrorCount++;
        if (Muted || diagnostics.Count > DiagnosticsMax) return;
        if (diagnostics.Count == DiagnosticsMax)
            message = $"more than {DiagnosticsMax} mistakes in this file; mend those above first";
        diagnostics.Add(new("FP0001", DiagnosticSeverity.Error, position, message));
    }

    /// <summary>How a message shows the character here.</summary>
    public string Shown => End ? "the end of the file" : AtNewline ? "the end of the line" : NameOf(Current);

    string NameOf(char c) => c switch
    {
        _ when char.IsSurrogatePair(c, Peek(1)) => $"'{c}{Peek(1)}'",
        _ when char.IsSurrogate(c) => "half a surrogate pair",
        '\'' => "\"'\"",
        '\r' => "a carriage return without a line feed",
        '\uFEFF' => "a byte order mark",
        < ' ' or '\u007f' => $"control character U+{(int)c:X4}",
        > '\u007f' when !char.IsLetterOrDigit(c) => $"character U+{(int)c:X4}",
        ' ' => "a blank",
        _ => $"'{c}'",
    };

    public TomlMark Mark => new(offset, line, lineStart);

    public void Return(TomlMark mark) => (offset, line, lineStart) = (mark.Offset, mark.Line, mark.LineStart);
}

/// <summary>A place to come back to.</summary>
readonly record struct TomlMark(int Offset, int Line, int LineStart);
