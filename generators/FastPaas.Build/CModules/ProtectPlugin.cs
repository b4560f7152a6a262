using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FastPaas.Build.CModules;

/// <summary>The pass (native/protect), compiled once for each state of its sources.</summary>
public static class ProtectPlugin
{
    const string Compiler = "/usr/bin/clang++-19";
    const string Include = "/usr/lib/llvm-19/include", Library = "/usr/lib/llvm-19/lib/libLLVM.so.1";

    /// <summary>LLVM's own of a release; its classes have no run-time types.</summary>
    static readonly string[] Flags =
    [
        "-std=c++17", "-O1", "-fPIC", "-shared", "-fno-rtti", "-fno-exceptions", "-fvisibility=hidden",
        "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-DNDEBUG", "-isystem", Include,
    ];

    /// <summary>Its file, compiled if it wasn't there.</summary>
    /// <param name="native">The folder native/.</param>
    /// <param name="cache">Where compiled ones are kept, a folder each.</param>
    /// <param name="isNew">Whether it had to be compiled.</param>
    /// <exception cref="StopException">It doesn't compile.</exception>
    public static string Make(string native, string cache, out bool isNew)
    {
        string folder = Path.Combine(cache, "protect-" + Key(native));
        string plugin = Path.Combine(folder, "protect.so");
        isNew = !File.Exists(plugin);
        if (!isNew) return plugin;
        Directory.CreateDirectory(folder);
        string half = $"{plugin}.{Environment.ProcessId}.new";
        string whole = Path.Combine(folder, $"protect.{Environment.ProcessId}.cpp");
        using IDisposable temporary = Interrupt.Temporary(half);
        // One unit: LLVM's headers are read once, which is most of the time.
        File.WriteAllLines(whole, Sources(native).Where(file => file.EndsWith(".cpp", StringComparison.Ordinal))
            .Select(file => $"#include \"{file}\""));
        ChildResult result = Child.Run(Compiler, [.. Flags, whole, "-o", half], folder);
        File.Delete(whole);
        if (result.Code != 0)
        {
            foreach (string line in result.Output) Console.Error.WriteLine(line);
            throw new StopException(ExitCode.Environment, "the pass that confines modules (native/protect) doesn't compile.");
        }
        File.Move(half, plugin, overwrite: true);
        return plugin;
    }

    static string Key(string native)
    {
        StringBuilder text = new();
        foreach (string file in Sources(native).Append(Path.Combine(native, "module/arena.def")))
            text.Append(file).Append('\n').Append(File.ReadAllText(file));
        // LLVM by identity: a package never changes a file in place.
        FileInfo library = new(Library);
        text.Append(library.Exists ? $"{library.Length} {library.LastWriteTimeUtc.Ticks}" : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    static IEnumerable<string> Sources(string native) => Directory.EnumerateFiles(Path.Combine(native, "protect"))
        .Where(file => Path.GetExtension(file) is ".cpp" or ".h").Order(StringComparer.Ordinal);
}
