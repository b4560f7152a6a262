using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Verify.Elf;

/// <summary>A module is entered by the words of its descriptor, and nothing else of the file may hold an address of it, be made
/// of its bytes, or write to them: what the loader calls, fills or goes by is the host's alone.</summary>
static class OutsideRules
{
    /// <param name="part">One of the module's sections.</param>
    public static void Check(LinkedFile file, ElfSection part, string module, RefusalList refusals)
    {
        AddressRange range = part.Range;
        foreach (ElfSection other in file.Sections.Where(other => !ReferenceEquals(other, part)))
            if (other.IsMapped && !other.IsThreadLocal && other.Range.Overlaps(range))
                refusals.Add(RefusalId.MalformedFile, part.Address, $"section {other.Name} lies on section {part.Name}");
        foreach ((string name, AddressRange table) in file.Tables.Where(table => table.Range.Overlaps(range)))
            refusals.Add(RefusalId.MalformedFile, table.Start, $"the loader's {name} lie in section {part.Name}");
        foreach ((string name, ulong address) in file.Calls.Where(call => range.Contains(call.Address)))
            refusals.Add(RefusalId.HeldOutside, address, $"{name} leads into section {part.Name}");
        AddressRange own = Descriptor.Find(file, module)?.Range ?? default;
        foreach (ElfRelocation each in file.Relocations)
        {
            if (each.Range.Overlaps(range))
                refusals.Add(RefusalId.WritableCode, each.Place, $"the loader writes to section {part.Name}");
            if (!range.Contains(each.Target) || own.Contains(each.Place)) continue;
            if (!Others(file, module).Any(other => other.IsEnd(each)))
                refusals.Add(RefusalId.HeldOutside, each.Place, $"a word there is an address of section {part.Name}");
        }
    }

    static IEnumerable<Descriptor> Others(LinkedFile file, string module) => ModuleReader.Modules(file)
        .Where(other => other != module).Select(other => Descriptor.Find(file, other)).OfType<Descriptor>();
}
