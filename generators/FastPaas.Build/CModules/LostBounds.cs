using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Verify;
using FastPaas.Verify.Elf;

namespace FastPaas.Build.CModules;

/// <summary>The pass bounds an address by what LLVM knows; where code generation knows the same, it may leave out the instruction
/// by which the verifier would see it, and an honest module would be refused. So each is verified before it is linked, and a
/// function that lost a bound is compiled again with none but that of whole addresses.</summary>
/// <remarks>It decides nothing: what is linked in the end is verified by <see cref="VerifyStep"/>.</remarks>
sealed class LostBounds(CCommand command)
{
    /// <summary>Of one variant; the verifier names the first refusals only.</summary>
    const int RoundsMax = 8;

    readonly Dictionary<CVariant, SortedSet<string>> functions = [];
    int rounds;

    /// <summary>The functions that are to be compiled so, as the module calls them.</summary>
    public IReadOnlyCollection<string> Of(CVariant variant) => functions.GetValueOrDefault(variant) ?? [];

    /// <summary>Looks into variants that have just been compiled.</summary>
    /// <param name="compiled">The module's object.</param>
    /// <returns>Those with functions that weren't known yet.</returns>
    public IReadOnlyCollection<CVariant> Find(string compiled, IReadOnlyCollection<CVariant> variants)
    {
        CVariant[] confined = [.. variants.Where(variant => variant.IsConfined)];
        if (confined.Length == 0 || ++rounds > RoundsMax) return [];
        string library = Path.Combine(command.Made, "lost.so");
        command.Run(CCommand.Linker, ["-shared", "-o", library, compiled]);
        try
        {
            LinkedFile file = LinkedFile.Read(library, library);
            return [.. confined.Where(variant => Add(file, variant))];
        }
        catch (InvalidDataException)
        {
            // No compiler's object: the verifier will say so.
            return [];
        }
        finally
        {
            File.Delete(library);
        }
    }

    bool Add(LinkedFile file, CVariant variant)
    {
        string name = variant.NameOf(command.Module), prefix = name + ".";
        string[] found = [.. ModuleReader.Verify(file, name, variant.Reach, variant.OnlyWrites).Refusals
            .Where(refusal => refusal.Id == RefusalId.ArenaNotProved)
            .Select(refusal => file.NameAt(refusal.Address) ?? "")
            .Where(function => function.StartsWith(prefix, StringComparison.Ordinal))
            .Select(function => function[prefix.Length..])];
        if (found.Length == 0) return false;
        if (!functions.TryGetValue(variant, out SortedSet<string>? known))
            functions.Add(variant, known = new(StringComparer.Ordinal));
        int before = known.Count;
        known.UnionWith(found);
        return known.Count > before;
    }
}
