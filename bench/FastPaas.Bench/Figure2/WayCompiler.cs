using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Bench.Protection;
using FastPaas.Build.CModules;
using FastPaas.Graph.Native;

namespace FastPaas.Bench.Figure2;

/// <summary>Makes <c>&lt;way&gt;/&lt;module&gt;.so</c> of a module's unchanged sources, or of its twin: all with the flags of the
/// build's own compiler where they are C.</summary>
/// <param name="folder">Gets them.</param>
sealed class WayCompiler(string root, string folder)
{
    const string Clang = "clang-19";

    static readonly string[] optimised = ["-std=gnu11", "-O3", "-march=x86-64-v3"];

    static readonly string[] library = ["-shared", "-fuse-ld=lld-19"];

    readonly ProtectTools tools = ProtectTools.Make(
        Path.Combine(root, "native"), Path.Combine(root, "artifacts", "native"), out _);

    readonly Lazy<string> bounds = new(() => BoundsPlugin.Make(root));

    readonly Lazy<string> twins = new(() => TwinGraphs.Publish(root, Path.Combine(folder, "twins")));

    readonly string headers = Path.Combine(root, "native", "module");

    string Figure2 => Path.Combine(root, "bench", "figure2");

    /// <summary>Headers of the program and of what is around a module.</summary>
    string[] Quoted =>
    [
        "-iquote", Path.Combine(root, "bench", "protection", "native"), "-iquote", Path.Combine(root, "native", "kit"),
        "-iquote", headers,
    ];

