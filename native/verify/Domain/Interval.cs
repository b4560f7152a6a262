using System;
using System.Numerics;

namespace FastPaas.Verify.Domain;

/// <summary>The 64-bit numbers from <paramref name="Low"/> to <paramref name="High"/>, signed, both included. A number of fewer
/// bits is held as the unsigned one that the processor's zero-extension would make of it.</summary>
public readonly record struct Interval(long Low, long High)
{
    public static readonly Interval All = new(long.MinValue, long.MaxValue);

    public static Interval Only(long value) => new(value, value);

    /// <summary>Every number of a width.</summary>
    public static Interval Full(int bits) => bits == 64 ? All : new(0, (long)Mask(bits));

    /// <summary>What lies between exact results of an operation, after the hardware kept <paramref name="bits"/> of them: the
    /// same interval, shifted, when all of it shifts by one multiple of 2^bits, else anything.</summary>
    public static Interval Wrap(Int128 low, Int128 high, int bits)
    {
        if (bits == 64)
            return low < long.MinValue || high > long.MaxValue ? All : new((long)low, (long)high);
        Int128 turns = low >> bits;
        return turns != high >> bits ? Full(bits) : new((long)(low - (turns << bits)), (long)(high - (turns << bits)));
    }

    public bool IsOne => Low == High;

    public bool IsNonnegative => Low >= 0;

    public bool Contains(long value) => value >= Low && value <= High;

    public bool IsWithin(Interval other) => Low >= other.Low && High <= other.High;

    /// <summary>The low bits, as zero-extension leaves them.</summary>
    public Interval Truncate(int bits) => Wrap(Low, High, bits);

    /// <summary>Numbers of <paramref name="bits"/> bits, read as signed ones.</summary>
    public Interval SignExtend(int bits)
    {
        if (bits == 64) return this;
        long half = 1L << (bits - 1);
        if (High < half) return this;
        return Low >= half ? new(Low - 2 * half, High - 2 * half) : new(-half, half - 1);
    }

    /// <summary>Null: nothing is in both.</summary>
    public Interval? Meet(Interval other)
    {
        Interval both = new(Math.Max(Low, other.Low), Math.Min(High, other.High));
        return both.Low <= both.High ? both : null;
    }

    public Interval Join(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>A bound that still moves jumps to the next of a few, so that a loop's analysis ends.</summary>
    public Interval Widen(Interval next)
    {
        long low = next.Low >= Low ? Low : next.Low >= 0 ? 0 : next.Low >= int.MinValue ? int.MinValue : long.MinValue;
        if (next.High <= High) return new(low, High);
        foreach (int bits in (ReadOnlySpan<int>)[8, 16, 31, 32])
            if (next.High <= (long)Mask(bits)) return new(low, (long)Mask(bits));
        return new(low, long.MaxValue);
    }

    /// <summary>All that can be in a register of which the low <paramref name="bits"/> were written: the rest of
    /// <paramref name="old"/> stays, as writes of 8 and 16 bits leave it.</summary>
    public static Interval Insert(Interval old, Interval low, int bits)
    {
        long keep = ~(long)Mask(bits);
        return new((old.Low & keep) + low.Low, (old.High & keep) + low.High);
    }

    /// <summary>The same for <c>ah</c> and its like: bits 8 to 15 can be anything.</summary>
    public static Interval InsertHigh(Interval old) => new(old.Low & ~0xffffL, old.High | 0xffff);

    /// <summary>The smallest 2^n - 1 that isn't below a nonnegative number.</summary>
    public static long Ones(long value) =>
        value == 0 ? 0 : (long)(ulong.MaxValue >> BitOperations.LeadingZeroCount((ulong)value));

    static ulong Mask(int bits) => ulong.MaxValue >> (64 - bits);
}
