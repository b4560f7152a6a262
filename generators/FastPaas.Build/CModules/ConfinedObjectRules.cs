using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Native;

namespace FastPaas.Build.CModules;

/// <summary>What code generation may leave of a confined module: code, constants of its own, the image. Anything else was missed
/// by the pass, and is refused here rather than linked.</summary>
static class ConfinedObjectRules
{
    const ulong Write = 1, Allocated = 2, Executable = 4;
    const int IndirectFunction = 10, Weak = 2;
    const string Constants = ".rodata";

    /// <summary>Enough to see the pattern of.</summary>
    const int PlacesMax = 5;

    /// <summary>A sentence for each thing that is wrong; none: nothing.</summary>
    /// <param name="lines">Of the object's code.</param>
    public static IReadOnlyList<string> Check(string module, ElfObject read, IReadOnlyList<ModuleLine> lines)
    {
        List<string> wrong = [];
        foreach (ElfSection section in read.Sections.Where(each => (each.Flags & Allocated) != 0 && each.Bytes > 0))
        {
            bool isCode = section.Name == "fp_text_" + module;
            bool isData = section.Name == "fp_image_" + module || section.Name.StartsWith(Constants, StringComparison.Ordinal);
            ulong unexpected = section.Flags & (Write | Executable);
            if (!(isCode && unexpected == Executable) && !(isData && unexpected == 0))
                wrong.Add($"the compiler made a section {section.Name} of it, which modules can't have");
        }
        for (int i = 0; i < read.Symbols.Count; i++)
        {
            ElfSymbolEntry symbol = read.Symbols[i];
            if (symbol.Name.Length == 0) continue;
            if (symbol.Kind == IndirectFunction)
                wrong.Add($"the compiler leaves the choice of `{symbol.Name}` to the loader, which modules can't");
            else if (symbol.Binding == Weak) wrong.Add($"the compiler made `{symbol.Name}` weak, which modules can't have");
            else if (symbol.IsUndefined && symbol.Name != "_GLOBAL_OFFSET_TABLE_")
                wrong.Add($"the compiler calls `{symbol.Name}` for it{Places(i + 1)}, which modules may not");
        }
        return wrong;

        string Places(int symbol)
        {
            string[] places = [.. read.References
                .Where(each => each.Symbol == symbol && read.Sections[each.Section].Name == "fp_text_" + module)
                .Select(each => lines.LastOrDefault(line => line.Code <= each.Offset)).OfType<ModuleLine>()
                .Select(line => $"{line.File}:{line.Line}:{line.Column}").Distinct()];
            return places.Length == 0 ? "" : $" at {string.Join(", ", places.Take(PlacesMax))}";
        }
    }

    /// <summary>Arguments of objcopy: constants that code generation made become the module's section.</summary>
    public static IEnumerable<string> Renames(string module, ElfObject read) => read.Sections.Select(section => section.Name)
        .Where(name => name.StartsWith(Constants, StringComparison.Ordinal)).Distinct()
        .Select(name => $"--rename-section={name}=fp_const_{module},alloc,load,readonly,data,contents");
}
