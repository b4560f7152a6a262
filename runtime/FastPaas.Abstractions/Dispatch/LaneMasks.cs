using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>Arithmetic on lane masks, as generated code writes it.</summary>
public static class LaneMasks
{
    /// <summary>The lanes 0 to <paramref name="count"/> - 1; count is 0 to 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong First(nuint count)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ZeroHighBits(ulong.MaxValue, count);
        return count >= 64 ? ulong.MaxValue : (1ul << (int)count) - 1;
    }

    /// <summary>Number of packets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Count(ulong lanes) => (ulong)BitOperations.PopCount(lanes);

    /// <summary>The lowest lane; the mask isn't empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Lowest(ulong lanes) => (nuint)BitOperations.TrailingZeroCount(lanes);

    /// <summary>The mask without its lowest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WithoutLowest(ulong lanes) => lanes & (lanes - 1);
}
