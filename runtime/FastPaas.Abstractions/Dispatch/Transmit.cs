using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>Where packets leave a graph: sent on a port, or freed. Each of a burst's lanes goes through here once.</summary>
public static unsafe class Transmit
{
    /// <summary>Sends the whole burst, as it stands.</summary>
    /// <param name="port">The port's id.</param>
    /// <param name="sentCounter">Slot of what the device took.</param>
    /// <param name="fullCounter">Slot of what it didn't, which is freed: drop reason <c>tx_full</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void All(LcoreContext* lcore, nuint port, nuint count, nuint sentCounter, nuint fullCounter)
    {
        TransmitQueue* queue = lcore->Transmit + port;
        nuint sent = queue->Send(queue->Queue, lcore->Burst, (ushort)count);
        LaneMasks.Add(lcore->Counters, sentCounter, sent);
        if (sent < count) FreeRefused(lcore, lcore->Burst, sent, count, fullCounter);
    }

    /// <summary>Sends some lanes, ascending.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Some(LcoreContext* lcore, nuint port, ulong lanes, nuint sentCounter, nuint fullCounter)
    {
        if (lanes == 0) return;
        nuint count = Compress(lcore->Burst, lanes, lcore->Scratch);
        TransmitQueue* queue = lcore->Transmit + port;
        nuint sent = queue->Send(queue->Queue, lcore->Scratch, (ushort)count);
        LaneMasks.Add(lcore->Counters, sentCounter, sent);
        if (sent < count) FreeRefused(lcore, lcore->Scratch, sent, count, fullCounter);
    }

    /// <summary>Frees the lanes that ended in a drop; the caller has counted them by reason.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Drop(LcoreContext* lcore, ulong lanes)
    {
        nuint count = Compress(lcore->Burst, lanes, lcore->Scratch);
        lcore->FreeBulk(lcore->Scratch, (uint)count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void FreeRefused(LcoreContext* lcore, Mbuf** packets, nuint sent, nuint count, nuint fullCounter)
    {
        LaneMasks.Add(lcore->Counters, fullCounter, count - sent);
        lcore->FreeBulk(packets + sent, (uint)(count - sent));
    }

    /// <summary>Gathers the pointers of <paramref name="lanes"/>, ascending, four lanes a step; both arrays have room for
    /// 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Compress(Mbuf** burst, ulong lanes, Mbuf** packed)
    {
        nuint count = 0;
        if (!Avx2.IsSupported)
        {
            for (; lanes != 0; lanes &= lanes - 1) packed[count++] = burst[(nuint)BitOperations.TrailingZeroCount(lanes)];
            return count;
        }

        int* table = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Permutations));
        for (nuint lane = 0; lanes != 0; lane += 4)
        {
            nuint four = (nuint)(lanes & 15);
            Vector256<int> pointers = Vector256.Load((int*)(burst + lane));
            // What lies behind the chosen ones is overwritten by the next step, or never looked at.
            Avx2.PermuteVar8x32(pointers, Vector256.Load(table + four * 8)).Store((int*)(packed + count));
            count += (nuint)BitOperations.PopCount(four);
            lanes >>= 4;
        }

        return count;
    }

    /// <summary>For each set of four lanes the 32-bit halves of its pointers, moved to the front.</summary>
    static ReadOnlySpan<int> Permutations =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 2, 3, 0, 1, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        4, 5, 0, 1, 2, 3, 6, 7, 0, 1, 4, 5, 2, 3, 6, 7, 2, 3, 4, 5, 0, 1, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        6, 7, 0, 1, 2, 3, 4, 5, 0, 1, 6, 7, 2, 3, 4, 5, 2, 3, 6, 7, 0, 1, 4, 5, 0, 1, 2, 3, 6, 7, 4, 5,
        4, 5, 6, 7, 0, 1, 2, 3, 0, 1, 4, 5, 6, 7, 2, 3, 2, 3, 4, 5, 6, 7, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7,
    ];
}
