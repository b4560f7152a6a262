using System;
using FastPaas.Verify.Domain;
using Iced.Intel;

namespace FastPaas.Verify.Flow;

/// <summary>What a comparison says on either side of the jump behind it, for code that is confined by checks. The one idiom that
/// the pass makes is believed, and it alone: nothing comes between its instructions, no jump leads to the second or the
/// third.</summary>
/// <remarks>
/// <code>
///   cmp r, high; ja outside              r is 0 to high
///   cmp r, low; jb outside               r is low or more, if it is no negative number
///   lea s, [r - low]; cmp s, bytes; ja outside              r is low to low + bytes
/// </code>
/// </remarks>
static class Comparisons
{
    /// <param name="compare">In front of the jump; nothing, where that isn't known on every way to it.</param>
    /// <param name="moved">In front of that.</param>
    public static MachineState Narrow(
        in Instruction jump, bool isTaken, in Instruction compare, in Instruction moved, MachineState state)
    {
        bool isComparison = compare.Mnemonic == Mnemonic.Cmp && compare.Op0Kind == OpKind.Register
            && compare.Op0Register.IsGPR64() && compare.Op1Kind is OpKind.Immediate8to64 or OpKind.Immediate32to64;
        if (!isComparison || Bound(jump, isTaken, (long)compare.GetImmediate(1)) is not { } bound) return state;
        Register compared = compare.Op0Register;
        if (state[compared] is not { Origin: Origin.Number, Interval: var known }) return state;
        if (Within(known, bound) is not { } narrow) return state;
        MachineState narrowed = state.Clone();
        narrowed[compared] = Value.Number(narrow);
        if (!IsSum(moved, compared) || state[moved.MemoryBase] is not { Origin: Origin.Number, Interval: var root })
            return narrowed;
        long distance = (long)moved.MemoryDisplacement64;
        (Int128 low, Int128 high) = ((Int128)narrow.Low - distance, (Int128)narrow.High - distance);
        if (low < long.MinValue || high > long.MaxValue) return narrowed;
        Interval sum = new((long)low, (long)high);
        narrowed[moved.MemoryBase] = Value.Number(root.Meet(sum) ?? sum);
        return narrowed;
    }

    /// <summary>The unsigned numbers that the jump lets through, as bounds that are no negative ones; null: it says nothing that
    /// can be used.</summary>
    static Interval? Bound(in Instruction jump, bool isTaken, long with)
    {
        // An immediate has 32 bits, so nothing here overflows.
        if (with < 0) return null;
        return (jump.Mnemonic, isTaken) switch
        {
            (Mnemonic.Ja, true) or (Mnemonic.Jbe, false) => new(with + 1, long.MaxValue),
            (Mnemonic.Ja, false) or (Mnemonic.Jbe, true) => new(0, with),
            (Mnemonic.Jae, true) or (Mnemonic.Jb, false) => new(with, long.MaxValue),
            (Mnemonic.Jae, false) or (Mnemonic.Jb, true) when with > 0 => new(0, with - 1),
            _ => null,
        };
    }

    /// <summary>An unsigned number up to a bound is one of the signed ones from 0; one beyond it may be a negative one, unless
    /// that is known. Null: nothing new is known. Of a way that is never taken all is true: so the upper bound, or what was
    /// known, whichever of them bounds.</summary>
    static Interval? Within(Interval known, Interval bound)
    {
        bool isUpper = bound.High < long.MaxValue;
        return isUpper ? known.Meet(bound) ?? bound : known.IsNonnegative ? known.Meet(bound) ?? known : null;
    }

    /// <summary><c>lea</c> of another register and a constant.</summary>
    static bool IsSum(in Instruction moved, Register sum) => moved.Mnemonic == Mnemonic.Lea && moved.Op0Register == sum
        && moved.MemoryBase.IsGPR64() && moved.MemoryBase != sum && moved.MemoryIndex == Register.None;
}
