using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary><c>--protect=none</c>: an object of each source, joined. The module reaches all of the process.</summary>
static class UnprotectedModule
{
    /// <summary>The object with the descriptor and all else local.</summary>
    public static string Compile(ModuleManifest manifest, CCommand command, IReadOnlyList<string> sources)
    {
        string[] more = ["-ffunction-sections", "-fdata-sections"];
        List<string> objects = [];
        foreach (string source in sources)
        {
            objects.Add(Path.Combine(command.Made, Path.GetFileNameWithoutExtension(source) + ".c.o"));
            command.CompileSource(source, objects[^1], more);
        }
        ElfObject[] read = [.. objects.Select(ElfObject.Read)];
        if (CObjectRules.Check(read) is { Count: > 0 } wrong) throw command.Refused(string.Join("; ", wrong));
        objects.Add(CompileDescriptor(manifest, command, read, more));
        return Join(manifest, command, objects);
    }

    static string CompileDescriptor(
        ModuleManifest manifest, CCommand command, IEnumerable<ElfObject> objects, IEnumerable<string> more)
    {
        HashSet<string> defined = [.. objects.SelectMany(each => each.Symbols)
            .Where(symbol => !symbol.IsUndefined && symbol.IsGlobal).Select(symbol => symbol.Name)];
        string source = Path.Combine(command.Made, "descriptor.c"), output = Path.Combine(command.Made, "descriptor.o");
        File.WriteAllText(source, ModuleHeader.Descriptor(manifest, defined));
        command.CompileMade(source, output, more);
        return output;
    }

    /// <summary>One object: every symbol local but the descriptor's, with the module's name before it, so that neither two
    /// modules nor a module and the host can mean each other's functions.</summary>
    static string Join(ModuleManifest manifest, CCommand command, IEnumerable<string> objects)
    {
        string joined = Path.Combine(command.Made, "joined.o"), output = Path.Combine(command.Made, manifest.Name + ".o");
        string symbol = ModuleHeader.DescriptorSymbol(manifest.Name), renames = Path.Combine(command.Made, "renames");
        command.Run(CCommand.Linker, ["-r", "-o", joined, .. objects]);
        File.WriteAllLines(renames, ElfObject.Read(joined).Symbols
            .Where(each => !each.IsUndefined && each.Name.Length > 0 && each.Name != symbol && each.Kind is not (3 or 4))
            .Select(each => $"{each.Name} {manifest.Name}.{each.Name}").Distinct());
        command.Run(CCommand.ObjCopy, ["--redefine-syms=" + renames, "--keep-global-symbol=" + symbol, joined, output]);
        return output;
    }
}
