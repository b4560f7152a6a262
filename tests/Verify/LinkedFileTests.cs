using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Verify.Elf;
using Xunit;

namespace FastPaas.Verify.Tests;

/// <summary>A good module in a file that isn't: what the linker was told, or what a tool did to the file behind it, makes
/// something else run than what was verified.</summary>
public sealed class LinkedFileTests
{
    const int HeaderBytes = 56, SectionHeaderBytes = 64;

    /// <summary>What it is made of, and how; then what is changed.</summary>
    sealed record Case(string Says, string[] Flags, string More = "", Action<Patch>? Change = null);

    static readonly Dictionary<string, Case> cases = new()
    {
        ["memory that is written and executed"] = new("written and executed", [],
            ".section both, \"awx\", @progbits\nret\n"),
        ["an executable stack"] = new("written and executed", ["-z", "execstack"]),
        ["a pointer among the constants"] = new("DT_TEXTREL", ["-z", "notext"],
            ".section fp_const_mine, \"a\"\n.balign 8\n.quad process.mine\n"),
        ["a pointer in the code"] = new("DT_TEXTREL", ["-z", "notext"],
            ".section fp_text_mine, \"ax\"\n.balign 8\n.quad process.mine\n"),
        ["packed relocations"] = new("packed", ["--pack-dyn-relocs=relr"]),
        ["relocations without addends"] = new("no addends", ["-z", "rel"]),
        ["DT_INIT into the module"] = new("VF0026", ["-init", "process.mine"], ".globl process.mine\n"),
        ["DT_FINI into the module"] = new("VF0026", ["-fini", "process.mine"], ".globl process.mine\n"),
        ["an entry into the module"] = new("VF0026", [], "", patch => patch.Word(24, patch.Section("fp_text_mine").Address)),
        ["a relocation that writes the code"] = new("isn't there to be written", [], "", patch =>
            patch.Word(patch.Relocation(8), patch.Section("fp_text_mine").Address)),
        ["a relocation that writes over the end of what can be written"] = new("isn't there to be written", [], "", patch =>
            patch.Word(patch.Relocation(8), patch.Load(last: true).End - 4)),
        ["a relocation of a kind that nobody knows"] = new("kind 99", [], "", patch =>
            patch.Word(patch.Relocation(8) + 8, 99)),
        ["two relocations of one word"] = new("VF0027", [], "", patch =>
            patch.Word(patch.Relocation(64), patch.Descriptor + 8)),
        ["bounds that end behind the code"] = new("VF0027", [], "", patch =>
            patch.Add(patch.Relocation(72) + 16, 16)),
        ["bounds that begin before the code"] = new("VF0027", [], "", patch =>
            patch.Add(patch.Relocation(64) + 16, -1)),
        ["bounds that end behind the constants"] = new("VF0027", [], "", patch =>
            patch.Add(patch.Relocation(88) + 16, 8)),
        ["an image that isn't the module's"] = new("VF0027", [], "", patch =>
            patch.Word(patch.Offset(patch.Descriptor + 48), 8)),
        ["two segments on one page"] = new("lies on another", [], "", patch =>
            patch.Add(patch.LoadHeader(last: false) + 40, 0x100000)),
        ["a segment that the file hasn't got"] = new("can't be mapped", [], "", patch =>
            patch.Add(patch.LoadHeader(last: true) + 32, 0x100000)),
        ["a table of functions among the constants"] = new("VF0025", [],
            ".section .init_array, \"aw\"\n.quad host\n.text\nhost:\nret\n", patch =>
            patch.Word(patch.Tag(25) + 8, patch.Section("fp_const_mine").Address)),
        ["a section on the module's"] = new("VF0025", [], "", patch =>
            patch.Word(patch.SectionHeader(".text") + 16, patch.Section("fp_text_mine").Address)),
    };

    public static IEnumerable<string> Cases => cases.Keys;

    [Test]
    [MethodDataSource(nameof(Cases))]
    public void It_is_refused(string name)
    {
        using TemporaryFolder folder = new();
        string library = Link(folder, cases[name].Flags, cases[name].More);
        if (cases[name].Change is { } change)
        {
            Assert.Equal("", Refusals(library));
            change(new Patch(library));
        }
        Assert.Contains(cases[name].Says, Refusals(library));
    }

