using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Verify.Elf;

/// <summary>What must hold of a file before one can say what will be mapped where. Each that doesn't is an
/// <see cref="InvalidDataException"/>.</summary>
static class SegmentRules
{
    /// <param name="all">Those that aren't loaded too.</param>
    /// <param name="fileBytes">Of the file.</param>
    public static void Check(IReadOnlyList<ElfSegment> all, int fileBytes)
    {
        if (all.Any(segment => segment.Type is ElfSegment.Load or ElfSegment.Stack && segment is
            { IsWritable: true, IsExecutable: true }))
            throw new InvalidDataException("it has memory that is both written and executed");
        if (all.Count(segment => segment.Type == ElfSegment.Dynamic) > 1)
            throw new InvalidDataException("it has two dynamic sections");
        ElfSegment[] loaded = [.. all.Where(segment => segment.Type == ElfSegment.Load)];
        foreach (ElfSegment segment in loaded)
        {
            bool isWhole = segment.FileBytes <= segment.Bytes && segment.Offset <= (ulong)fileBytes
                && segment.FileBytes <= (ulong)fileBytes - segment.Offset && segment.Address <= long.MaxValue - segment.Bytes;
            if (!isWhole || segment.Offset % ElfSegment.Page != segment.Address % ElfSegment.Page)
                throw new InvalidDataException($"its segment at 0x{segment.Address:x} can't be mapped as it says");
            // By pages: the later one is mapped over the other.
            if (loaded.Any(other => !ReferenceEquals(other, segment) && other.Touches(segment.Range)))
                throw new InvalidDataException($"its segment at 0x{segment.Address:x} lies on another one");
        }
    }

    /// <summary>What the loader writes lies in memory that is there to be written.</summary>
    /// <param name="loaded">Segments.</param>
    public static void Check(IReadOnlyList<ElfSegment> loaded, IReadOnlyList<ElfRelocation> relocations)
    {
        foreach (ElfRelocation each in relocations)
        {
            if (!loaded.Any(segment => segment.IsWritable && segment.Range.Contains(each.Place, each.Bytes)))
                throw new InvalidDataException($"the loader writes to 0x{each.Place:x}, which isn't there to be written");
        }
    }
}
