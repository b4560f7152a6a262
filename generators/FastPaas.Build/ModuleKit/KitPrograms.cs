using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;

namespace FastPaas.Build.ModuleKit;

/// <summary>native/kit and a module in C become two programs: one calls it confined and counts, the other is compiled with
/// AddressSanitizer and libFuzzer.</summary>
/// <param name="work">A folder of this module's own.</param>
sealed class KitPrograms(Checkout checkout, ModuleFolder module, string work)
{
    /// <summary>Beside the module's own flags. Variables are joined file by file, so that they can be reset.</summary>
    static readonly string[] Sanitized =
    [
        "-O1", "-fno-omit-frame-pointer", "-fsanitize=fuzzer-no-link,address", "-fno-sanitize-ignorelist",
        "-fno-sanitize-address-globals-dead-stripping", "-DFP_SANITIZED",
    ];

    /// <summary>What the kit's memory does for the module (native/kit/fuzz_memory.c).</summary>
    static readonly string[] Replaced = ["malloc", "calloc", "realloc", "aligned_alloc", "free", "strdup", "strndup"];

    static readonly string[] Kept =
        ["init", "process", "fp_kit_data_start", "fp_kit_data_end", "fp_kit_zero_start", "fp_kit_zero_end"];

    static readonly string[] gate = ["gate.S", "fault.c", "checks.c"];

    /// <summary>In front of the system's headers lie none of the module's: their names are the same.</summary>
    readonly string[] flags =
    [
        "-std=gnu11", "-O2", "-g", "-march=x86-64-v3", "-Wall", "-Wextra", "-Werror", "-Wno-unused-command-line-argument",
        "-idirafter", Path.Combine(checkout.Root, "native/module"),
    ];

    public string Runner => Path.Combine(work, "run");

    public string Fuzzer => Path.Combine(work, "fuzz");

    string Headers => Path.Combine(checkout.Root, "native/module");

    /// <summary>The module by all variants, and the program that runs them.</summary>
    public IReadOnlyList<VariantCode> CompileRunner(ProtectTools? tools, IReadOnlyList<CVariant> variants)
    {
        CModuleCompiler compiler = new(Headers, Path.Combine(work, "c"), Console.Error, tools)
        {
            Variants = variants, IsAlone = true,
        };
        string compiled = compiler.Compile(module.Manifest, module.Path);
        Clang([.. flags, .. Kit("run.c", "contract.c", "capture.c", "node.c", "steps.c"),
            .. gate.Select(part => Path.Combine(Headers, part)), compiled, "-fuse-ld=lld-19", "-pthread",
            $"-Wl,--defsym=module_under_test=fp_module_{module.Name}", "-lpcap", "-o", Runner]);
        return [.. variants.Select(variant => new VariantCode(variant,
            variant.IsConfined ? ProtectReport.Read(compiler.ReportOf(module.Manifest, variant)) : null, CodeBytes(variant)))];
    }

    /// <summary>One object of the sanitized module between two that mark where its variables lie, and the program around
    /// it.</summary>
    public void CompileFuzzer()
    {
        string made = Path.Combine(work, "sanitized", module.Name), joined = Path.Combine(made, "joined.o");
        Directory.CreateDirectory(made);
        CCommand command = new(module.Manifest, module.Path, Headers, made, Console.Error, new CompileLimits());
        File.WriteAllText(command.Header, FastPaas.Graph.Native.ModuleHeader.Header(module.Manifest));
        command.Prepare();
        List<string> objects = [];
        foreach (string source in Directory.EnumerateFiles(module.Path, "*.c").Order(StringComparer.Ordinal))
        {
            objects.Add(Path.Combine(made, Path.GetFileNameWithoutExtension(source) + ".c.o"));
            command.CompileSource(source, objects[^1], Sanitized);
        }
        string begin = CompileKit(made, "begin.c"), end = CompileKit(made, "end.c");
        command.Run(CCommand.Linker, ["-r", "-o", joined, begin, .. objects, end]);
        string[] renames = [.. Kept.Select(name => "--keep-global-symbol=" + name),
            .. Replaced.Select(name => $"--redefine-sym={name}=fp_kit_{name}")];
        command.Run(CCommand.ObjCopy, [.. renames, .. Replaced.Select(name => "--keep-global-symbol=fp_kit_" + name), joined]);
        string[] kit = ["fuzz.c", "fuzz_memory.c", "input.c", "contract.c", "capture.c"];
        Clang(["-fsanitize=fuzzer,address", joined, .. kit.Select(source => CompileKit(made, source)), "-fuse-ld=lld-19",
            "-lpcap", "-o", Fuzzer]);
    }

    string CompileKit(string folder, string source)
    {
        // A source of the module's may have any name: its object isn't here.
        string output = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "kit")).FullName, source + ".o");
        Clang([.. flags, "-c", .. Kit(source), "-o", output]);
        return output;
    }

    IEnumerable<string> Kit(params string[] sources) =>
        sources.Select(source => Path.Combine(checkout.Root, "native/kit", source));

    /// <summary>Of the variant's object: its sections that are executed.</summary>
    ulong CodeBytes(CVariant variant)
    {
        const ulong Executed = 4;
        string name = variant.NameOf(module.Name) + (variant.IsConfined ? ".sections.o" : ".renamed.o");
        return ElfObject.Read(Path.Combine(work, "c", module.Name, name)).Sections
            .Where(section => (section.Flags & Executed) != 0).Aggregate(0ul, (sum, section) => sum + section.Bytes);
    }

    static void Clang(IReadOnlyList<string> arguments)
    {
        ChildResult result = Child.Run(CCommand.Clang, arguments, Environment.CurrentDirectory);
        if (result.Code == 0) return;
        foreach (string line in result.Output) Console.Error.WriteLine(line);
        throw new StopException(ExitCode.Environment, "native/kit doesn't compile; the lines above say where.");
    }
}

/// <summary>What a variant is, before it runs.</summary>
/// <param name="Report">The pass's; null: unprotected.</param>
sealed record VariantCode(CVariant Variant, ProtectReport? Report, ulong CodeBytes);
