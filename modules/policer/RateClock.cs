using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>How many tokens a rate has given by now: floor(cycles * rate / cycles per second), plus those at the start. RFC 2697
/// section 3 adds a token "CIR times per second"; this counts those times. Exact: what a division leaves is carried on, so it
/// doesn't matter how often it is asked, and all lcores count the same.</summary>
/// <remarks>A clock that goes back stands still for that step and goes on from there: no token comes twice, none is lost.
/// </remarks>
public struct RateClock
{
    readonly ulong bytesPerSecond;
    readonly ulong cyclesPerSecond;
    /// <summary>floor((2^64 - 1) / cyclesPerSecond): the high half of a product with it is the quotient or one less.</summary>
    readonly ulong reciprocal;
    /// <summary>Beyond it a step's product doesn't fit 64 bits, or the step is one back.</summary>
    readonly ulong stepCyclesMax;
    ulong lastCycles;
    ulong remainder;
    ulong givenBytes;

    /// <param name="startBytes">Given before cycle 0.</param>
    public RateClock(ulong bytesPerSecond, ulong cyclesPerSecond, ulong startBytes)
    {
        this.bytesPerSecond = bytesPerSecond;
        this.cyclesPerSecond = cyclesPerSecond;
        reciprocal = ulong.MaxValue / cyclesPerSecond;
        stepCyclesMax = Math.Min(long.MaxValue, (ulong.MaxValue - cyclesPerSecond) / bytesPerSecond);
        givenBytes = startBytes;
    }

    /// <summary>The bytes given by <paramref name="nowCycles"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Advance(ulong nowCycles)
    {
        ulong step = nowCycles - lastCycles;
        lastCycles = nowCycles;
        if (step <= stepCyclesMax) Give(step);
        else Leap(step);
        return givenBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Give(ulong stepCycles)
    {
        ulong product = stepCycles * bytesPerSecond + remainder;
        ulong quotient = Math.BigMul(product, reciprocal, out _);
        ulong rest = product - quotient * cyclesPerSecond;
        ulong one = rest >= cyclesPerSecond ? 1ul : 0ul;
        givenBytes += quotient + one;
        remainder = rest - (cyclesPerSecond & (0 - one));
    }

    /// <summary>The first burst, one after a long silence, and a clock that went back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Leap(ulong stepCycles)
    {
        if (stepCycles >> 63 != 0) return;
        givenBytes += stepCycles / cyclesPerSecond * bytesPerSecond;
        ulong rest = stepCycles % cyclesPerSecond;
        for (; rest > stepCyclesMax; rest -= stepCyclesMax) Give(stepCyclesMax);
        Give(rest);
    }
}
