using System.Text;

namespace FastPaas.Generators.Emit;

/// <summary>Lines of C#, indented by braces; the same line end on every machine.</summary>
sealed class CodeWriter
{
    readonly StringBuilder text = new();
    int depth;

    /// <summary>One line; empty: a blank one.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0) text.Append(' ', depth * 4).Append(line);
        text.Append('\n');
    }

    /// <summary>An opening line, if there is one, and its brace.</summary>
    public void Open(string? line = null)
    {
        if (line is not null) Line(line);
        Line("{");
        depth++;
    }

    /// <param name="after">What follows the brace: <c>;</c> or <c>);</c></param>
    public void Close(string after = "")
    {
        depth--;
        Line("}" + after);
    }

    public void Indent() => depth++;

    public void Unindent() => depth--;

    public override string ToString() => text.ToString();
}
