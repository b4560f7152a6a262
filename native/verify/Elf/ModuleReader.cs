using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Verify.Elf;

/// <summary>A module as an executable holds it: its sections, which nothing else of the file may reach into, and its descriptor.
/// A symbol of a module decides nothing.</summary>
public static class ModuleReader
{
    internal const string TextPrefix = "fp_text_";
    const string ConstantsPrefix = "fp_const_", ImagePrefix = "fp_image_";

    /// <summary>Those that have code in sections of their own, by name.</summary>
    public static IEnumerable<string> Modules(LinkedFile file) => file.Sections
        .Where(section => section.Name.StartsWith(TextPrefix, StringComparison.Ordinal))
        .Select(section => section.Name[TextPrefix.Length..]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Reads, and verifies what was read.</summary>
    /// <param name="reach">As the build compiled it; the descriptor must say the same, since the host enters it so.</param>
    /// <param name="isWritesOnly">It may read anything.</param>
    public static VerifyReport Verify(
        LinkedFile file, string module, Reach reach = Reach.Segment, bool isWritesOnly = false)
    {
        RefusalList refusals = new();
        ModuleCode? code = Read(file, module, refusals, reach, isWritesOnly);
        if (code is null) return new VerifyReport(null, refusals.Sorted(), 0, 0, 0, 0, 0);
        VerifyReport report = Verifier.Verify(code);
        return report.IsAccepted ? report with { Certificate = Descriptor.Find(file, module)!.Certify(code).Made } : report;
    }

    /// <summary>Whether the file has the module that a certificate is of, with the certificate in its place.</summary>
    public static bool IsCertified(LinkedFile file, string module, Certificate certificate)
    {
        if (Read(file, module, new RefusalList(), certificate.Reach, certificate.IsWritesOnly) is not { } code) return false;
        (Certificate made, ReadOnlyMemory<byte> written) = Descriptor.Find(file, module)!.Certify(code);
        return made.Place == certificate.Place && made.Sha256.Span.SequenceEqual(certificate.Sha256.Span)
            && written.Span.SequenceEqual(certificate.Sha256.Span);
    }

    internal static ModuleCode? Read(
        LinkedFile file, string module, RefusalList refusals, Reach reach = Reach.Segment, bool isWritesOnly = false)
    {
        ElfSection? text = Only(file, TextPrefix + module, refusals);
        if (text is null)
        {
            refusals.Add(RefusalId.NoCode, 0, $"there is no section {TextPrefix}{module}");
            return null;
        }
        ElfSection? constants = Only(file, ConstantsPrefix + module, refusals);
        ElfSection? image = Only(file, ImagePrefix + module, refusals);
        CheckText(file, text, refusals);
        foreach (ElfSection section in new[] { constants, image }.OfType<ElfSection>()) CheckConstants(file, section, refusals);
        ElfSection[] parts = [.. new[] { text, constants, image }.OfType<ElfSection>()];
        Descriptor? descriptor = Descriptor.Find(file, module);
        foreach (ElfSection part in parts) OutsideRules.Check(file, part, module, refusals);
        AddressRange constantRange = constants?.Range ?? default;
        string[] wrong = descriptor is null ? ["there is none, or it isn't made as the build makes it"]
            : [.. descriptor.Wrong(reach, isWritesOnly, text.Range, constantRange, image?.Range ?? default)];
        foreach (string each in wrong)
            refusals.Add(RefusalId.Descriptor, descriptor?.Address ?? text.Address, $"its descriptor: {each}");
        if (!refusals.IsEmpty) return null;
        ulong[] entries = [.. descriptor!.EntryWords().OfType<ulong>().Distinct().Order()];
        return new ModuleCode(file.Bytes(text.Range), text.Address, entries, constantRange, reach, isWritesOnly);
    }

    static ElfSection? Only(LinkedFile file, string name, RefusalList refusals)
    {
        ElfSection[] found = [.. file.Sections.Where(section => section.Name == name)];
        if (found.Length > 1) refusals.Add(RefusalId.MalformedFile, found[1].Address, $"section {name} is there twice");
        foreach (ElfSection section in found)
        {
            if (section.Type != ElfSection.ProgramBits || !section.IsMapped || section.Address > long.MaxValue - section.Bytes)
                refusals.Add(RefusalId.MalformedFile, section.Address, $"section {name} isn't one of bytes that are mapped");
            else if ((ulong)file.Bytes(section.Range).Length != section.Bytes)
                refusals.Add(RefusalId.MalformedFile, section.Address, $"section {name} isn't in one segment of the file");
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
    }

    static void CheckConstants(LinkedFile file, ElfSection constants, RefusalList refusals)
    {
        if (constants.IsWritable || file.Segments.Any(segment => segment.IsWritable && segment.Touches(constants.Range)))
            refusals.Add(RefusalId.WritableConstants, constants.Address, "the constants lie in memory that can be written");
    }
}
