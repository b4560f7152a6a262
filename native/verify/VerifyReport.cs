using System.Collections.Generic;

namespace FastPaas.Verify;

/// <param name="Certificate">Of a module of an executable; null: refused, or code that lies in none.</param>
/// <param name="Address">Of the section.</param>
/// <param name="Refusals">In the order of addresses, the first <see cref="Verifier.RefusalsMax"/>; none: accepted.</param>
/// <param name="ArenaAccesses">Instructions that read or write the arena.</param>
/// <param name="StackAccesses">That read or write the machine stack, pushes and calls not counted.</param>
/// <param name="ConstantLoads">That read the module's constants.</param>
public sealed record VerifyReport(
    Certificate? Certificate, IReadOnlyList<Refusal> Refusals, int Instructions, int Functions, int ArenaAccesses,
    int StackAccesses, int ConstantLoads, ulong Address = 0)
{
    public bool IsAccepted => Refusals.Count == 0;
}
