using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Verify.Elf;

/// <summary>A linked, position-independent x86-64 executable: what the loader will make of it. Anything odd is an
/// <see cref="InvalidDataException"/>.</summary>
public sealed class LinkedFile
{
    const int SectionHeaderBytes = 64, ProgramHeaderBytes = 56, SymbolBytes = 24;
    const int SharedObject = 3, X64 = 62;

    readonly byte[] file;
    readonly List<ElfRelocation> relocations = [];
    readonly List<(string, ulong)> calls = [];
    readonly List<(string, AddressRange)> tables = [];

    LinkedFile(byte[] file, byte[] symbolFile)
    {
        this.file = file;
        CheckHeader(file);
        if (U16(file, 16) != SharedObject) throw new InvalidDataException("it isn't position-independent");
        Sections = ReadSections(file);
        List<ElfSegment> all = ReadSegments();
        Segments = [.. all.Where(segment => segment.Type == ElfSegment.Load)];
        SegmentRules.Check(all, file.Length);
        Symbols = ReadSymbols(symbolFile);
        calls.Add(("the file's entry", U64(file, 24)));
        foreach (ElfSegment other in all.Where(segment => segment.Type != ElfSegment.Load && segment.Bytes > 0))
            tables.Add(($"segment of type 0x{other.Type:x}", other.Range));
        foreach (ElfSegment dynamic in all.Where(segment => segment.Type == ElfSegment.Dynamic))
            DynamicSection.Read(this, dynamic, relocations, calls, tables);
        SegmentRules.Check(Segments, relocations);
    }

    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Those that are loaded.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>Of functions and data. A name is only a name: nothing is proved by it.</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    public IReadOnlyList<ElfRelocation> Relocations => relocations;

    /// <summary>What the loader calls by itself, beside what relocations say.</summary>
    public IReadOnlyList<(string Name, ulong Address)> Calls => calls;

    /// <summary>What the loader, or code of the host that reads its own file, goes by.</summary>
    public IReadOnlyList<(string Name, AddressRange Range)> Tables => tables;

    /// <summary>Those that were looked for, by the variant's name.</summary>
    internal ConcurrentDictionary<string, Descriptor?> Descriptors { get; } = [];

    /// <param name="symbolFile">Split off when it was stripped, or the file itself.</param>
    public static LinkedFile Read(string path, string symbolFile)
    {
        try
        {
            return new LinkedFile(File.ReadAllBytes(path), File.ReadAllBytes(symbolFile));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path} isn't a whole ELF file", e);
        }
    }

    /// <summary>As they are mapped; shorter than asked: the file has no more of them.</summary>
    public ReadOnlyMemory<byte> Bytes(AddressRange range) =>
        OffsetOf(range) is { } offset ? file.AsMemory(checked((int)offset), checked((int)range.Bytes)) : default;

    /// <summary>Where in the file a range lies; null: it isn't mapped from there as one piece.</summary>
    public ulong? OffsetOf(AddressRange range)
    {
        foreach (ElfSegment segment in Segments)
            if (new AddressRange(segment.Address, segment.FileBytes).Contains(range.Start, range.Bytes))
                return segment.Offset + (range.Start - segment.Address);
        return null;
    }

    /// <summary>The symbol that an address belongs to, by name; null: none.</summary>
    public string? NameAt(ulong address) => Symbols.Where(symbol =>
        symbol.Address == address || address - symbol.Address < symbol.Bytes).MaxBy(symbol => symbol.Address)?.Name;

    static void CheckHeader(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (file.Length < 64 || !file.StartsWith(magic) || U16(file, 18) != X64)
            throw new InvalidDataException("it is no 64-bit ELF file for x86-64");
        if (U16(file, 58) != SectionHeaderBytes || U16(file, 60) == 0)
            throw new InvalidDataException("it has no table of sections");
    }

    static List<ElfSection> ReadSections(ReadOnlySpan<byte> file)
    {
        List<ElfSection> sections = [];
        ReadOnlySpan<byte> table = file[checked((int)U64(file, 40))..], names = Strings(file, table, U16(file, 62));
        for (int i = 0; i < U16(file, 60); i++)
        {
            ReadOnlySpan<byte> header = table.Slice(i * SectionHeaderBytes, SectionHeaderBytes);
            sections.Add(new ElfSection(Text(names, U32(header, 0)), U32(header, 4), U64(header, 8), U64(header, 16),
                U64(header, 24), U64(header, 32), U32(header, 40)));
        }
        return sections;
    }

    static ReadOnlySpan<byte> Strings(ReadOnlySpan<byte> file, ReadOnlySpan<byte> table, int section)
    {
        ReadOnlySpan<byte> header = table.Slice(section * SectionHeaderBytes, SectionHeaderBytes);
        return file.Slice(checked((int)U64(header, 24)), checked((int)U64(header, 32)));
    }

    List<ElfSegment> ReadSegments()
    {
        List<ElfSegment> segments = [];
        int start = checked((int)U64(file, 32)), bytes = U16(file, 54), count = U16(file, 56);
        if (bytes != ProgramHeaderBytes) throw new InvalidDataException("it has no table of segments");
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(start + i * bytes, bytes);
            segments.Add(new ElfSegment(
                U32(header, 0), U32(header, 4), U64(header, 8), U64(header, 16), U64(header, 32), U64(header, 40)));
        }
        return segments;
    }

    static List<ElfSymbol> ReadSymbols(byte[] symbolFile)
    {
        const int Object = 1, Function = 2, Nothing = 0;
        CheckHeader(symbolFile);
        List<ElfSymbol> symbols = [];
        List<ElfSection> sections = ReadSections(symbolFile);
        foreach (ElfSection table in sections.Where(section => section.Type == ElfSection.SymbolTable))
        {
            ElfSection strings = sections[(int)table.Link];
            ReadOnlySpan<byte> names = symbolFile.AsSpan(checked((int)strings.Offset), checked((int)strings.Bytes));
            ReadOnlySpan<byte> entries = symbolFile.AsSpan(checked((int)table.Offset), checked((int)table.Bytes));
            for (; entries.Length >= SymbolBytes; entries = entries[SymbolBytes..])
            {
                bool isDefined = U16(entries, 6) is not (0 or >= 0xff00);
                if (isDefined && (entries[4] & 15) is Object or Function or Nothing)
                    symbols.Add(new ElfSymbol(Text(names, U32(entries, 0)), U64(entries, 8), U64(entries, 16)));
            }
        }
        return symbols;
    }

    static string Text(ReadOnlySpan<byte> strings, uint offset)
    {
        ReadOnlySpan<byte> rest = strings[checked((int)offset)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
