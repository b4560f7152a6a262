using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary>All sources and the library become one LLVM module, which the pass confines to an arena (native/protect); its object
/// has three sections of its own (docs/adr/0025).</summary>
static class ConfinedModule
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

    /// <summary>All sources as one LLVM module, for each of its variants.</summary>
    public static string Link(CCommand command, IReadOnlyList<string> sources)
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

    /// <summary>An object of it, with sections of its own.</summary>
    /// <param name="report">Written.</param>
    /// <param name="whole">Functions whose bounds code generation lost (<see cref="LostBounds"/>).</param>
    public static (string Object, ModuleVariant Described) Compile(
        CCommand command, ProtectTools tools, string bitcode, CVariant variant, string report, IReadOnlyCollection<string> whole)
    {
        string name = variant.NameOf(command.Module), compiled = Path.Combine(command.Made, name + ".confined.o");
        command.Run(CCommand.Clang,
        [
            .. ToObject, "-Xclang", "-load", "-Xclang", tools.Plugin, "-fpass-plugin=" + tools.Plugin,
            "-mllvm", "-fp-module=" + name, "-mllvm", "-fp-library=" + tools.Library, "-mllvm", "-fp-report=" + report,
            "-mllvm", "-fp-backend=" + variant.Backend.ToString().ToLowerInvariant(),
            "-mllvm", "-fp-only-writes=" + (variant.OnlyWrites ? "true" : "false"),
            .. whole.SelectMany(function => new[] { "-mllvm", "-fp-whole-roots=" + function }), "-c", bitcode, "-o", compiled,
        ]);
        ElfObject read = ElfObject.Read(compiled);
        IReadOnlyList<ModuleLine> lines = CodeLines.Parse(command.Run(CodeLines.Program, ["--debug-line", compiled]));
        if (ConfinedObjectRules.Check(name, read, lines) is { Count: > 0 } wrong)
            throw command.Refused(string.Join("; ", wrong));
        string renamed = Path.Combine(command.Made, name + ".sections.o");
        command.Run(CCommand.ObjCopy, [.. ConfinedObjectRules.Renames(name, read), compiled, renamed]);
        HashSet<string> defined = [.. read.Symbols.Where(symbol => !symbol.IsUndefined && symbol.IsGlobal)
            .Select(symbol => symbol.Name[(symbol.Name.IndexOf('.') + 1)..])];
        return (renamed, variant.Describe(command.Module, defined, ProtectReport.Read(report)) with { Lines = lines });
    }
}
