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
        if (CSources.WriteOverlay(folder, headers, made, Overlay) is { } wrong) throw Refused(wrong);
    }

    /// <summary>Compiles one of the module's sources.</summary>
    public void CompileSource(string source, string output, IEnumerable<string> more)
    {
        string shown = Shown(source);
        Run(Clang,
            [.. Flags, .. more, "-isystem", headers, "-isystem", CSources.Dpdk, "-include", Header, "-I", made, "-ivfsoverlay",
                Overlay, .. SourceMaps(shown), .. PrefixMaps(), "-c", shown, "-o", output],
            Environment.CurrentDirectory);
    }

    /// <summary>Compiles a source that was made here.</summary>
    public void CompileMade(string source, string output, IEnumerable<string> more) => Run(
        Clang, [.. Flags, .. more, "-isystem", headers, "-I", made, .. PrefixMaps(), "-c", source, "-o", output], made);

    /// <returns>What it prints.</returns>
    public IReadOnlyList<string> Run(string program, IEnumerable<string> arguments) => Run(program, arguments, made);

    public StopException Refused(string why) => new(ExitCode.Refused, $"module {Module}: {why}.");

    IReadOnlyList<string> Run(string program, IEnumerable<string> arguments, string directory)
    {
        // What CPATH and its like would add is another machine's; limits end what macros and templates of code can grow to.
        string[] bounded =
        [
            "-i", "PATH=/usr/bin", "/usr/bin/prlimit", $"--cpu={limits.Seconds}",
            $"--as={(long)limits.Mebibytes << 20}", "--core=0", program,
        ];
        ChildResult result = Child.Run("/usr/bin/env", [.. bounded, .. arguments], directory);
        if (result.Code == 0) return result.Output;
        // 128 and the signal: of the limit of time, of the one that nobody can ignore, of what memory ended.
        if (result.Code is 128 + 24 or 128 + 9 or 128 + 6)
            throw Refused($"the compiler needs more than {limits.Seconds} s or {limits.Mebibytes} MiB for it");
        // The pass knows files by the names that debug information has for them.
        string shown = Path.GetDirectoryName(Shown(Path.Combine(folder, "x")))!;
        foreach (string line in result.Output)
            errors.WriteLine(line.StartsWith($"modules/{Module}/", StringComparison.Ordinal)
                ? Path.Combine(shown, line[$"modules/{Module}/".Length..]) : line);
        throw Refused("its C doesn't compile; the lines above say where");
    }

    /// <summary>As the user's editor finds it from here.</summary>
    static string Shown(string source)
    {
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(source));
        return shown.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(source) : shown;
    }

    /// <summary>The overlay knows the folder by its whole name, whatever the command says.</summary>
    string[] SourceMaps(string shown) =>
    [
        $"-ffile-prefix-map={Path.GetDirectoryName(shown)}=modules/{Module}",
        $"-ffile-prefix-map={Path.GetFullPath(folder)}=modules/{Module}",
    ];

    IEnumerable<string> PrefixMaps() => [$"-ffile-prefix-map={made}=modules", $"-ffile-prefix-map={headers}=native/module"];
}

/// <summary>Of one call of the compiler; the catalogue's modules take a second and some hundred MiB.</summary>
/// <param name="Seconds">Of CPU time.</param>
/// <param name="Mebibytes">Of address space.</param>
public sealed record CompileLimits(int Seconds = 60, int Mebibytes = 4096);
