using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>Time as a <see cref="FlowTable"/> has it: each class of flows counts ticks of a 64th of its timeout, modulo 256; and
/// the pace of the sweep that looks at all ages.</summary>
/// <remarks>A flow that was seen in tick t has timed out once the class is beyond t + 64, never before. Modulo 256 that can be
/// told as long as every age is looked at in time: so in one round of the sweep a class counts at most <see
/// cref="RoundTicksMax"/> ticks. A flow moves to a group that was swept already at most once a round, so two rounds lie between
/// two looks at it at most but for a rest, and 64 + 3 * 63 fits. Where the sweep can't follow, flows time out late, never
/// early.</remarks>
unsafe struct FlowClock
{
    public const byte TimeoutTicks = 64, RoundTicksMax = 63;

    /// <summary>A round of the sweep takes so much of the shortest timeout.</summary>
    const int RoundsPerTimeout = 8;

    fixed ulong tickCycles[FlowClasses.Count];
    fixed ulong nextCycles[FlowClasses.Count];
    fixed byte roundTicks[FlowClasses.Count];
    fixed byte ticks[16];
    ulong nextAny;
    ulong roundCycles;

    /// <param name="timeoutSeconds">By <see cref="FlowClass"/>.</param>
    public FlowClock(ReadOnlySpan<uint> timeoutSeconds, ulong cyclesPerSecond)
    {
        ulong shortest = ulong.MaxValue;
        for (int each = 0; each < FlowClasses.Count; each++)
        {
            tickCycles[each] = Math.Max(timeoutSeconds[each] * cyclesPerSecond / TimeoutTicks, 1);
            shortest = Math.Min(shortest, tickCycles[each]);
        }
        roundCycles = shortest * TimeoutTicks / RoundsPerTimeout;
    }

    /// <summary>The tick of each class.</summary>
    public readonly Vector128<byte> Now
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.ReadUnaligned<Vector128<byte>>(in ticks[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte Of(uint flowClass) => ticks[flowClass];

    /// <summary>Between two groups of the sweep.</summary>
    public readonly ulong SweepCycles(nuint groups) => Math.Max(roundCycles / groups, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(ulong nowCycles)
    {
        if (nowCycles >= nextAny) Tick(nowCycles);
    }

    /// <summary>All groups have been swept.</summary>
    public void EndRound()
    {
        for (int each = 0; each < FlowClasses.Count; each++) roundTicks[each] = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Tick(ulong nowCycles)
    {
        nextAny = ulong.MaxValue;
        for (int each = 0; each < FlowClasses.Count; each++)
        {
            if (nowCycles >= nextCycles[each])
            {
                // The first look starts the clock.
                ulong due = nextCycles[each] == 0 ? 0 : (nowCycles - nextCycles[each]) / tickCycles[each] + 1;
                byte counted = (byte)Math.Min(due, (ulong)(RoundTicksMax - roundTicks[each]));
                ticks[each] += counted;
                roundTicks[each] += counted;
                nextCycles[each] = nowCycles - nowCycles % tickCycles[each] + tickCycles[each];
            }
            nextAny = Math.Min(nextAny, nextCycles[each]);
        }
    }
}
