using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace FastPaas.Build.CModules;

/// <param name="Type">SHT_*.</param>
/// <param name="Flags">SHF_*.</param>
public sealed record ElfSection(string Name, uint Type, ulong Flags, ulong Bytes);

/// <param name="Kind">STT_*.</param>
/// <param name="Binding">STB_*.</param>
/// <param name="Section">Index of its section; 0: defined elsewhere.</param>
public sealed record ElfSymbolEntry(string Name, int Kind, int Binding, int Section)
{
    const int Global = 1, Undefined = 0;

    public bool IsUndefined => Section == Undefined;

    public bool IsGlobal => Binding == Global;
}

/// <summary>Where something that lies elsewhere is used.</summary>
/// <param name="Section">Index of the section that uses it.</param>
/// <param name="Offset">In that section.</param>
/// <param name="Symbol">Index of the symbol; 0: none.</param>
public sealed record ElfReference(int Section, ulong Offset, int Symbol);

/// <summary>An object file of x86-64 Linux: what of it decides whether it may be linked. ELF-64, System V gABI.</summary>
public sealed class ElfObject
{
    const int SectionHeaderBytes = 64, SymbolBytes = 24, RelocationBytes = 24;
    const uint SymbolTable = 2, Relocations = 4;

    /// <summary>64 bits, little-endian.</summary>
    static ReadOnlySpan<byte> Magic => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    readonly byte[] file;
    readonly List<ElfSection> sections = [];
    readonly List<ElfSymbolEntry> symbols = [];
    readonly List<ElfReference> references = [];

    ElfObject(byte[] file)
    {
        this.file = file;
        if (file.Length < 64 || !file.AsSpan().StartsWith(Magic)) throw new InvalidDataException("no ELF object");
        ulong table = U64(40);
        int count = U16(60), names = U16(62);
        for (int i = 0; i < count; i++) sections.Add(ReadSection(table, i, names));
        for (int i = 0; i < count; i++)
        {
            if (sections[i].Type == SymbolTable) ReadSymbols(table, i);
            if (sections[i].Type == Relocations) ReadReferences(table, i);
        }
    }

    public IReadOnlyList<ElfSection> Sections => sections;

    /// <summary>In the table's order, from its second entry: the first is nobody's.</summary>
    public IReadOnlyList<ElfSymbolEntry> Symbols => symbols;

    public IReadOnlyList<ElfReference> References => references;

    public static ElfObject Read(string path) => new(File.ReadAllBytes(path));

    ElfSection ReadSection(ulong table, int index, int names)
    {
        ulong at = Header(table, index), strings = U64(Header(table, names) + 24);
        return new ElfSection(Text(strings + U32(at)), U32(at + 4), U64(at + 8), U64(at + 32));
    }

    void ReadSymbols(ulong table, int index)
    {
        ulong at = Header(table, index), strings = U64(Header(table, (int)U32(at + 40)) + 24);
        ulong start = U64(at + 24), end = start + U64(at + 32);
        for (ulong entry = start + SymbolBytes; entry < end; entry += SymbolBytes)
        {
            int info = file[entry + 4];
            symbols.Add(new ElfSymbolEntry(Text(strings + U32(entry)), info & 15, info >> 4, U16(entry + 6)));
        }
    }

    void ReadReferences(ulong table, int index)
    {
        ulong at = Header(table, index), start = U64(at + 24), end = start + U64(at + 32);
        for (ulong entry = start; entry < end; entry += RelocationBytes)
            references.Add(new ElfReference((int)U32(at + 44), U64(entry), (int)U32(entry + 12)));
    }

    static ulong Header(ulong table, int index) => table + (ulong)index * SectionHeaderBytes;

    string Text(ulong offset)
    {
        ReadOnlySpan<byte> rest = file.AsSpan((int)offset);
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)offset));

    uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)offset));

    ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan((int)offset));
}
