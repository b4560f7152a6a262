namespace FastPaas.Graph.Match;

enum MatchTokenKind
{
    /// <summary>A field, a keyword or a value.</summary>
    Word,
    Operator,
    /// <summary>One of <c>( ) [ ] ,</c> or <c>..</c></summary>
    Punctuation,
    Unknown,
    End,
}

readonly record struct MatchToken(MatchTokenKind Kind, string Text, int Index)
{
    public bool Is(string text) => Kind != MatchTokenKind.Unknown && Kind != MatchTokenKind.End && Text == text;
}

/// <summary>Cuts a match expression into words, operators and brackets. <c>..</c> is a token of its own; a single point,
/// a colon, a slash and a minus belong to words: <c>tcp.dst</c>, <c>2001:db8::/32</c>.</summary>
sealed class MatchLexer
{
    static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];
    readonly string text;
    int at;

    public MatchLexer(string text)
    {
        this.text = text;
        Current = Next();
    }

    public MatchToken Current { get; private set; }

    /// <summary>The current token; the next becomes current.</summary>
    public MatchToken Take()
    {
        MatchToken taken = Current;
        Current = Next();
        return taken;
    }

    MatchToken Next()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
        int start = at;
        if (at == text.Length) return new(MatchTokenKind.End, "", start);
        while (at < text.Length && IsWord(at)) at++;
        if (at > start) return new(MatchTokenKind.Word, text.Substring(start, at - start), start);
        foreach (string candidate in Operators)
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) == 0)
                return Cut(MatchTokenKind.Operator, candidate.Length);
        }

        if (AtRange(at)) return Cut(MatchTokenKind.Punctuation, 2);
        if ("()[],".IndexOf(text[at]) >= 0) return Cut(MatchTokenKind.Punctuation, 1);
        int length = 1;
        while (at + length < text.Length && text[at + length] == text[at] && length < 2) length++;
        if (char.IsSurrogatePair(text, at)) length = 2;
        return Cut(MatchTokenKind.Unknown, length);
    }

    MatchToken Cut(MatchTokenKind kind, int length)
    {
        at += length;
        return new(kind, text.Substring(at - length, length), at - length);
    }

    bool IsWord(int index)
    {
        char c = text[index];
        return c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or ':' or '/' or '-'
            || (c == '.' && !AtRange(index));
    }

    bool AtRange(int index) => text[index] == '.' && index + 1 < text.Length && text[index + 1] == '.';
}
