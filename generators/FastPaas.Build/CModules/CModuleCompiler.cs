using System;
using System.Collections.Generic;
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

    /// <summary>It is for a program with one instance: without protection too the module may keep variables.</summary>
    public bool IsAlone { get; init; }

    /// <summary>How it is compiled, best first.</summary>
    public IReadOnlyList<CVariant> Variants { get; init; } = [new(tools is null ? Backend.None : Backend.Segment)];

    /// <summary>The object, <c>&lt;name&gt;.o</c>, of a module's folder; beside it the pass's report of each confined variant,
    /// <c>&lt;its name&gt;.json</c>.</summary>
    /// <exception cref="StopException">It doesn't compile, or contains what a module can't have.</exception>
    public string Compile(ModuleManifest manifest, string folder)
    {
        string made = Path.Combine(work, manifest.Name), output = Path.Combine(work, manifest.Name + ".o");
        CCommand command = new(manifest, folder, headers, made, errors, Limits);
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal)];
        if (sources.Length == 0) throw command.Refused($"{folder} has no .c file");
        Directory.CreateDirectory(made);
        if (File.Exists(Path.Combine(folder, manifest.Name + ".h")))
            throw command.Refused($"{manifest.Name}.h is the header made from its module.toml; call yours something else");
        File.WriteAllText(command.Header, ModuleHeader.Header(manifest));
        command.Prepare();
        string? bitcode = Variants.Any(each => each.IsConfined) ? ConfinedModule.Link(command, sources) : null;
        LostBounds lost = new(command);
        Dictionary<CVariant, (string Object, ModuleVariant Described)> parts = [];
        IReadOnlyCollection<CVariant> left = Variants;
        string joined;
        do
        {
            foreach (CVariant variant in left)
                parts[variant] = variant.IsConfined
                    ? ConfinedModule.Compile(command, tools!, bitcode!, variant, ReportOf(manifest, variant), lost.Of(variant))
                    : UnprotectedModule.Compile(command, sources, variant, IsAlone);
            joined = Join(manifest, command, [.. Variants.Select(variant => parts[variant])]);
            left = lost.Find(joined, left);
        } while (left.Count > 0);
        File.Move(joined, output, overwrite: true);
        return output;
    }

    /// <summary>Where <see cref="Compile"/> leaves the pass's.</summary>
    public string ReportOf(ModuleManifest manifest, CVariant variant) =>
        Path.Combine(work, variant.NameOf(manifest.Name) + ".json");

    /// <summary>One object with one symbol that the host sees: the descriptor's.</summary>
    static string Join(
        ModuleManifest manifest, CCommand command, IReadOnlyList<(string Object, ModuleVariant Described)> parts)
    {
        string source = Path.Combine(command.Made, "descriptor.c"), descriptor = Path.Combine(command.Made, "descriptor.o");
        File.WriteAllText(source, ModuleDescriptor.Source(manifest, [.. parts.Select(part => part.Described)]));
        command.CompileMade(source, descriptor, ["-ffunction-sections", "-fdata-sections"]);
        string joined = Path.Combine(command.Made, "joined.o"), output = Path.Combine(command.Made, manifest.Name + ".o");
        command.Run(CCommand.Linker, ["-r", "-o", joined, .. parts.Select(part => part.Object), descriptor]);
        command.Run(CCommand.ObjCopy, ["--keep-global-symbol=" + ModuleHeader.DescriptorSymbol(manifest.Name), joined, output]);
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
