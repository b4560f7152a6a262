using System.Collections.Generic;
using System.Linq;
using FastPaas.Verify.Flow;

namespace FastPaas.Verify;

/// <summary>Accepts a module's machine code, or says why not. Accepted code, entered at one of its entries with <c>gs</c> or
/// <c>r13</c> at an arena (<see cref="Reach"/>) and <c>rsp</c> in a machine stack with a guard below, reads and writes that
/// arena, its guards, that stack below <c>rsp</c>, and its constants; it leaves by a return to its caller with <c>rsp</c> and the
/// callee-saved registers as they were, or by a trap. native/verify/README.md says what that counts on.</summary>
public static class Verifier
{
    /// <summary>In a report; code that is wrong throughout is shown by its beginning.</summary>
    public const int RefusalsMax = 100;

    /// <summary>Of one module.</summary>
    public const int TextBytesMax = 4 << 20;

    /// <summary>Until what functions use of their callers' frames is known: a chain of tail calls hands it on one step a
    /// round.</summary>
    const int RoundsMax = 16;

    public static VerifyReport Verify(ModuleCode code) => Verify(code, ArenaNumbers.Shared);

    public static VerifyReport Verify(ModuleCode code, ArenaNumbers numbers)
    {
        RefusalList refusals = new();
        if (code.Text.Length == 0) refusals.Add(RefusalId.NoCode, code.Address, "there is no code");
        else if (code.Text.Length > TextBytesMax || code.Address > long.MaxValue - TextBytesMax)
            refusals.Add(RefusalId.TooComplex, code.Address, $"there are {code.Text.Length} bytes of code");
        else if (code.Entries.Count == 0) refusals.Add(RefusalId.NoEntry, code.Address, "nothing of it is ever called");
        if (!refusals.IsEmpty) return Refused(refusals, 0);
        CodeMap map = CodeMap.Read(code, refusals);
        foreach (ulong entry in refusals.IsEmpty ? code.Entries : [])
            if (map.IndexOf(entry) < 0)
                refusals.Add(RefusalId.EntryNotAnInstruction, entry, "no instruction begins where the host enters");
        // What follows counts on code of which every instruction is known.
        if (!refusals.IsEmpty) return Refused(refusals, map.Count);
        int[] entries = [.. code.Entries.Select(map.IndexOf).Distinct()];
        IReadOnlyList<Function> functions = Functions.Split(map, entries, refusals);
        if (!refusals.IsEmpty) return Refused(refusals, map.Count);
        return new ModuleAnalysis(map, functions, entries, numbers, code).Run(refusals, RoundsMax) is { } report
            ? report with { Address = code.Address } : Refused(refusals, map.Count);
    }

    static VerifyReport Refused(RefusalList refusals, int instructions) =>
        new(null, refusals.Sorted(), instructions, 0, 0, 0, 0);
}
