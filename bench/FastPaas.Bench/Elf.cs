using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace FastPaas.Bench;

/// <param name="Address">Virtual.</param>
sealed record ElfSymbol(string Name, ulong Address, int Size, bool IsFunction);

/// <summary>As much of a 64-bit little-endian ELF file as it takes to find a function's bytes.</summary>
sealed class Elf
{
    const int SectionBytes = 64, SymbolBytes = 24, SymbolTable = 2, NoBits = 8, Function = 2;

    readonly byte[] file;
    readonly List<(uint Type, ulong Address, int Offset, int Size, int Link)> sections = [];

    public Elf(string path)
    {
        file = File.ReadAllBytes(path);
        int at = (int)U64(0x28);
        int count = U16(0x3c);
        for (int i = 0; i < count; i++, at += SectionBytes)
        {
            sections.Add((U32(at + 4), U64(at + 16), (int)U64(at + 24), (int)U64(at + 32), (int)U32(at + 40)));
        }
    }

    public IEnumerable<ElfSymbol> Symbols()
    {
        foreach ((uint type, _, int offset, int size, int link) in sections)
        {
            if (type != SymbolTable) continue;
            for (int at = offset; at < offset + size; at += SymbolBytes)
            {
                yield return new(
                    Text(sections[link].Offset + (int)U32(at)), U64(at + 8), (int)U64(at + 16), (file[at + 4] & 15) == Function);
            }
        }
    }

    /// <summary>The bytes at a virtual address; from the executable, for the file of symbols holds none.</summary>
    public byte[] Code(ulong address, int size)
    {
        foreach ((uint type, ulong start, int offset, int bytes, _) in sections)
        {
            if (type == NoBits || start == 0 || address < start || address + (ulong)size > start + (ulong)bytes) continue;
            return file.AsSpan(offset + (int)(address - start), size).ToArray();
        }

        throw new InvalidDataException($"no section holds address {address:x}");
    }

    string Text(int at) => Encoding.ASCII.GetString(file.AsSpan(at, file.AsSpan(at).IndexOf((byte)0)));

    ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
}
