namespace FastPaas.Graph.Toml;

/// <summary>Finds what isn't UTF-8 (RFC 3629): stray and missing continuation bytes, overlong forms, surrogates, beyond
/// U+10FFFF.</summary>
static class TomlUtf8
{
    /// <returns>The offset of the first byte of the first bad sequence; -1: all is well.</returns>
    public static int FirstInvalid(byte[] bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int length = SequenceLength(bytes, at);
            if (length == 0) return at;
            at += length;
        }

        return -1;
    }

    static int SequenceLength(byte[] bytes, int at)
    {
        byte first = bytes[at];
        if (first < 0x80) return 1;
        int length = first is >= 0xc2 and < 0xe0 ? 2 : first is >= 0xe0 and < 0xf0 ? 3 : first is >= 0xf0 and < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > bytes.Length) return 0;
        for (int i = 1; i < length; i++)
        {
            if ((bytes[at + i] & 0xc0) != 0x80) return 0;
        }

        byte second = bytes[at + 1];
        bool bad = first switch
        {
            0xe0 => second < 0xa0,
            0xed => second > 0x9f,
            0xf0 => second < 0x90,
            0xf4 => second > 0x8f,
            _ => false,
        };
        return bad ? 0 : length;
    }
}
