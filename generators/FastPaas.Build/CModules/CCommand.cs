using System;
using System.Collections.Generic;
using System.IO;
using FastPaas.Graph.Model;

namespace FastPaas.Build.CModules;

/// <summary>The programs that make an object of one module's sources, and what all of their calls share: the command is fixed,
/// the environment is empty, and a source that takes too long or too much memory is refused.</summary>
/// <param name="headers">native/module.</param>
/// <param name="errors">Gets the compiler's lines.</param>
sealed class CCommand(
    ModuleManifest manifest, string folder, string headers, string made, TextWriter errors, CompileLimits limits)
{
    public const string Clang = "/usr/bin/clang-19", Linker = "/usr/bin/ld.lld-19", ObjCopy = "/usr/bin/objcopy";

    /// <summary>Warnings are errors; no header but ours and the compiler's; nothing that needs a runtime.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "-std=gnu11", "-O3", "-march=x86-64-v3", "-fPIC", "-fvisibility=hidden",
        "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-g", "-fdebug-compilation-dir=.", "-nostdlibinc",
        "-Wall", "-Wextra", "-Werror", "-Wdate-time", "-Wno-unused-parameter",
        "-fdiagnostics-format=msvc", "-fno-color-diagnostics", "-fno-crash-diagnostics",
    ];

    /// <summary>Files of this module's compilation.</summary>
    public string Made => made;

    /// <summary>Made from the manifest.</summary>
    public string Header { get; } = Path.Combine(made, manifest.Name + ".h");

    public string Module => manifest.Name;

    string Overlay => Path.Combine(made, "sources.json");

    /// <summary>Before its sources are compiled: decides what they see.</summary>
    public void Prepare()
    {
        CSources.WriteOverlay(folder, headers, made, Overlay);
    }

    /// <summary>Compiles one of the module's sources.</summary>
    public void CompileSource(string source, string output, IEnumerable<string> more)
    {
        // From the root: whatever it is called, it is no option.
        string whole = Path.GetFullPath(source);
        Run(Clang,
            [.. Flags, .. more, "-isystem", headers, "-isystem", CSources.Dpdk, "-include", Header, "-I", made, "-ivfsoverlay",
                Overlay, $"-ffile-prefix-map={Path.GetDirectoryName(whole)}=modules/{Module}", .. PrefixMaps(), "-c", whole, "-o",
                output]);
    }

    /// <summary>Compiles a source that was made here.</summary>
    public void CompileMade(string source, string output, IEnumerable<string> more) => Run(
        Clang, [.. Flags, .. more, "-isystem", headers, "-I", made, .. PrefixMaps(), "-c", source, "-o", output]);

    public StopException Refused(string why) => new(ExitCode.Refused, $"module {Module}: {why}.");

    /// <returns>What it prints.</returns>
    public IReadOnlyList<string> Run(string program, IEnumerable<string> arguments)
    {
        ChildResult result = limits.Run(program, arguments, made);
        if (result.Code == 0) return result.Output;
        // 128 and the signal: of the limit of time, of the one that nobody can ignore, of a compiler that ends itself.
        if (result.Code is 128 + 24 or 128 + 9 or 128 + 6)
            throw Refused($"the compiler needs more than {limits.Seconds} s or {limits.Mebibytes} MiB for it, or breaks on it");
        string whole = Path.GetFullPath(folder) + "/", shown = Path.GetDirectoryName(Shown(whole + "x"))!;
        foreach (string line in result.Output)
        {
            // The pass knows files by the names that debug information has for them.
            string place = line.StartsWith($"modules/{Module}/", StringComparison.Ordinal)
                ? whole + line[$"modules/{Module}/".Length..] : line;
            errors.WriteLine(place.Replace(whole, shown.Length == 0 ? "" : shown + "/", StringComparison.Ordinal));
        }
        throw Refused("its C doesn't compile; the lines above say where");
    }

    /// <summary>As the user's editor finds it from here.</summary>
    static string Shown(string source)
    {
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(source));
        return shown.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(source) : shown;
    }

    IEnumerable<string> PrefixMaps() => [$"-ffile-prefix-map={made}=modules", $"-ffile-prefix-map={headers}=native/module"];
}

/// <summary>Of one call of the compiler; the catalogue's modules take a second and some hundred MiB.</summary>
/// <param name="Seconds">Of CPU time.</param>
/// <param name="Mebibytes">Of address space.</param>
public sealed record CompileLimits(int Seconds = 60, int Mebibytes = 4096)
{
    /// <summary>Runs a program on a stranger's files. What CPATH and its like would add is another machine's; limits end what
    /// macros and templates of code can grow to.</summary>
    internal ChildResult Run(string program, IEnumerable<string> arguments, string directory) => Child.Run(
        "/usr/bin/env",
        [
            "-i", "PATH=/usr/bin", "/usr/bin/prlimit", $"--cpu={Seconds}", $"--as={(long)Mebibytes << 20}", "--core=0", program,
            .. arguments,
        ], directory);
}
