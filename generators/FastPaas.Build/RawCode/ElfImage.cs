using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace FastPaas.Build.RawCode;

/// <summary>A function or a datum of the executable.</summary>
/// <param name="Size">0: not said.</param>
public sealed record ElfSymbol(string Name, ulong Address, ulong Size);

/// <summary>A linked 64-bit little-endian executable: the bytes at an address, from its program headers; and the symbols,
/// from the
/// file that was split off when it was stripped.</summary>
public sealed class ElfImage
{
    const int SectionHeaderBytes = 64, SymbolBytes = 24;
    const uint LoadSegment = 1, SymbolTable = 2;

    /// <summary>64 bits, little-endian.</summary>
    static ReadOnlySpan<byte> Magic => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    readonly byte[] image;
    readonly List<(ulong Address, ulong FileOffset, ulong Length)> segments = [];
    readonly List<ElfSymbol> symbols = [];
    readonly Dictionary<string, ElfSymbol> byName = new(StringComparer.Ordinal);

    ElfImage(byte[] image, byte[] symbolFile)
    {
        this.image = image;
        ReadSegments();
        ReadSymbols(symbolFile);
        symbols.Sort(static (a, b) => a.Address.CompareTo(b.Address));
    }

    public IReadOnlyList<ElfSymbol> Symbols => symbols;

    public static ElfImage Read(string executable, string symbolFile) =>
        new(File.ReadAllBytes(executable), File.ReadAllBytes(symbolFile));

    public ElfSymbol? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The bytes from an address on, up to a length, as far as the file has them.</summary>
    public ReadOnlyMemory<byte> Bytes(ulong address, ulong length)
    {
        foreach ((ulong start, ulong offset, ulong size) in segments)
        {
            if (address < start || address >= start + size) continue;
            ulong available = Math.Min(length, start + size - address);
            return image.AsMemory(checked((int)(offset + (address - start))), checked((int)available));
        }
        return ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>The symbol that an address belongs to: the last one at or before it that reaches it.</summary>
    public ElfSymbol? At(ulong address)
    {
        int low = 0, high = symbols.Count - 1, found = -1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (symbols[middle].Address <= address) (found, low) = (middle, middle + 1);
            else high = middle - 1;
        }
        if (found < 0) return null;
        ulong start = symbols[found].Address;
        // Several names can share an address; one with a size says more.
        ElfSymbol best = symbols[found];
        for (int i = found; i >= 0 && symbols[i].Address == start; i--)
            if (symbols[i].Size > best.Size) best = symbols[i];
        return best.Size == 0 || address < start + best.Size ? best : null;
    }

    void ReadSegments()
    {
        ReadOnlySpan<byte> file = image;
        if (file.Length < 64 || !file.StartsWith(Magic)) throw new InvalidDataException("It is no 64-bit ELF file.");
        ulong table = U64(file, 32);
        int size = U16(file, 54), count = U16(file, 56);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file[(int)(table + (ulong)(i * size))..];
            if (U32(header, 0) == LoadSegment) segments.Add((U64(header, 16), U64(header, 8), U64(header, 32)));
        }
    }

    void ReadSymbols(ReadOnlySpan<byte> file)
    {
        ulong table = U64(file, 40);
        int count = U16(file, 60);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = file[(int)(table + (ulong)(i * SectionHeaderBytes))..];
            if (U32(section, 4) != SymbolTable) continue;
            ReadOnlySpan<byte> strings = file[(int)U64(file, (int)table + (int)U32(section, 40) * SectionHeaderBytes + 24)..];
            ReadOnlySpan<byte> entries = file.Slice((int)U64(section, 24), (int)U64(section, 32));
            for (; entries.Length >= SymbolBytes; entries = entries[SymbolBytes..]) Add(entries, strings);
        }
    }

    void Add(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> strings)
    {
        const int Section = 3, File = 4, Tls = 6;
        int kind = entry[4] & 15;
        ushort section = U16(entry, 6);
        // Undefined and absolute symbols have no address in the image; a section, a source file and a thread's variable neither.
        if (section is 0 or >= 0xff00 || kind is Section or File or Tls) return;
        ReadOnlySpan<byte> name = strings[(int)U32(entry, 0)..];
        var symbol = new ElfSymbol(Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]), U64(entry, 8), U64(entry, 16));
        if (symbol.Name.Length == 0) return;
        symbols.Add(symbol);
        byName.TryAdd(symbol.Name, symbol);
    }

    static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
