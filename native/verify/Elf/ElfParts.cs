namespace FastPaas.Verify.Elf;

/// <summary>System V gABI, "Sections".</summary>
public sealed record ElfSection(string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Bytes, uint Link)
{
    public const uint ProgramBits = 1, SymbolTable = 2, RelocationsWithAddend = 4, RelativeRelocations = 19;

    const ulong WriteFlag = 1, AllocatedFlag = 2, ExecutableFlag = 4;

    public bool IsWritable => (Flags & WriteFlag) != 0;

    public bool IsMapped => (Flags & AllocatedFlag) != 0;

    public bool IsExecutable => (Flags & ExecutableFlag) != 0;

    public AddressRange Range => new(Address, Bytes);
}

/// <summary>What the loader maps. System V gABI, "Program Header".</summary>
/// <param name="FileBytes">The rest of <paramref name="Bytes"/> is zero.</param>
public sealed record ElfSegment(uint Flags, ulong Offset, ulong Address, ulong FileBytes, ulong Bytes)
{
    const uint ExecuteFlag = 1, WriteFlag = 2;
    const ulong Page = 4096;

    public bool IsExecutable => (Flags & ExecuteFlag) != 0;

    public bool IsWritable => (Flags & WriteFlag) != 0;

    /// <summary>Any byte of a range, or of a page that holds one.</summary>
    public bool Touches(AddressRange range) => range.Bytes > 0 && Bytes > 0
        && Address / Page <= (range.End - 1) / Page && range.Start / Page <= (Address + Bytes - 1) / Page;
}

/// <param name="Bytes">0: not said.</param>
public sealed record ElfSymbol(string Name, ulong Address, ulong Bytes);
