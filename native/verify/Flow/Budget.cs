namespace FastPaas.Verify.Flow;

/// <summary>Code is hostile to the verifier too: what takes more steps than any compiler's code is refused. Memory is bounded
/// with it, a step keeps one spill at most.</summary>
sealed class Budget(int instructions)
{
    const long StepsAlways = 2_000_000, StepsAnInstruction = 500, StepsMax = 40_000_000;

    long left = System.Math.Min(StepsAlways + StepsAnInstruction * instructions, StepsMax);

    /// <returns>False: there is nothing left.</returns>
    public bool Spend(int steps) => (left -= steps) >= 0;
}