    public void Compile(Way way, ProtectionUnit unit)
    {
        string made = Directory.CreateDirectory(Path.Combine(folder, way.Name, unit.Module.Name)).FullName, output = made + ".so";
        switch (way.Kind)
        {
            case WayKind.Protect:
                Protect(way, unit, output);
                break;
            case WayKind.Clang:
                string[] poisons = way.HasSanitizer ? ["-DGLUE_POISONS"] : [];
                Link(output, [.. Objects(unit, made, way.Flags!), Glue(unit, made, "plain.c", poisons)]);
                break;
            case WayKind.Bounds:
                Link(output, [Bounded(way, unit, made), Glue(unit, made, "mpx.c")]);
                break;
            case WayKind.Rust:
                Link(output, [.. Objects(unit, made, []), Glue(unit, made, "rust.c"), Rust(unit, made), "-Wl,--gc-sections"]);
                break;
            case WayKind.Wasm:
                Link(output, [Glue(unit, made, "wasm.c", ["-I" + Wasm(unit, made)]), Path.Combine(made, "twin.o")]);
                break;
            case WayKind.CSharp:
                // One file, and so one runtime in the process.
                File.Delete(output);
                File.CreateSymbolicLink(output, twins.Value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way));
        }
    }

    /// <summary>The program itself is never instrumented.</summary>
    /// <param name="source">Its folder in bench/figure2.</param>
    /// <param name="hasSanitizer">Its runtime is in the process, and its malloc in the place of the C library's.</param>
    public void CompileProgram(string source, string output, bool hasSanitizer)
    {
        string protection = Path.Combine(root, "bench", "protection", "native"), kit = Path.Combine(root, "native", "kit");
        string[] sources =
        [
            .. Directory.GetFiles(Path.Combine(Figure2, source), "*.c").Order(StringComparer.Ordinal),
            .. new[] { "rounds.c", "pool.c", "results.c", "machine.c" }.Select(name => Path.Combine(protection, name)),
            .. new[] { "node.c", "steps.c" }.Select(name => Path.Combine(kit, name)),
            .. new[] { "gate.S", "fault.c", "checks.c" }.Select(name => Path.Combine(headers, name)),
        ];
        Programs.Output(Clang, [.. optimised, "-Wall", "-Wextra", "-Werror", .. Quoted, .. sources, "-r", "-nostdlib",
            "-fuse-ld=lld-19", "-o", output + ".o"]);
        string[] runtime = hasSanitizer ? ["-fsanitize=address"] : [];
        Programs.Output(Clang, [.. runtime, output + ".o", "-fuse-ld=lld-19", "-o", output]);
    }

    void Protect(Way way, ProtectionUnit unit, string output)
    {
        CVariant variant = Build.CModules.Protection.Parse(way.Name)!.VariantsFor([Graph.Plan.NodeProtection.Full]).Single();
        CModuleCompiler compiler = new(headers, Path.Combine(folder, way.Name), Console.Error, tools) { Variants = [variant] };
        File.Copy(compiler.CompileLibrary(unit.Module, unit.Folder), output, overwrite: true);
    }

    /// <summary>Of the module's sources, by the command that a build compiles an unprotected one with.</summary>
    IReadOnlyList<string> Objects(ProtectionUnit unit, string made, IReadOnlyList<string> flags, string extension = ".o")
    {
        CCommand command = new(unit.Module, unit.Folder, headers, made, Console.Error, new CompileLimits());
        File.WriteAllText(command.Header, ModuleHeader.Header(unit.Module));
        command.Prepare();
        List<string> objects = [];
        foreach (string source in Sources(unit))
        {
            objects.Add(Path.Combine(made, Path.GetFileName(source) + extension));
            command.CompileSource(source, objects[^1], flags);
        }
        return objects;
    }

    static IEnumerable<string> Sources(ProtectionUnit unit) =>
        Directory.EnumerateFiles(unit.Folder, "*.c").Order(StringComparer.Ordinal);

    /// <summary>All sources as one, in which calls between them are seen.</summary>
    string Bounded(Way way, ProtectionUnit unit, string made)
    {
        string whole = Path.Combine(made, "whole.bc"), compiled = Path.Combine(made, "whole.o");
        Programs.Output(ConfinedModule.BitcodeLinker,
            ["-o", whole, .. Objects(unit, made, ["-emit-llvm", "-Xclang", "-disable-llvm-passes"], ".bc")]);
        Programs.Output(Clang,
        [
            "-x", "ir", "-O3", "-march=x86-64-v3", "-fPIC", "-Wno-override-module", "-Xclang", "-load", "-Xclang", bounds.Value,
            "-fpass-plugin=" + bounds.Value, .. way.Flags!, "-c", whole, "-o", compiled,
        ]);
        return compiled;
    }

    /// <returns>An archive: the twin, and what it needs of Rust's core library.</returns>
    string Rust(ProtectionUnit unit, string made)
    {
        string archive = Path.Combine(made, "twin.a");
        Programs.Output(Way.RustCompiler,
        [
            "--edition", "2021", "--crate-type", "staticlib", "-C", "opt-level=3", "-C", "target-cpu=x86-64-v3",
            "-C", "panic=abort", "-C", "codegen-units=1", Path.Combine(Figure2, "rust", unit.Module.Name + ".rs"), "-o", archive,
        ]);
        return archive;
    }

    /// <returns>The folder of what wasm2c made.</returns>
    string Wasm(ProtectionUnit unit, string made)
    {
        string include = Directory.CreateDirectory(Path.Combine(made, "include")).FullName;
        foreach (string header in Directory.EnumerateFiles(headers, "*.h"))
            File.WriteAllText(Path.Combine(include, Path.GetFileName(header)), HeaderOf32Bits(header));
        File.WriteAllText(Path.Combine(include, unit.Module.Name + ".h"), ModuleHeader.Header(unit.Module));
        string wasm = Path.Combine(made, "twin.wasm"), source = Path.Combine(made, "twin.c");
        Programs.Output(Clang,
        [
            "--target=wasm32", "-std=gnu11", "-O3", "-nostdlibinc", "-nostdlib", "-mbulk-memory", "-msign-ext",
            // Sizes of structs with pointers in them are another machine's.
            "-D_Static_assert(...)=", "-DFP_PROTECTED", "-isystem", include, "-include", unit.Module.Name + ".h",
            .. Sources(unit), Path.Combine(Figure2, "glue", "wasm_library.c"), Path.Combine(headers, "library", "memory.c"),
            "-fuse-ld=/usr/bin/wasm-ld-19", "-Wl,--no-entry,--export=process,--export-if-defined=init,--gc-sections",
            "-o", wasm,
        ]);
        Programs.Output(Way.WasmCompiler, [wasm, "-n", "twin", "-o", source]);
        Programs.Output(Clang, [.. optimised, "-fPIC", "-fvisibility=hidden", "-w", "-DNDEBUG", "-c", source, "-o",
            Path.Combine(made, "twin.o")]);
        return made;
    }

    /// <summary>A burst is the host's: its fields lie where the host has them, though the pointer in front of them is
    /// half as long.</summary>
    static string HeaderOf32Bits(string header)
    {
        const string Pointer = "\tvoid *state;", Padded = "\tvoid *state; uint32_t state_high;";
        string text = File.ReadAllText(header);
        bool isBurst = Path.GetFileName(header) == "fp_module.h";
        if (isBurst && text.Split(Pointer).Length != 2) throw new InvalidOperationException("fp_module.h has another burst");
        return isBurst ? text.Replace(Pointer, Padded, StringComparison.Ordinal) : text;
    }

    string Glue(ProtectionUnit unit, string made, string source, params string[] flags)
    {
        string output = Path.Combine(made, "glue.o");
        Programs.Output(Clang,
        [
            .. optimised, "-fPIC", "-Wall", "-Wextra", "-Werror", .. Quoted, .. flags,
            $"-DGLUE_MODULE={ModuleHeader.DescriptorSymbol(unit.Module.Name)}", "-c",
            Path.Combine(Figure2, "glue", source), "-o", output,
        ]);
        return output;
    }

    static void Link(string output, IEnumerable<string> parts) => Programs.Output(Clang, [.. library, .. parts, "-o", output]);
}
