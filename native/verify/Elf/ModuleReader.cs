using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Verify.Elf;

/// <summary>A module as an executable holds it. Where its code lies is read from the table of sections, and where the host enters
/// it from what the host itself goes by: words that the loader fills, and the code of its descriptor. A symbol of a module
/// decides nothing.</summary>
public static class ModuleReader
{
    const string TextPrefix = "fp_text_", ConstantsPrefix = "fp_const_", DescriptorPrefix = "fp_module_";

    /// <summary>Those that have code in sections of their own, by name.</summary>
    public static IEnumerable<string> Modules(LinkedFile file) => file.Sections
        .Where(section => section.Name.StartsWith(TextPrefix, StringComparison.Ordinal))
        .Select(section => section.Name[TextPrefix.Length..]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Reads, and verifies what was read.</summary>
    public static VerifyReport Verify(LinkedFile file, string module)
    {
        RefusalList refusals = new();
        ModuleCode? code = Read(file, module, refusals);
        return code is null ? new VerifyReport(null, refusals.Sorted(), 0, 0, 0, 0, 0) : Verifier.Verify(code);
    }

    internal static ModuleCode? Read(LinkedFile file, string module, RefusalList refusals)
    {
        ElfSection? text = Only(file, TextPrefix + module, refusals);
        if (text is null)
        {
            refusals.Add(RefusalId.NoCode, 0, $"there is no section {TextPrefix}{module}");
            return null;
        }
        CheckText(file, text, refusals);
        AddressRange constants = Only(file, ConstantsPrefix + module, refusals)?.Range ?? default;
        if (file.Segments.Any(segment => segment.IsWritable && segment.Touches(constants)))
            refusals.Add(RefusalId.WritableConstants, constants.Start, "the constants lie in memory that can be written");
        if (constants.Bytes > 0 && (ulong)file.Bytes(constants).Length != constants.Bytes)
            refusals.Add(RefusalId.MalformedFile, constants.Start, "the constants aren't in one segment of the file");
        ReadOnlyMemory<byte> bytes = file.Bytes(text.Range);
        if ((ulong)bytes.Length != text.Bytes)
            refusals.Add(RefusalId.MalformedFile, text.Address, "the code isn't in one segment of the file");
        ulong[] entries = [.. Entries(file, module, text.Range).Distinct().Order()];
        return refusals.IsEmpty ? new ModuleCode(bytes, text.Address, entries, constants) : null;
    }

    static ElfSection? Only(LinkedFile file, string name, RefusalList refusals)
    {
        ElfSection[] found = [.. file.Sections.Where(section => section.Name == name)];
        if (found.Length > 1) refusals.Add(RefusalId.MalformedFile, found[1].Address, $"section {name} is there twice");
        foreach (ElfSection section in found)
        {
            if (section.Type != ElfSection.ProgramBits || !section.IsMapped || section.Address > long.MaxValue - section.Bytes)
                refusals.Add(RefusalId.MalformedFile, section.Address, $"section {name} isn't one of bytes that are mapped");
        }
        return found.FirstOrDefault();
    }

    static void CheckText(LinkedFile file, ElfSection text, RefusalList refusals)
    {
        ElfSegment[] around = [.. file.Segments.Where(segment => segment.Touches(text.Range))];
        if (text.IsWritable || around.Any(segment => segment.IsWritable))
            refusals.Add(RefusalId.WritableCode, text.Address, "the code lies in memory that can be written");
        if (!text.IsExecutable || !around.All(segment => segment.IsExecutable))
            refusals.Add(RefusalId.MalformedFile, text.Address, "the code lies in memory that isn't executable");
        foreach ((ulong place, _) in file.Pointers.Where(pointer => Touches(text.Range, pointer.Place)))
            refusals.Add(RefusalId.WritableCode, place, "the loader changes the code there");
    }

    /// <summary>A word of 8 bytes at an address.</summary>
    static bool Touches(AddressRange range, ulong place) => place < range.End && range.Start < place + 8;

    static IEnumerable<ulong> Entries(LinkedFile file, string module, AddressRange text)
    {
        foreach ((_, ulong target) in file.Pointers)
            if (text.Contains(target)) yield return target;
        foreach (ElfSymbol descriptor in file.Symbols.Where(symbol => symbol.Name == DescriptorPrefix + module))
            foreach (ulong target in Mentioned(file, descriptor))
                if (text.Contains(target)) yield return target;
    }

    /// <summary>Every address that a function of the host computes or goes to.</summary>
    static IEnumerable<ulong> Mentioned(LinkedFile file, ElfSymbol function)
    {
        byte[] bytes = file.Bytes(new AddressRange(function.Address, function.Bytes)).ToArray();
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(bytes), function.Address);
        while (decoder.IP < function.Address + (ulong)bytes.Length)
        {
            Instruction instruction = decoder.Decode();
            if (instruction.IsInvalid) throw new InvalidDataException($"{function.Name} isn't code");
            if (instruction.IsIPRelativeMemoryOperand) yield return instruction.IPRelativeMemoryAddress;
            if (instruction.NearBranchTarget != 0) yield return instruction.NearBranchTarget;
        }
    }
}