    /// <summary>Each is what the host calls or reads; a bit of it, behind the verifier.</summary>
    [Test]
    [Arguments("the code")]
    [Arguments("the constants")]
    [Arguments("an entry")]
    [Arguments("the nodes that it serves")]
    [Arguments("the certificate")]
    public void A_certificate_is_of_one_module_as_it_is(string what)
    {
        using TemporaryFolder folder = new();
        string library = Link(folder, [], "");
        Certificate made = ModuleReader.Verify(LinkedFile.Read(library, library), "mine").Certificate!;
        Certificate.Write(library, library, new Dictionary<string, Certificate> { ["mine"] = made });
        Assert.True(ModuleReader.IsCertified(LinkedFile.Read(library, library), "mine", made));
        Patch patch = new(library);
        switch (what)
        {
            case "the code": patch.Add(patch.Offset(patch.Section("fp_text_mine").Address), 1); break;
            case "the constants": patch.Add(patch.Offset(patch.Section("fp_const_mine").Address), 1); break;
            case "an entry": patch.Add(patch.Relocation(8) + 16, 1); break;
            // 36 bytes behind the certificate (native/module/fp_module.h).
            case "the nodes that it serves": patch.Add((int)made.Place + 36, 1); break;
            default: patch.Add((int)made.Place, 1); break;
        }
        Assert.False(ModuleReader.IsCertified(LinkedFile.Read(library, library), "mine", made));
    }

    static string Refusals(string library)
    {
        try
        {
            return string.Join('\n', ModuleReader.Verify(LinkedFile.Read(library, library), "mine").Refusals);
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    static string Link(TemporaryFolder folder, string[] flags, string more)
    {
        string library = Path.Combine(folder.Path, "mine.so");
        CorpusCase good = new("", "mine", "process:\nmov rax, [rip + one]\nret\nconstants\none:\n.quad 4\n");
        // Its module is called _mine.
        string source = good.Source().Replace("_" + good.Module, "_mine", StringComparison.Ordinal)
            .Replace("." + good.Module, ".mine", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, "mine.s"), ".intel_syntax noprefix\n" + source + more);
        Child.Run("clang-19", ["-c", "mine.s"], folder.Path);
        Child.Run("ld.lld-19", ["-shared", "-Bsymbolic", .. flags, "-o", library, "mine.o"], folder.Path);
        return library;
    }

    /// <summary>Changes words of a file. Places are of the file but where they are called addresses.</summary>
    sealed class Patch(string path)
    {
        readonly byte[] bytes = File.ReadAllBytes(path);
        readonly LinkedFile file = LinkedFile.Read(path, path);

        /// <summary>Its address.</summary>
        public ulong Descriptor => file.Symbols.Single(symbol => symbol.Name == "descriptor.mine").Address;

        public ElfSection Section(string name) => file.Sections.Single(section => section.Name == name);

        public int SectionHeader(string name) =>
            (int)Read(40) + SectionHeaderBytes * file.Sections.ToList().FindIndex(section => section.Name == name);

        public AddressRange Load(bool last) => (last ? file.Segments[^1] : file.Segments[0]).Range;

        public int LoadHeader(bool last)
        {
            IEnumerable<int> loads = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(56)))
                .Select(index => (int)Read(32) + HeaderBytes * index).Where(header => (uint)Read(header) == ElfSegment.Load);
            return last ? loads.Last() : loads.First();
        }

        /// <summary>The relocation of a word of the descriptor.</summary>
        public int Relocation(ulong word)
        {
            ElfSection table = Section(".rela.dyn");
            return Enumerable.Range(0, (int)table.Bytes / 24).Select(index => (int)table.Offset + 24 * index)
                .Single(entry => Read(entry) == Descriptor + word);
        }

        public int Tag(ulong tag)
        {
            ElfSection table = Section(".dynamic");
            return Enumerable.Range(0, (int)table.Bytes / 16).Select(index => (int)table.Offset + 16 * index)
                .Single(entry => Read(entry) == tag);
        }

        public int Offset(ulong address) => (int)file.OffsetOf(new AddressRange(address, 1))!.Value;

        public void Add(int place, long difference) => Word(place, Read(place) + (ulong)difference);

        public void Word(int place, ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(place), value);
            File.WriteAllBytes(path, bytes);
        }

        ulong Read(int place) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(place));
    }
}
