using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace FastPaas.Modules;

/// <summary>The two buckets of RFC 2697, as two words that all lcores share.</summary>
/// <remarks>
/// Tc and Tc + Te are each a plain bucket at the committed rate: Tc holds at most CBS, and the sum, which grows unless both are
/// full, at most CBS + EBS. A plain bucket is one number, the count of given bytes (<see cref="RateClock"/>) at which it would
/// have been empty: it holds min(size, given - number), and to take bytes is to add them. So a word is a bucket, and one exchange
/// of it takes a whole burst's bytes. Lcores whose clocks differ by a little read a little less than there is, never more.
/// </remarks>
struct Meter
{
    const int Committed = 0;
    const int Both = 1;

    readonly NativeArray<ulong> emptyAt;
    readonly ulong committedBytesMax;
    readonly ulong bothBytesMax;
    readonly bool isShared;

    public Meter(ulong committedBytesMax, ulong excessBytesMax, ModuleHeap heap)
    {
        emptyAt = heap.Shared<ulong>(2);
        this.committedBytesMax = committedBytesMax;
        bothBytesMax = committedBytesMax + excessBytesMax;
        isShared = heap.Lcores > 1;
    }

    public readonly bool HasExcess => bothBytesMax != committedBytesMax;

    /// <summary>What the buckets hold once <paramref name="givenBytes"/> were given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Balance Look(ulong givenBytes)
    {
        // The sum first: whoever changes Tc has changed the sum before, so a sum that still stands at the take vouches for Tc.
        Balance balance = default;
        balance.BothSeen = HasExcess ? Volatile.Read(ref emptyAt[Both]) : 0;
        balance.CommittedSeen = Volatile.Read(ref emptyAt[Committed]);
        balance.CommittedFrom = Math.Max(balance.CommittedSeen, givenBytes - committedBytesMax);
        balance.Committed = givenBytes - Math.Min(balance.CommittedFrom, givenBytes);
        if (!HasExcess) return balance;
        balance.BothFrom = Math.Max(balance.BothSeen, givenBytes - bothBytesMax);
        ulong both = givenBytes - Math.Min(balance.BothFrom, givenBytes);
        balance.Excess = both - Math.Min(both, balance.Committed);
        return balance;
    }

    /// <summary>Takes bytes that <see cref="Look"/> has seen; false: another lcore was faster, nothing is taken.</summary>
    /// <remarks>The sum goes first, so that in between another lcore sees less excess than there is, never more.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryTake(in Balance balance, ulong greenBytes, ulong yellowBytes)
    {
        ulong committed = greenBytes != 0 ? balance.CommittedFrom + greenBytes : balance.CommittedSeen;
        if (!isShared)
        {
            emptyAt[Committed] = committed;
            if (HasExcess) emptyAt[Both] = balance.BothFrom + greenBytes + yellowBytes;
            return true;
        }
        return TryTakeShared(balance, committed, greenBytes + yellowBytes);
    }

    readonly bool TryTakeShared(in Balance balance, ulong committed, ulong bytes)
    {
        if (bytes == 0) return true;
        if (HasExcess && Interlocked.CompareExchange(ref emptyAt[Both], balance.BothFrom + bytes, balance.BothSeen)
            != balance.BothSeen) return false;
        if (committed == balance.CommittedSeen
            || Interlocked.CompareExchange(ref emptyAt[Committed], committed, balance.CommittedSeen) == balance.CommittedSeen)
            return true;
        if (HasExcess) Interlocked.Add(ref emptyAt[Both], 0 - bytes);
        return false;
    }

    /// <summary>What one look at the buckets found, in bytes, and the words that it found it in.</summary>
    public struct Balance
    {
        public ulong Committed;
        public ulong Excess;
        internal ulong CommittedSeen;
        internal ulong CommittedFrom;
        internal ulong BothSeen;
        internal ulong BothFrom;
    }
}
