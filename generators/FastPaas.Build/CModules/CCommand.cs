using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;

namespace FastPaas.Build.CModules;

/// <summary>The programs that make an object of one module's sources, and what all of their calls share: the command is fixed,
/// the environment is empty, and a source that takes too long or too much memory is refused.</summary>
/// <param name="headers">native/module.</param>
/// <param name="errors">Gets the compiler's lines.</param>
sealed class CCommand(ModuleManifest manifest, string folder, string headers, string made, TextWriter errors)
{
    public const string Clang = "/usr/bin/clang-19", Linker = "/usr/bin/ld.lld-19", ObjCopy = "/usr/bin/objcopy";

    /// <summary>Of one call; the catalogue's modules take a second.</summary>
    const int SecondsMax = 60, MemoryMebibytesMax = 4096;

    /// <summary>Warnings are errors; no header but ours and the compiler's; nothing that needs a runtime.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "-std=gnu11", "-O3", "-march=x86-64-v3", "-fPIC", "-fvisibility=hidden",
        "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-g", "-fdebug-compilation-dir=.", "-nostdlibinc",
        "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-fdiagnostics-format=msvc", "-fno-color-diagnostics",
    ];

    /// <summary>Files of this module's compilation.</summary>
    public string Made => made;

    /// <summary>Made from the manifest.</summary>
    public string Header { get; } = Path.Combine(made, manifest.Name + ".h");

    public string Module => manifest.Name;

    /// <summary>Compiles one of the module's sources; what it includes from elsewhere is refused.</summary>
    public void CompileSource(string source, string output, IEnumerable<string> more)
    {
        string shown = Shown(source), dependencies = output + ".d";
        Run(Clang,
            [.. Flags, .. more, "-isystem", headers, "-include", Header, "-I", made, "-MD", "-MF", dependencies,
                $"-ffile-prefix-map={Path.GetDirectoryName(shown)}=modules/{Module}", .. PrefixMaps(), "-c", shown, "-o", output],
            Environment.CurrentDirectory);
        RefuseOutsideIncludes(dependencies);
    }

    /// <summary>Compiles a source that was made here.</summary>
    public void CompileMade(string source, string output, IEnumerable<string> more) => Run(
        Clang, [.. Flags, .. more, "-isystem", headers, "-I", made, .. PrefixMaps(), "-c", source, "-o", output], made);

    public void Run(string program, IEnumerable<string> arguments) => Run(program, arguments, made);

    public StopException Refused(string why) => new(ExitCode.Refused, $"module {Module}: {why}.");

    void Run(string program, IEnumerable<string> arguments, string directory)
    {
        // What CPATH and its like would add is another machine's; limits end what macros and templates of code can grow to.
        string[] bounded =
        [
            "-i", "PATH=/usr/bin", "/usr/bin/prlimit", $"--cpu={SecondsMax}", $"--as={(long)MemoryMebibytesMax << 20}",
            "--core=0", program,
        ];
        long start = Stopwatch.GetTimestamp();
        ChildResult result = Child.Run(
            "/usr/bin/env", [.. bounded, .. arguments], directory, limit: TimeSpan.FromSeconds(2 * SecondsMax));
        if (result.Code == 0) return;
        if (Stopwatch.GetElapsedTime(start).TotalSeconds >= SecondsMax)
            throw Refused($"the compiler worked {SecondsMax} seconds on it, which is the most");
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

    IEnumerable<string> PrefixMaps() => [$"-ffile-prefix-map={made}=modules", $"-ffile-prefix-map={headers}=native/module"];

    /// <summary>A module is its folder: what else it includes would be another machine's on another day.</summary>
    void RefuseOutsideIncludes(string dependencies)
    {
        string[] inside = [.. new[] { folder, headers, made, "/usr/lib/llvm-19/lib/clang" }
            .Select(each => Path.GetFullPath(each) + Path.DirectorySeparatorChar)];
        string text = File.ReadAllText(dependencies).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (string file in text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..]
            .Replace("\\ ", "\0", StringComparison.Ordinal).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.GetFullPath(file.Replace('\0', ' '));
            if (!inside.Any(each => path.StartsWith(each, StringComparison.Ordinal)))
                throw Refused($"it includes {path}, which isn't in its folder");
        }
    }
}
