using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary>What isn't confined: an object of each source, joined. The module reaches all of the process.</summary>
static class UnprotectedModule
{
    const int Section = 3, File = 4;

    /// <summary>One object, whose symbols have the module's name before them: neither two modules nor a module and the host can
    /// mean each other's functions.</summary>
    /// <param name="isAlone">There will be one instance of it: it may keep variables.</param>
    public static (string Object, ModuleVariant Described) Compile(
        CCommand command, IReadOnlyList<string> sources, CVariant variant, bool isAlone)
    {
        List<string> objects = [];
        foreach (string source in sources)
        {
            objects.Add(Path.Combine(command.Made, Path.GetFileNameWithoutExtension(source) + ".c.o"));
            command.CompileSource(source, objects[^1], ["-ffunction-sections", "-fdata-sections"]);
        }
        ElfObject[] read = [.. objects.Select(ElfObject.Read)];
        if (CObjectRules.Check(read, isAlone) is { Count: > 0 } wrong) throw command.Refused(string.Join("; ", wrong));
        HashSet<string> defined = [.. read.SelectMany(each => each.Symbols)
            .Where(symbol => !symbol.IsUndefined && symbol.IsGlobal).Select(symbol => symbol.Name)];
        return (Rename(command, variant.NameOf(command.Module), objects), variant.Describe(command.Module, defined, null));
    }

    static string Rename(CCommand command, string name, IReadOnlyList<string> objects)
    {
        string joined = Path.Combine(command.Made, name + ".joined.o"), renames = Path.Combine(command.Made, name + ".renames");
        string renamed = Path.Combine(command.Made, name + ".renamed.o");
        command.Run(CCommand.Linker, ["-r", "-o", joined, .. objects]);
        System.IO.File.WriteAllLines(renames, ElfObject.Read(joined).Symbols
            .Where(each => !each.IsUndefined && each.Name.Length > 0 && each.Kind is not (Section or File))
            .Select(each => $"{each.Name} {name}.{each.Name}").Distinct());
        command.Run(CCommand.ObjCopy, ["--redefine-syms=" + renames, joined, renamed]);
        return renamed;
    }
}
