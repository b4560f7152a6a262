using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Verify.Elf;

/// <summary>What the host knows of a module: <c>struct fp_module</c> of native/module/fp_module.h, which the function
/// <c>fp_module_&lt;name&gt;</c> returns. The host enters a module by its words and by nothing else, so they are compared with
/// the sections that are verified.</summary>
/// <remarks>
/// <code>
///   8 init   16 process   24 reconfigure   32 expire   40 protection   44 constant_bytes   48 initialised_bytes
///   52 globals_bytes   56 image   64 text_start   72 text_end   80 constants_start   88 constants_end   96 certificate
///   128 only_writes   132 serves   136 variants_behind   140 line_count   144 lines   152 files
/// </code>
/// </remarks>
sealed class Descriptor
{
    const ulong Bytes = 160, CertificateOffset = 96, CertificateBytes = 32;
    /// <summary>Of what a sentence about a fault is made from, outside of the module.</summary>
    const ulong Lines = 144, Files = 152;
    const string Prefix = "fp_module_";
    const int Entries = 4, FirstEntry = 8, Protection = 40, ConstantBytes = 44, InitialisedBytes = 48, GlobalsBytes = 52;
    const int OnlyWrites = 128, Serves = 132, VariantsBehind = 136;
    const ulong Image = 56, TextStart = 64, TextEnd = 72, ConstantsStart = 80, ConstantsEnd = 88;

    readonly LinkedFile file;
    readonly ReadOnlyMemory<byte> bytes;
    readonly Dictionary<ulong, ElfRelocation> words = [];

    Descriptor(LinkedFile file, ulong address, ReadOnlyMemory<byte> bytes)
    {
        (this.file, this.bytes, Address) = (file, bytes, address);
        foreach (ElfRelocation each in file.Relocations.Where(each => each.Range.Overlaps(Range)))
            if (!words.TryAdd(each.Place - address, each)) IsOdd = true;
    }

    public ulong Address { get; }

    public AddressRange Range => new(Address, Bytes);

    /// <summary>The loader writes one of its words twice.</summary>
    bool IsOdd { get; }

    /// <summary>A module has an array of them, one for each variant. Null: there is none, or none that can be read.</summary>
    /// <param name="variant">The module's name, and in capitals what tells its variants apart.</param>
    public static Descriptor? Find(LinkedFile file, string variant) =>
        file.Descriptors.GetOrAdd(variant, name => Read(file, name));

    static Descriptor? Read(LinkedFile file, string variant)
    {
        int capital = variant.AsSpan().IndexOfAnyInRange('A', 'Z');
        string module = capital > 0 ? variant[..(capital - 1)] : variant;
        ElfSymbol[] functions = [.. file.Symbols.Where(symbol => symbol.Name == Prefix + module)];
        if (functions is not [ElfSymbol function] || Returned(file, function) is not { } address) return null;
        ulong? text = file.Sections.FirstOrDefault(section => section.Name == ModuleReader.TextPrefix + variant)?.Address;
        for (ulong at = address; ; at += Bytes)
        {
            ReadOnlyMemory<byte> bytes = file.Bytes(new AddressRange(at, Bytes));
            if ((ulong)bytes.Length != Bytes) return null;
            Descriptor each = new(file, at, bytes);
            if (each.Word(TextStart) == text || each.Number(VariantsBehind) == 0) return each;
        }
    }

    /// <summary>Where the host enters, by the words' order; null: not there.</summary>
    public IEnumerable<ulong?> EntryWords() => Enumerable.Range(0, Entries).Select(i => Word(FirstEntry + 8ul * (ulong)i));

    /// <summary>What it says that isn't so; none: nothing.</summary>
    public IEnumerable<string> Wrong(
        Reach reach, bool isWritesOnly, AddressRange text, AddressRange constants, AddressRange image)
    {
        ulong[] places = [8, 16, 24, 32, Image, TextStart, TextEnd, ConstantsStart, ConstantsEnd, Lines, Files];
        if (IsOdd || words.Any(each => !places.Contains(each.Key) || each.Value.Type != ElfRelocation.Relative))
            yield return "the loader writes to it otherwise than an address into a word";
        foreach (ulong place in places)
            if (!words.ContainsKey(place) && BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(int)place..]) != 0)
                yield return $"its word {place} is a number and no address of the executable";
        if (Number(Protection) != ProtectionOf(reach))
            yield return "it doesn't say that the module is confined, and how";
        if (Number(OnlyWrites) != (isWritesOnly ? 1 : 0)) yield return "it doesn't say whether reads are confined";
        if (EntryWords().Any(entry => entry is { } address && !text.Contains(address)))
            yield return "an entry lies outside of the module's code";
        if (Word(TextStart) != text.Start || Word(TextEnd) != text.End) yield return "its bounds aren't the code's";
        if ((Word(ConstantsStart) ?? 0) != constants.Start || (Word(ConstantsEnd) ?? 0) != constants.End)
            yield return "its bounds aren't the constants'";
        bool hasImage = Number(InitialisedBytes) > 0;
        if (hasImage && Word(Image) != image.Start || Number(InitialisedBytes) > image.Bytes
            || Number(ConstantBytes) > Number(InitialisedBytes))
            yield return "its image isn't the module's";
    }

    /// <summary>A word that only says where a section ends, which is where another one may begin.</summary>
    public bool IsEnd(ElfRelocation relocation) => relocation.Place - Address is TextEnd or ConstantsEnd;

    /// <summary>What stands there, and what the module's should be.</summary>
    public (Certificate Made, ReadOnlyMemory<byte> Written) Certify(ModuleCode code)
    {
        bool hasConstants = code.Constants.Bytes > 0;
        ulong image = Number(InitialisedBytes);
        long[] numbers =
        [
            code.Text.Length, hasConstants ? (long)(code.Constants.Start - code.Address) : 0, (long)code.Constants.Bytes,
            .. EntryWords().Select(entry => entry is { } address ? (long)(address - code.Address) : -1),
            Number(ConstantBytes), (long)image, Number(GlobalsBytes), Number(Protection), Number(OnlyWrites), Number(Serves),
        ];
        Certificate made = Certificate.Of(
            file.OffsetOf(new AddressRange(Address + CertificateOffset, CertificateBytes))!.Value, code.Reach,
            code.IsWritesOnly, numbers, code.Text, file.Bytes(code.Constants),
            image > 0 ? file.Bytes(new AddressRange(Word(Image)!.Value, image)) : default);
        return (made, bytes.Slice((int)CertificateOffset, (int)CertificateBytes));
    }

    /// <summary>In <c>enum fp_protection</c>, which begins with none.</summary>
    static uint ProtectionOf(Reach reach) => 1 + (uint)reach;

    uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[offset..]);

    ulong? Word(ulong offset) => words.TryGetValue(offset, out ElfRelocation? word) ? word.Target : null;

    /// <summary>Of <c>lea rax, [rip + address]; ret</c>.</summary>
    static ulong? Returned(LinkedFile file, ElfSymbol function)
    {
        ReadOnlyMemory<byte> code = file.Bytes(new AddressRange(function.Address, function.Bytes));
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code.ToArray()), function.Address);
        Instruction first = decoder.Decode(), second = decoder.Decode();
        bool isAddress = first.Code == Code.Lea_r64_m && first.Op0Register == Register.RAX && first.IsIPRelativeMemoryOperand;
        return isAddress && second.Code == Code.Retnq ? first.IPRelativeMemoryAddress : null;
    }
}
