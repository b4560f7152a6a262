using System.Collections.Generic;
using System.IO;
using static System.Buffers.Binary.BinaryPrimitives;

namespace FastPaas.Verify.Elf;

/// <summary>What the loader is told to do, by the tags that it goes by (System V gABI, "Dynamic Section"): the table of sections
/// is nothing to it.</summary>
sealed class DynamicSection
{
    const int EntryBytes = 16, RelocationBytes = 24, SymbolBytes = 24;

    const ulong Relocations = 7, RelocationsBytes = 8, RelocationsWithoutAddend = 17, PackedRelocations = 36;
    const ulong PltRelocations = 23, PltRelocationsBytes = 2, PltKind = 20, SymbolTable = 6, Init = 12, Fini = 13;
    const ulong WritesText = 22, Flags = 30, WritesTextFlag = 4;

    /// <summary>Tables of which nothing may be a module's: where, and how long.</summary>
    static readonly (ulong Start, ulong Bytes, string Name)[] tables =
    [
        (Relocations, RelocationsBytes, "relocations"), (PltRelocations, PltRelocationsBytes, "relocations"),
        (25, 27, "functions to call at the start"), (32, 33, "functions to call at the start"),
        (26, 28, "functions to call at the end"), (SymbolTable, 0, "symbols"), (5, 10, "names"), (3, 0, "addresses"),
        (4, 0, "hashes"), (0x6ffffef5, 0, "hashes"),
    ];

    readonly LinkedFile file;
    readonly Dictionary<ulong, ulong> tags = [];

    DynamicSection(LinkedFile file, ElfSegment segment)
    {
        this.file = file;
        for (ulong at = 0; at + EntryBytes <= segment.Bytes; at += EntryBytes)
        {
            ulong tag = Word(segment.Address + at), value = Word(segment.Address + at + 8);
            if (tag == 0) break;
            // The loader takes the last of two, another the first: what counts must not depend on it. DT_NEEDED repeats.
            if (tag != 1 && !tags.TryAdd(tag, value)) throw new InvalidDataException($"its dynamic tag {tag} is there twice");
        }
    }

    /// <exception cref="InvalidDataException">The loader would make code writable, or change memory in a way that isn't
    /// known here.</exception>
    public static void Read(
        LinkedFile file, ElfSegment segment, List<ElfRelocation> relocations, List<(string, ulong)> calls,
        List<(string, AddressRange)> tables)
    {
        DynamicSection section = new(file, segment);
        section.Refuse();
        section.Add(relocations, Relocations, RelocationsBytes);
        section.Add(relocations, PltRelocations, PltRelocationsBytes);
        if (section.tags.TryGetValue(Init, out ulong init)) calls.Add(("DT_INIT", init));
        if (section.tags.TryGetValue(Fini, out ulong fini)) calls.Add(("DT_FINI", fini));
        foreach ((ulong start, ulong bytes, string name) in DynamicSection.tables)
            if (section.tags.TryGetValue(start, out ulong address))
                tables.Add((name, new AddressRange(address, section.tags.GetValueOrDefault(bytes, 1ul))));
    }

    void Refuse()
    {
        if (tags.ContainsKey(WritesText) || (tags.GetValueOrDefault(Flags) & WritesTextFlag) != 0)
            throw new InvalidDataException("the loader makes its code writable to relocate it (DT_TEXTREL)");
        if (tags.ContainsKey(PackedRelocations))
            throw new InvalidDataException("its relocations are packed; link with -z nopack-relative-relocs");
        if (tags.ContainsKey(RelocationsWithoutAddend)
            || tags.ContainsKey(PltRelocations) && tags.GetValueOrDefault(PltKind) != Relocations)
            throw new InvalidDataException("its relocations have no addends; link with -z rela");
    }

    void Add(List<ElfRelocation> relocations, ulong start, ulong bytes)
    {
        if (!tags.TryGetValue(start, out ulong table)) return;
        for (ulong at = 0, end = tags.GetValueOrDefault(bytes); at + RelocationBytes <= end; at += RelocationBytes)
            relocations.Add(Entry(Word(table + at), Word(table + at + 8), Word(table + at + 16)));
    }

    ElfRelocation Entry(ulong place, ulong info, ulong addend)
    {
        uint type = (uint)info, symbol = (uint)(info >> 32);
        return type switch
        {
            // 64, GLOB_DAT, JUMP_SLOT: a symbol's address; the last two without the addend, which is then zero.
            1 or 6 or 7 => new(type, place, 8, SymbolWord(symbol, 8) is var value and not 0 ? value + addend : 0),
            // COPY: as many bytes as the symbol has.
            5 => new(type, place, SymbolWord(symbol, 16), 0),
            // IRELATIVE calls what it names.
            ElfRelocation.Relative or 37 => new(type, place, 8, addend),
            // Of thread-local variables: numbers.
            16 or 17 or 18 => new(type, place, 8, 0),
            36 => new(type, place, 16, 0),
            _ => throw new InvalidDataException($"it has relocations of kind {type}, which executables have no use for"),
        };
    }

    /// <summary>Of a symbol's entry; 0 for one that another file defines.</summary>
    ulong SymbolWord(uint symbol, ulong offset) => tags.TryGetValue(SymbolTable, out ulong table)
        ? Word(table + symbol * (ulong)SymbolBytes + offset)
        : throw new InvalidDataException("it has relocations with symbols, and no symbols");

    ulong Word(ulong address) => file.Bytes(new AddressRange(address, 8)) is { Length: 8 } word
        ? ReadUInt64LittleEndian(word.Span)
        : throw new InvalidDataException($"the loader reads 0x{address:x}, which the file hasn't got");
}
