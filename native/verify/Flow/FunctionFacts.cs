using System;

namespace FastPaas.Verify.Flow;

/// <summary>What is found out about a function as a whole. Both only grow while the analysis runs.</summary>
sealed class FunctionFacts
{
    /// <summary>Of stack arguments: more than any prototype that a person wrote.</summary>
    public const int ArgumentBytesMax = 4096;

    /// <summary>Behind its return address it reads and writes so many bytes, which every caller must have made room
    /// for.</summary>
    public long ArgumentBytes { get; set; }

    /// <summary>Where its one aligned frame begins: <c>rsp</c> at entry plus the offset, rounded down; so always the same address
    /// in one call, however often it is computed.</summary>
    public (long Offset, long Bytes)? Alignment { get; set; }

    /// <summary>The lowest that an aligned address can be, from <c>rsp</c> at entry.</summary>
    public long AlignedLow => Alignment is { } known ? known.Offset - (known.Bytes - 1) : 0;

    public void Take(long argumentBytes) => ArgumentBytes = Math.Max(ArgumentBytes, argumentBytes);
}
