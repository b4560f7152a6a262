using System.Text;

namespace FastPaas.Graph.Toml;

/// <summary>Reads TOML 1.0 (https://toml.io/en/v1.0.0). With <see cref="TomlNode"/> this is all that others see of TOML. Why it
/// isn't Tomlyn: docs/adr/0003.</summary>
public static class TomlReader
{
    /// <summary>1 MiB, in bytes of UTF-8 or in characters.</summary>
    public const int FileSizeMax = 1 << 20;

    /// <summary>Reads a whole file. Never throws: mistakes come back as diagnostics <c>FP0001</c> at their line and column, or
    /// <c>FP0601</c> for a file that is too large.</summary>
    /// <param name="file">The name to give in positions.</param>
    /// <param name="text">The file's text; a byte order mark in front is skipped and is no column.</param>
    public static TomlDocument Read(string file, string text) =>
        text.Length > FileSizeMax ? TooLarge(file, text.Length) : new TomlDocumentReader(new TomlCursor(file, text)).Read();

    /// <summary>Reads a file's bytes, which TOML wants to be UTF-8: other bytes are one <c>FP0001</c> where they stand.</summary>
    public static TomlDocument ReadBytes(string file, byte[] bytes)
    {
        if (bytes.Length > FileSizeMax) return TooLarge(file, bytes.Length);
        int bad = TomlUtf8.FirstInvalid(bytes);
        if (bad < 0) return Read(file, Encoding.UTF8.GetString(bytes));
        var cursor = new TomlCursor(file, Encoding.UTF8.GetString(bytes, 0, bad));
        while (!cursor.End)
        {
            if (!cursor.TryNewline()) cursor.Advance();
        }

        bool utf16 = bytes.Length >= 2 && bytes[0] + bytes[1] == 0xff + 0xfe && bytes[0] >= 0xfe;
        cursor.Error(cursor.Position, utf16
            ? "the file is UTF-16; save it as UTF-8"
            : $"byte 0x{bytes[bad]:x2} is not UTF-8; save the file as UTF-8");
        return new(new([], new(file, 1, 1)), cursor.Diagnostics);
    }

    static TomlDocument TooLarge(string file, int size)
    {
        var position = new SourcePosition(file, 1, 1);
        string message = $"the file has {size} bytes and the limit is {FileSizeMax}; move tables of data to a second file";
        return new(new([], position), [new("FP0601", DiagnosticSeverity.Error, position, message)]);
    }
}
