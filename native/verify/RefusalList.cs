using System.Collections.Generic;
using System.Linq;
using Iced.Intel;

namespace FastPaas.Verify;

/// <summary>Collects; one of each kind an address, and not without end.</summary>
sealed class RefusalList
{
    readonly HashSet<(RefusalId, ulong)> known = [];
    readonly List<Refusal> refusals = [];

    public bool IsEmpty => refusals.Count == 0;

    /// <summary>Of the function that is being examined.</summary>
    public ulong Function { get; set; }

    public void Add(RefusalId id, ulong address, string why)
    {
        if (refusals.Count < Verifier.RefusalsMax && known.Add((id, address))) refusals.Add(new(id, address, Function, "", why));
    }

    public void Add(RefusalId id, in Instruction instruction, string why)
    {
        if (refusals.Count < Verifier.RefusalsMax && known.Add((id, instruction.IP)))
            refusals.Add(new(id, instruction.IP, Function, instruction.ToString(), why));
    }

    public void AddAll(RefusalList others) => refusals.AddRange(others.refusals);

    public IReadOnlyList<Refusal> Sorted() => [.. refusals.OrderBy(refusal => refusal.Address)];
}
