using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>Arithmetic on lane masks, as generated code writes it.</summary>
public static unsafe class LaneMasks
{
    /// <summary>The lanes 0 to <paramref name="count"/> - 1; count is 0 to 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong First(nuint count)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ZeroHighBits(ulong.MaxValue, count);
        return count >= 64 ? ulong.MaxValue : (1ul << (int)count) - 1;
    }

    /// <summary>Adds the number of packets to a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(ulong* counters, nuint slot, ulong lanes) => Add(counters, slot, Popcnt.X64.IsSupported
        ? Popcnt.X64.PopCount(lanes)
        : (ulong)BitOperations.PopCount(lanes));

    /// <summary>Written out, because <c>+=</c> computes the counter's address in an instruction of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ulong* counters, nuint slot, ulong packets) => counters[slot] = counters[slot] + packets;

    /// <summary>How many lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Size(ulong lanes) => (nuint)BitOperations.PopCount(lanes);

    /// <summary>The lowest lane; the mask isn't empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Lowest(ulong lanes) => Bmi1.X64.IsSupported
        ? (nuint)Bmi1.X64.TrailingZeroCount(lanes)
        : (nuint)BitOperations.TrailingZeroCount(lanes);

    /// <summary>The mask without its lowest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WithoutLowest(ulong lanes) => lanes & (lanes - 1);

    /// <summary>From dense to lanes: bit i of <paramref name="packed"/> becomes that of the i-th of <paramref name="lanes"/>;
    /// bits beyond them go nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Spread(ulong packed, ulong lanes)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitDeposit(packed, lanes);
        ulong spread = 0;
        for (ulong rest = lanes; rest != 0; rest = WithoutLowest(rest), packed >>= 1)
            spread |= (packed & 1) * (rest & (~rest + 1));
        return spread;
    }
}
