using System;
using System.Collections.Generic;

namespace FastPaas.Verify;

/// <summary>Addresses from <paramref name="Start"/>, as many as <paramref name="Bytes"/>.</summary>
public readonly record struct AddressRange(ulong Start, ulong Bytes)
{
    public ulong End => Start + Bytes;

    public bool Contains(ulong address) => address - Start < Bytes;

    public bool Overlaps(AddressRange other) => Bytes > 0 && other.Bytes > 0 && Start < other.End && other.Start < End;

    /// <summary>All of an access; the sum of its ends can't wrap.</summary>
    public bool Contains(ulong address, ulong size) => address >= Start && size <= Bytes && address - Start <= Bytes - size;
}

/// <summary>How a module's code comes to its arena.</summary>
public enum Reach
{
    /// <summary><c>gs</c> is at it.</summary>
    Segment,
    /// <summary><c>r13</c> holds its address wherever a function begins, calls or returns, and <c>gs</c> is anybody's.</summary>
    Mask,
    /// <summary>As <see cref="Mask"/>, and what a comparison in front of a jump says of a register is true on either side of the
    /// jump (Flow/Comparisons.cs): not for a processor that guesses the jump wrong.</summary>
    Compare,
    /// <summary>As <see cref="Mask"/>, and <c>bnd0</c> has the bounds of offsets into the arena wherever a function begins, which
    /// <c>bndcu</c> compares with. Only where the processor does.</summary>
    Mpx,
}

static class Reaches
{
    /// <summary><c>r13</c> holds the arena's address.</summary>
    public static bool HasBase(this Reach reach) => reach != Reach.Segment;

    public static bool HasChecks(this Reach reach) => reach == Reach.Compare;

    public static bool HasBounds(this Reach reach) => reach == Reach.Mpx;
}

/// <summary>A module's machine code as the executable will map it.</summary>
/// <param name="Text">Its section, all of it.</param>
/// <param name="Address">Of the first byte; any other base that keeps distances to the constants proves the same.</param>
/// <param name="Entries">Addresses that the host calls.</param>
/// <param name="Constants">What it may read relative to <c>rip</c>: mapped, and never written.</param>
/// <param name="Reach">As the build says; the host enters it so.</param>
/// <param name="IsWritesOnly">It may read what it likes, of any address.</param>
public sealed record ModuleCode(
    ReadOnlyMemory<byte> Text, ulong Address, IReadOnlyList<ulong> Entries, AddressRange Constants,
    Reach Reach = Reach.Segment, bool IsWritesOnly = false);
