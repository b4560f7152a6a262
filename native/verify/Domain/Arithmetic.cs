using System;

namespace FastPaas.Verify.Domain;

/// <summary>What the processor's operations make of ranges: every result that some operands in the ranges can have lies in the
/// result. Operands below 64 bits are truncated to the width before, and results are too; counts are as the instruction gets
/// them. Source: Intel SDM volume 2, each operation's "Operation" section.</summary>
public static class Arithmetic
{
    public static Interval Add(Interval a, Interval b, int bits) =>
        Interval.Wrap((Int128)a.Low + b.Low, (Int128)a.High + b.High, bits);

    public static Interval Subtract(Interval a, Interval b, int bits) =>
        Interval.Wrap((Int128)a.Low - b.High, (Int128)a.High - b.Low, bits);

    public static Interval AddWithCarry(Interval a, Interval b, int bits) =>
        Interval.Wrap((Int128)a.Low + b.Low, (Int128)a.High + b.High + 1, bits);

    public static Interval SubtractWithBorrow(Interval a, Interval b, int bits) =>
        Interval.Wrap((Int128)a.Low - b.High - 1, (Int128)a.High - b.Low, bits);

    public static Interval Negate(Interval a, int bits) => Subtract(Interval.Only(0), a, bits);

    public static Interval Not(Interval a, int bits) => Subtract(Interval.Only(-1), a, bits);

    /// <summary>The low half of a product, signed or not.</summary>
    public static Interval Multiply(Interval a, Interval b, int bits)
    {
        Int128 p = (Int128)a.Low * b.Low, q = (Int128)a.Low * b.High, r = (Int128)a.High * b.Low, s = (Int128)a.High * b.High;
        return Interval.Wrap(
            Int128.Min(Int128.Min(p, q), Int128.Min(r, s)), Int128.Max(Int128.Max(p, q), Int128.Max(r, s)), bits);
    }

    /// <summary>A nonnegative operand bounds the result, whatever the other one is.</summary>
    public static Interval And(Interval a, Interval b)
    {
        if (a.IsOne && b.IsOne) return Interval.Only(a.Low & b.Low);
        if (a.IsNonnegative && b.IsNonnegative) return new(0, Math.Min(a.High, b.High));
        if (a.IsNonnegative) return new(0, a.High);
        return b.IsNonnegative ? new(0, b.High) : Interval.All;
    }

    /// <summary>A negative operand bounds the result: more bits bring it nearer to -1.</summary>
    public static Interval Or(Interval a, Interval b)
    {
        if (a.IsOne && b.IsOne) return Interval.Only(a.Low | b.Low);
        if (a.IsNonnegative && b.IsNonnegative)
            return new(Math.Max(a.Low, b.Low), Interval.Ones(Math.Max(a.High, b.High)));
        if (a.High < 0) return new(a.Low, -1);
        return b.High < 0 ? new(b.Low, -1) : AsWide(a, b);
    }

    public static Interval Xor(Interval a, Interval b)
    {
        if (a.IsOne && b.IsOne) return Interval.Only(a.Low ^ b.Low);
        return a.IsNonnegative && b.IsNonnegative ? new(0, Interval.Ones(Math.Max(a.High, b.High))) : AsWide(a, b);
    }

    /// <summary>Numbers of two's complement with as many bits as both have: what is above is copies of the sign.</summary>
    static Interval AsWide(Interval a, Interval b)
    {
        long highest = Interval.Ones(Math.Max(Math.Max(a.High, ~a.Low), Math.Max(b.High, ~b.Low)));
        return new(~highest, highest);
    }

    /// <summary>A count of 8 bits, of which the processor looks at five, or six for 64-bit operands.</summary>
    public static Interval Count(Interval count, int bits)
    {
        long mask = bits == 64 ? 63 : 31;
        Interval low = count.Truncate(8);
        if (low.IsOne) return Interval.Only(low.Low & mask);
        return low.High <= mask ? low : new(0, mask);
    }

    /// <param name="count">From <see cref="Count"/>.</param>
    public static Interval ShiftLeft(Interval a, Interval count, int bits) => !a.IsNonnegative
        ? count == Interval.Only(0) ? a : Interval.Full(bits)
        : Interval.Wrap((Int128)a.Low << (int)count.Low, (Int128)a.High << (int)count.High, bits);

    /// <inheritdoc cref="ShiftLeft"/>
    public static Interval ShiftRight(Interval a, Interval count)
    {
        if (a.IsNonnegative) return new(a.Low >> (int)count.High, a.High >> (int)count.Low);
        return count.Low == 0 ? count.High == 0 ? a : Interval.All : new(0, (long)(ulong.MaxValue >> (int)count.Low));
    }

    /// <inheritdoc cref="ShiftLeft"/>
    public static Interval ShiftRightSigned(Interval a, Interval count, int bits)
    {
        Interval signed = a.SignExtend(bits);
        int least = (int)count.Low, most = (int)count.High;
        return Interval.Wrap(
            Math.Min(signed.Low >> least, signed.Low >> most), Math.Max(signed.High >> least, signed.High >> most), bits);
    }

    /// <summary><c>bzhi</c>, <c>bextr</c>, <c>blsr</c>, <c>blsi</c>: bits of a number, none beyond its highest, at or below their
    /// places.</summary>
    public static Interval BitsOf(Interval a) => a.IsNonnegative ? new(0, a.High) : Interval.All;

    /// <summary><c>blsmsk</c>: ones up to the lowest bit that is set; of zero, all ones.</summary>
    public static Interval MaskUpToLowestBit(Interval a, int bits) =>
        a.Low > 0 ? new(1, Interval.Ones(a.High)) : Interval.Full(bits);

    /// <summary><c>pdep</c>: bits only where the mask has some.</summary>
    public static Interval Deposit(Interval mask) => BitsOf(mask);

    /// <summary><c>pext</c>: as many bits as the mask has, at most.</summary>
    public static Interval Extract(Interval mask) => mask.IsNonnegative ? new(0, Interval.Ones(mask.High)) : Interval.All;

    /// <summary>Unsigned division. Where the processor may trap, by a zero divisor or a quotient that doesn't fit, it may go on
    /// for a while with what a division before left, also another program's (AMD-SB-7008): so nothing is known.</summary>
    /// <param name="high">The dividend's upper half.</param>
    public static Interval Quotient(Interval high, Interval low, Interval divisor, int bits) =>
        CannotTrap(high, divisor) && low.IsNonnegative ? new(0, low.High) : Interval.Full(bits);

    /// <inheritdoc cref="Quotient"/>
    public static Interval Remainder(Interval high, Interval divisor, int bits) =>
        CannotTrap(high, divisor) ? new(0, divisor.High - 1) : Interval.Full(bits);

    static bool CannotTrap(Interval high, Interval divisor) => high == Interval.Only(0) && divisor.Low > 0;
}
