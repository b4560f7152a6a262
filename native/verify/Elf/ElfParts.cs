namespace FastPaas.Verify.Elf;

/// <summary>System V gABI, "Sections".</summary>
public sealed record ElfSection(string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Bytes, uint Link)
{
    public const uint ProgramBits = 1, SymbolTable = 2;

    const ulong WriteFlag = 1, AllocatedFlag = 2, ExecutableFlag = 4, ThreadLocalFlag = 0x400;

    public bool IsWritable => (Flags & WriteFlag) != 0;

    public bool IsMapped => (Flags & AllocatedFlag) != 0;

    public bool IsExecutable => (Flags & ExecutableFlag) != 0;

    /// <summary>Its address is another's too: what each thread gets has none in the file.</summary>
    public bool IsThreadLocal => (Flags & ThreadLocalFlag) != 0;

    public AddressRange Range => new(Address, Bytes);
}

/// <summary>A line of the table that the loader reads. System V gABI, "Program Header".</summary>
/// <param name="FileBytes">The rest of <paramref name="Bytes"/> is zero.</param>
public sealed record ElfSegment(uint Type, uint Flags, ulong Offset, ulong Address, ulong FileBytes, ulong Bytes)
{
    public const uint Load = 1, Dynamic = 2, Stack = 0x6474e551;

    public const ulong Page = 4096;

    const uint ExecuteFlag = 1, WriteFlag = 2;

    public bool IsExecutable => (Flags & ExecuteFlag) != 0;

    public bool IsWritable => (Flags & WriteFlag) != 0;

    public AddressRange Range => new(Address, Bytes);

    /// <summary>Any byte of a range, or of a page that holds one.</summary>
    public bool Touches(AddressRange range) => range.Bytes > 0 && Bytes > 0
        && Address / Page <= (range.End - 1) / Page && range.Start / Page <= (Address + Bytes - 1) / Page;
}

/// <param name="Bytes">0: not said.</param>
public sealed record ElfSymbol(string Name, ulong Address, ulong Bytes);

/// <summary>A place that the loader writes before anything runs. System V ABI for x86-64, 4.4.1.</summary>
/// <param name="Bytes">That it writes.</param>
/// <param name="Target">The address of the file that it writes there, or that it calls to know what to write; 0:
/// neither.</param>
public sealed record ElfRelocation(uint Type, ulong Place, ulong Bytes, ulong Target)
{
    public const uint Relative = 8;

    public AddressRange Range => new(Place, Bytes);
}
