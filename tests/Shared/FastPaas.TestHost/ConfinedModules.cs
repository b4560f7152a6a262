using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using FastPaas.Build.CModules;
using FastPaas.Runtime.Arenas;

namespace FastPaas.TestHost;

/// <summary>What modules in C need to be confined under the JIT: the pass, compiled once, and the gate as a library.</summary>
public static class ConfinedModules
{
    static readonly Lazy<ProtectTools> tools = new(() =>
        ProtectTools.Make(Repository.Path("native"), Repository.Path("artifacts", "native"), out _));

    static readonly Lazy<nint> gate = new(() => NativeLibrary.Load(CompileGate()));

    static ConfinedModules() => NativeLibrary.SetDllImportResolver(
        typeof(ArenaSpace).Assembly, (name, _, _) => name == "fp_gate" ? gate.Value : 0);

    /// <summary>Whether LLVM's headers are there.</summary>
    public static bool CanBeMade => File.Exists("/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h");

    public static ProtectTools Tools => tools.Value;

    /// <summary>Arenas for tests of one node or of one graph.</summary>
    public static ArenaSpace Arenas(int capacity, bool allowsUnprotected = false) =>
        new(capacity) { AllowsUnprotected = allowsUnprotected };

    static string CompileGate()
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-gate-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string library = Path.Combine(folder, "fp_gate.so"), native = Repository.Path("native", "module");
        string[] arguments =
        [
            "-std=gnu17", "-O2", "-fPIC", "-shared", "-march=x86-64-v3", "-Wl,-Bsymbolic", Path.Combine(native, "gate.S"),
            Path.Combine(native, "fault.c"), Path.Combine(native, "checks.c"), "-o", library,
        ];
        using Process compiler = Process.Start("clang-19", arguments);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? library : throw new InvalidOperationException("The gate doesn't compile.");
    }
}
