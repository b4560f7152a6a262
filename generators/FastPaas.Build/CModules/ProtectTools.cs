using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FastPaas.Build.CModules;

/// <summary>What confines modules: made once for each state of its sources.</summary>
/// <param name="Plugin">The pass (native/protect), for clang to load.</param>
/// <param name="Library">The C library of modules (native/module/library) as bitcode: each gets a copy of its own.</param>
public sealed record ProtectTools(string Plugin, string Library)
{
    const string Compiler = "/usr/bin/clang++-19", Include = "/usr/lib/llvm-19/include";
    const string LlvmLibrary = "/usr/lib/llvm-19/lib/libLLVM.so.1";

    /// <summary>LLVM's own of a release; its classes have no run-time types.</summary>
    static readonly string[] PluginFlags =
    [
        "-std=c++17", "-O1", "-fPIC", "-shared", "-fno-rtti", "-fno-exceptions", "-fvisibility=hidden",
        "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-DNDEBUG", "-isystem", Include,
    ];

    /// <summary>Those of a folder of the cache, made if they weren't there.</summary>
    /// <param name="native">The folder native/.</param>
    /// <param name="cache">Where made ones are kept, a folder each.</param>
    /// <param name="isNew">Whether they had to be made.</param>
    /// <exception cref="StopException">They don't compile.</exception>
    public static ProtectTools Make(string native, string cache, out bool isNew)
    {
        string folder = Path.Combine(cache, "protect-" + Key(native)), half = $"{folder}.{Environment.ProcessId}.new";
        ProtectTools made = In(folder);
        isNew = !Directory.Exists(folder);
        if (!isNew) return made;
        using IDisposable temporary = Interrupt.Temporary(half);
        Directory.CreateDirectory(half);
        CompilePlugin(native, half);
        CompileLibrary(native, half);
        if (!Directory.Exists(folder)) Directory.Move(half, folder);
        return made;
    }

    static ProtectTools In(string folder) => new(Path.Combine(folder, "protect.so"), Path.Combine(folder, "library.bc"));

    static void CompilePlugin(string native, string folder)
    {
        // One unit: LLVM's headers are read once, which is most of the time.
        string whole = Path.Combine(folder, "protect.cpp");
        File.WriteAllLines(whole, Files(native, "protect", ".cpp").Select(file => $"#include \"{file}\""));
        Run(Compiler, [.. PluginFlags, whole, "-o", In(folder).Plugin], folder);
    }

    static void CompileLibrary(string native, string folder)
    {
        List<string> parts = [];
        foreach (string source in Files(native, "module/library", ".c"))
        {
            parts.Add(Path.Combine(folder, Path.GetFileName(source) + ".bc"));
            Run(CCommand.Clang, [.. CCommand.Flags, .. ConfinedModule.ToBitcode, "-fno-builtin",
                "-isystem", Path.Combine(native, "module"), $"-ffile-prefix-map={native}=native", "-c", source, "-o", parts[^1]],
                folder);
        }
        Run(ConfinedModule.BitcodeLinker, ["-o", In(folder).Library, .. parts], folder);
    }

    static void Run(string program, IReadOnlyList<string> arguments, string folder)
    {
        ChildResult result = Child.Run(program, arguments, folder);
        if (result.Code == 0) return;
        foreach (string line in result.Output) Console.Error.WriteLine(line);
        throw new StopException(ExitCode.Environment, "what confines modules in C (native/protect) doesn't compile.");
    }

    static string Key(string native)
    {
        StringBuilder text = new();
        string[] files =
        [
            .. Files(native, "protect", ".cpp"), .. Files(native, "protect", ".h"), .. Files(native, "module/library", ".c"),
            .. Files(native, "module", ".h"), Path.Combine(native, "module/arena.def"),
        ];
        foreach (string file in files)
            text.Append(file).Append('\n').Append(File.ReadAllText(file));
        text.AppendJoin(' ', [.. PluginFlags, .. CCommand.Flags, .. ConfinedModule.ToBitcode]);
        // LLVM by identity: a package never changes a file in place.
        FileInfo library = new(LlvmLibrary);
        text.Append(library.Exists ? $"{library.Length} {library.LastWriteTimeUtc.Ticks}" : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    static IEnumerable<string> Files(string native, string folder, string extension) =>
        Directory.EnumerateFiles(Path.Combine(native, folder))
            .Where(file => Path.GetExtension(file) == extension).Order(StringComparer.Ordinal);
}
