using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>Binary search without a jump that depends on the data: its time depends on the array's length alone.</summary>
public static unsafe class RangeSearch
{
    /// <summary>The index of the last element that isn't above <paramref name="key"/>, in an ascending array; 0 if there is
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LastNotAbove(NativeArray<uint> ascending, uint key)
    {
        uint* items = ascending.Pointer;
        nuint at = 0;
        for (nuint count = (nuint)(uint)ascending.Length; count > 1;)
        {
            nuint half = count >> 1;
            at += half & (nuint)(nint)(-(items[at + half] <= key ? 1 : 0));
            count -= half;
        }
        return (int)at;
    }

    /// <inheritdoc cref="LastNotAbove(NativeArray{uint}, uint)"/>
    public static int LastNotAbove(NativeArray<UInt128> ascending, UInt128 key)
    {
        UInt128* items = ascending.Pointer;
        ulong keyHigh = (ulong)(key >> 64), keyLow = (ulong)key;
        nuint at = 0;
        for (nuint count = (nuint)(uint)ascending.Length; count > 1;)
        {
            nuint half = count >> 1;
            ulong high = (ulong)(items[at + half] >> 64), low = (ulong)items[at + half];
            int isNotAbove = (high < keyHigh ? 1 : 0) | ((high == keyHigh ? 1 : 0) & (low <= keyLow ? 1 : 0));
            at += half & (nuint)(nint)(-isNotAbove);
            count -= half;
        }
        return (int)at;
    }
}
