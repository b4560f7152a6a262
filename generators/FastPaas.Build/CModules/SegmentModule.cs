using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary><c>--protect=segment</c>: all sources and the library become one LLVM module, which the pass confines to an arena
/// (native/protect); its object has three sections of its own (docs/adr/0025).</summary>
static class SegmentModule
{
    public const string BitcodeLinker = "/usr/lib/llvm-19/bin/llvm-link";

    /// <summary>What is true before the pass: it sees each module whole and unoptimised, as the author wrote it.</summary>
    public static IReadOnlyList<string> ToBitcode { get; } =
    [
        "-emit-llvm", "-Xclang", "-disable-llvm-passes", "-DFP_PROTECTED", "-fno-gnu-inline-asm", "-fno-finite-loops",
        "-mno-gather", "-mno-scatter", "-mno-red-zone", "-fno-jump-tables",
    ];

    static readonly string[] ToObject =
    [
        "-x", "ir", "-O3", "-march=x86-64-v3", "-fPIC", "-Werror", "-fno-addrsig", "-Wno-override-module",
        $"-Wframe-larger-than={FrameBytesMax}",
        // 128-bit divisions in place of calls.
        "-mllvm", "-expand-div-rem-bits=64",
        // Loop strength reduction makes pointers of bounded indices, and 64-bit counters of 32-bit addresses, whose bound is
        // then the loop's condition: the verifier believes none. Copies of an unrolled body share a root: twice as many as
        // usual pay.
        "-mllvm", "-disable-lsr", "-mllvm", "-unroll-partial-threshold=300",
    ];

    /// <summary>FRAME_BYTES_MAX of native/module/arena.def.</summary>
    const int FrameBytesMax = 0x8000;

    /// <summary>The object with the descriptor and all else local.</summary>
    /// <param name="report">Written.</param>
    public static string Compile(
        ModuleManifest manifest, CCommand command, ProtectTools tools, IReadOnlyList<string> sources, string report)
    {
        string bitcode = Linked(command, sources);
        string compiled = Path.Combine(command.Made, "confined.o");
        command.Run(CCommand.Clang,
        [
            .. ToObject, "-Xclang", "-load", "-Xclang", tools.Plugin, "-fpass-plugin=" + tools.Plugin,
            "-mllvm", "-fp-module=" + manifest.Name, "-mllvm", "-fp-library=" + tools.Library,
            "-mllvm", "-fp-report=" + report, "-c", bitcode, "-o", compiled,
        ]);
        ElfObject read = ElfObject.Read(compiled);
        if (ConfinedObjectRules.Check(manifest.Name, read) is { Count: > 0 } wrong)
            throw command.Refused(string.Join("; ", wrong));
        string renamed = Path.Combine(command.Made, "sections.o");
        command.Run(CCommand.ObjCopy, [.. ConfinedObjectRules.Renames(manifest.Name, read), compiled, renamed]);
        return Join(manifest, command, renamed, Descriptor(manifest, command, read, ProtectReport.Read(report)));
    }

    static string Linked(CCommand command, IReadOnlyList<string> sources)
    {
        List<string> parts = [];
        foreach (string source in sources)
        {
            parts.Add(Path.Combine(command.Made, Path.GetFileName(source) + ".bc"));
            command.CompileSource(source, parts[^1], ToBitcode);
        }
        string linked = Path.Combine(command.Made, "module.bc");
        command.Run(BitcodeLinker, ["-o", linked, .. parts]);
        return linked;
    }

    static string Descriptor(ModuleManifest manifest, CCommand command, ElfObject read, ProtectReport report)
    {
        HashSet<string> defined = [.. read.Symbols.Where(symbol => !symbol.IsUndefined && symbol.IsGlobal)
            .Select(symbol => symbol.Name[(symbol.Name.IndexOf('.') + 1)..])];
        string source = Path.Combine(command.Made, "descriptor.c"), output = Path.Combine(command.Made, "descriptor.o");
        File.WriteAllText(source, new ConfinedDescriptor(
            report.ConstantBytes, report.InitialisedBytes, report.GlobalsBytes).Source(manifest, defined));
        command.CompileMade(source, output, ["-ffunction-sections", "-fdata-sections"]);
        return output;
    }

    /// <summary>Every symbol local but the descriptor's; the pass gave each the module's name.</summary>
    static string Join(ModuleManifest manifest, CCommand command, params string[] objects)
    {
        string joined = Path.Combine(command.Made, "joined.o"), output = Path.Combine(command.Made, manifest.Name + ".o");
        command.Run(CCommand.Linker, ["-r", "-o", joined, .. objects]);
        command.Run(CCommand.ObjCopy, ["--keep-global-symbol=" + ModuleHeader.DescriptorSymbol(manifest.Name), joined, output]);
        return output;
    }
}
