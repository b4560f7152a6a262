using System;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary>A module's C sources become one object with one symbol. The command is fixed, the module's folder and native/module
/// are all it reads, and equal sources give equal bytes wherever they lie.</summary>
/// <param name="headers">native/module.</param>
/// <param name="work">Written to: a folder of this compiler's own.</param>
/// <param name="errors">Gets the compiler's lines.</param>
/// <param name="tools">What confines modules; null: unprotected.</param>
public sealed class CModuleCompiler(string headers, string work, TextWriter errors, ProtectTools? tools = null)
{
    /// <summary>Of one call of the compiler.</summary>
    public CompileLimits Limits { get; init; } = new();

    /// <summary>The object, <c>&lt;name&gt;.o</c>, of a module's folder; beside it, when there is a pass, its report,
    /// <c>&lt;name&gt;.json</c>.</summary>
    /// <exception cref="StopException">It doesn't compile, or contains what a module can't have.</exception>
    public string Compile(ModuleManifest manifest, string folder)
    {
        string made = Path.Combine(work, manifest.Name);
        CCommand command = new(manifest, folder, headers, made, errors, Limits);
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal)];
        if (sources.Length == 0) throw command.Refused($"{folder} has no .c file");
        Directory.CreateDirectory(made);
        if (File.Exists(Path.Combine(folder, manifest.Name + ".h")))
            throw command.Refused($"{manifest.Name}.h is the header made from its module.toml; call yours something else");
        File.WriteAllText(command.Header, ModuleHeader.Header(manifest));
        command.Prepare();
        string report = Path.Combine(work, manifest.Name + ".json"), output = Path.Combine(work, manifest.Name + ".o");
        File.Move(tools is null ? UnprotectedModule.Compile(manifest, command, sources)
            : SegmentModule.Compile(manifest, command, tools, sources, report), output, overwrite: true);
        return output;
    }

    /// <summary>The same as a library that a process loads: for the tests, whose graphs run without the linker.</summary>
    public string CompileLibrary(ModuleManifest manifest, string folder)
    {
        string made = Path.Combine(work, manifest.Name), library = Path.Combine(made, manifest.Name + ".so");
        string compiled = Compile(manifest, folder);
        new CCommand(manifest, folder, headers, made, errors, Limits)
            .Run(CCommand.Linker, ["-shared", "-o", library, compiled, "/usr/lib/x86_64-linux-gnu/libc.so.6"]);
        return library;
    }
}
