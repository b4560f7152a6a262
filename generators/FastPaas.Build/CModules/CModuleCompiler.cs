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
public sealed class CModuleCompiler(string headers, string work, TextWriter errors)
{
    const string Clang = "/usr/bin/clang-19", Linker = "/usr/bin/ld.lld-19", ObjCopy = "/usr/bin/objcopy";

    /// <summary>Warnings are errors; no header but ours and the compiler's; nothing that needs a runtime.</summary>
    static readonly string[] Flags =
    [
        "-std=gnu11", "-O3", "-march=x86-64-v3", "-fPIC", "-ffunction-sections", "-fdata-sections", "-fvisibility=hidden",
        "-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-g", "-fdebug-compilation-dir=.", "-nostdlibinc",
        "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-fdiagnostics-format=msvc", "-fno-color-diagnostics",
    ];

    /// <summary>The object, <c>&lt;name&gt;.o</c>, of a module's folder.</summary>
    /// <exception cref="StopException">It doesn't compile, or contains what a module can't have.</exception>
    public string Compile(ModuleManifest manifest, string folder)
    {
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal)];
        if (sources.Length == 0) throw Refused(manifest, $"{folder} has no .c file");
        string made = Path.Combine(work, manifest.Name);
        Directory.CreateDirectory(made);
        string header = Path.Combine(made, manifest.Name + ".h");
        if (File.Exists(Path.Combine(folder, manifest.Name + ".h")))
            throw Refused(manifest, $"{manifest.Name}.h is the header made from its module.toml; call yours something else");
        File.WriteAllText(header, ModuleHeader.Header(manifest));
        List<string> objects = [];
        foreach (string source in sources)
        {
            objects.Add(Path.Combine(made, Path.GetFileNameWithoutExtension(source) + ".c.o"));
            CompileOne(manifest, folder, source, header, objects[^1]);
        }
        ElfObject[] read = [.. objects.Select(ElfObject.Read)];
        if (CObjectRules.Check(read) is { Count: > 0 } wrong) throw Refused(manifest, string.Join("; ", wrong));
        objects.Add(CompileDescriptor(manifest, made, header, read));
        return Join(manifest, made, objects);
    }

    /// <summary>The same as a library that a process loads: for the tests, whose graphs run without the linker.</summary>
    public string CompileLibrary(ModuleManifest manifest, string folder)
    {
        string library = Path.Combine(work, manifest.Name, manifest.Name + ".so");
        Run(manifest, Linker, ["-shared", "-o", library, Compile(manifest, folder), "/usr/lib/x86_64-linux-gnu/libc.so.6"], ".");
        return library;
    }

    void CompileOne(ModuleManifest manifest, string folder, string source, string header, string output)
    {
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(source));
        if (shown.StartsWith("..", StringComparison.Ordinal)) shown = Path.GetFullPath(source);
        string dependencies = output + ".d";
        Run(manifest, Clang,
            [.. Flags, "-isystem", headers, "-include", header, "-I", Path.GetDirectoryName(header)!, "-MD", "-MF", dependencies,
                $"-ffile-prefix-map={Path.GetDirectoryName(shown)}=modules/{manifest.Name}", .. PrefixMaps(header),
                "-c", shown, "-o", output], Environment.CurrentDirectory);
        RefuseOutsideIncludes(manifest, folder, header, dependencies);
    }

    string CompileDescriptor(ModuleManifest manifest, string made, string header, IEnumerable<ElfObject> objects)
    {
        HashSet<string> defined = [.. objects.SelectMany(each => each.Symbols)
            .Where(symbol => !symbol.IsUndefined && symbol.IsGlobal).Select(symbol => symbol.Name)];
        string source = Path.Combine(made, "descriptor.c"), output = Path.Combine(made, "descriptor.o");
        File.WriteAllText(source, ModuleHeader.Descriptor(manifest, defined));
        Run(manifest, Clang,
            [.. Flags, "-isystem", headers, "-I", made, .. PrefixMaps(header), "-c", source, "-o", output], made);
        return output;
    }

    /// <summary>One object: every symbol local but the descriptor's, with the module's name before it, so that neither two
    /// modules nor a module and the host can mean each other's functions.</summary>
    string Join(ModuleManifest manifest, string made, IEnumerable<string> objects)
    {
        string joined = Path.Combine(made, "joined.o"), output = Path.Combine(work, manifest.Name + ".o");
        string symbol = ModuleHeader.DescriptorSymbol(manifest.Name), renames = Path.Combine(made, "renames");
        Run(manifest, Linker, ["-r", "-o", joined, .. objects], made);
        File.WriteAllLines(renames, ElfObject.Read(joined).Symbols
            .Where(each => !each.IsUndefined && each.Name.Length > 0 && each.Name != symbol && each.Kind is not (3 or 4))
            .Select(each => $"{each.Name} {manifest.Name}.{each.Name}").Distinct());
        Run(manifest, ObjCopy, ["--redefine-syms=" + renames, "--keep-global-symbol=" + symbol, joined, output], made);
        return output;
    }

    IEnumerable<string> PrefixMaps(string header) =>
        [$"-ffile-prefix-map={Path.GetDirectoryName(header)}=modules", $"-ffile-prefix-map={headers}=native/module"];

    /// <summary>A module is its folder: what else it includes would be another machine's on another day.</summary>
    void RefuseOutsideIncludes(ModuleManifest manifest, string folder, string header, string dependencies)
    {
        string[] inside = [.. new[] { folder, headers, Path.GetDirectoryName(header)!, "/usr/lib/llvm-19/lib/clang" }
            .Select(each => Path.GetFullPath(each) + Path.DirectorySeparatorChar)];
        string text = File.ReadAllText(dependencies).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (string file in text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..]
            .Replace("\\ ", "\0", StringComparison.Ordinal).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.GetFullPath(file.Replace('\0', ' '));
            if (!inside.Any(each => path.StartsWith(each, StringComparison.Ordinal)))
                throw Refused(manifest, $"it includes {path}, which isn't in its folder");
        }
    }

    void Run(ModuleManifest manifest, string program, IEnumerable<string> arguments, string directory)
    {
        ChildResult result = Child.Run(program, arguments, directory);
        if (result.Code == 0) return;
        foreach (string line in result.Output) errors.WriteLine(line);
        throw Refused(manifest, "its C doesn't compile; the lines above say where");
    }

    static StopException Refused(ModuleManifest manifest, string why) =>
        new(ExitCode.Refused, $"module {manifest.Name}: {why}.");
}
