using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>A set of packets of one burst: bit i is lane i. <c>foreach (int lane in mask)</c> visits them ascending.</summary>
public readonly record struct LaneMask(ulong Bits)
{
    public static LaneMask None => default;

    public int Count => BitOperations.PopCount(Bits);

    public bool IsEmpty => Bits == 0;

    public bool Contains(int lane) => (Bits >> lane & 1) != 0;

    public static LaneMask Of(int lane) => new(1ul << lane);

    /// <summary>The lane if <paramref name="condition"/>, else none: a conditional move, not a jump.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneMask Of(int lane, bool condition) => new((condition ? 1ul : 0ul) << lane);

    /// <summary>The lanes in whose value bit <paramref name="bit"/> is set; one value a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe LaneMask OfBit(LaneArray<byte> values, int bit) =>
        new(LaneCompare.Bit(values.Pointer, bit & 7, HeaderLanes.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneMask operator &(LaneMask left, LaneMask right) => new(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneMask operator |(LaneMask left, LaneMask right) => new(left.Bits | right.Bits);

    /// <summary>The lanes of <paramref name="left"/> that are not in <paramref name="right"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneMask operator -(LaneMask left, LaneMask right) => new(left.Bits & ~right.Bits);

    public LaneEnumerator GetEnumerator() => new(Bits);
}

/// <summary>tzcnt and blsr: one lane an iteration, no test but "is any left".</summary>
public ref struct LaneEnumerator(ulong bits)
{
    ulong rest = bits;
    int lane;

    public readonly int Current => lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (rest == 0) return false;
        lane = BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        return true;
    }
}
