using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Runtime.Scheduling;

/// <summary>Which tenant of an lcore runs next: start-time fair queueing (Goyal, Vin and Cheng, 1996) in CPU cycles that are
/// charged after the fact, on virtual time in steps, kept in a wheel whose first used bucket is found by two bit scans. A
/// decision costs the same for any number of tenants.</summary>
/// <remarks>
/// A tenant's virtual time is where its next burst begins: the cycles that it was charged, by its weight. Who is least far
/// runs.
/// <code>
///   virtual time   |  bucket, 1,024 of them from `now` on                |  step |      units of 1/1,024 cycle at weight 1
///   bucket         head -> tenant -> tenant -> none                             last in, first out
///   summary bit i: word i isn't 0;  word i bit j: bucket 64 i + j isn't empty
/// </code>
/// What lies beyond the last bucket waits in it, and is put further on when its turn comes. A tenant that wakes and is due is
/// served before the wheel, in the order of waking: what a light tenant waits for is one burst, and not a round of all.
/// <para>Raw code: of one lcore, no allocation, no throw. Between <see cref="Next"/> and <see cref="Charge"/> nobody
/// wakes.</para>
/// </remarks>
unsafe struct FairQueue
{
    public const int TenantsMax = 4_096;

    /// <summary>Largest weight: with it, a charge of one cycle still counts.</summary>
    public const int WeightMax = 1 << 16;

    const int Buckets = 1_024, Words = Buckets / 64;
    const ushort None = ushort.MaxValue;
    /// <summary>Units of virtual time in a cycle at weight 1: fine enough for cheap bursts of heavy tenants. 63 bits then last
    /// some forty days (<see cref="StartAgain"/>).</summary>
    const int UnitBits = 10;
    /// <summary>Of the heaviest tenant: shares are exact to a step. A tenant with less than a hundredth of its weight is put
    /// further on once or more for each of its bursts, which are seldom.</summary>
    const int StepsPerBurst = 8;
    /// <summary>Of the inverse of a weight.</summary>
    const int InverseBits = 24;

    /// <summary>16 bytes: four to a line.</summary>
    struct Tenant
    {
        public ulong Time;
        public uint Inverse;
        /// <summary>In its bucket, or of those that woke.</summary>
        public ushort Next;
        public bool IsActive;
    }

    Tenant* tenants;
    uint* weights;
    ushort* heads;
    ulong* words;
    uint summary;
    int count, stepBits;
    /// <summary>The bucket that virtual time is in, counted from the start of time.</summary>
    ulong now;
    /// <summary>The furthest virtual time that anybody has.</summary>
    ulong last;
    ushort firstWaker, lastWaker;
    bool isWaker;

    /// <param name="weights">One a tenant, 1 to <see cref="WeightMax"/>.</param>
    /// <param name="burstCycles">That a burst is to cost at most.</param>
    /// <param name="start">Where time starts, in buckets.</param>
    /// <remarks>Control plane. <see cref="Free"/> gives the memory back.</remarks>
    public static FairQueue Create(ReadOnlySpan<uint> weights, uint burstCycles, ulong start = 0)
    {
        int count = weights.Length;
        if (count is 0 or > TenantsMax) throw new ArgumentOutOfRangeException(nameof(weights), count, "1 to 4,096 tenants");
        FairQueue queue = new()
        {
            tenants = (Tenant*)NativeMemory.AlignedAlloc((nuint)count * (nuint)sizeof(Tenant), 64),
            weights = (uint*)NativeMemory.AllocZeroed((nuint)count, sizeof(uint)),
            heads = (ushort*)NativeMemory.AlignedAlloc(Buckets * sizeof(ushort), 64),
            words = (ulong*)NativeMemory.AlignedAlloc(Words * sizeof(ulong), 64),
            count = count, now = start, firstWaker = None, lastWaker = None,
        };
        new Span<Tenant>(queue.tenants, count).Clear();
        new Span<ushort>(queue.heads, Buckets).Fill(None);
        new Span<ulong>(queue.words, Words).Clear();
        uint heaviest = 1;
        for (int tenant = 0; tenant < count; tenant++)
        {
            queue.SetWeight(tenant, weights[tenant]);
            heaviest = Math.Max(heaviest, weights[tenant]);
        }
        queue.stepBits = BitOperations.Log2(Math.Max(burstCycles / heaviest / StepsPerBurst, 1)) + UnitBits;
        return queue;
    }

    public void Free()
    {
        NativeMemory.AlignedFree(tenants);
        NativeMemory.Free(weights);
        NativeMemory.AlignedFree(heads);
        NativeMemory.AlignedFree(words);
    }

    /// <summary>From its next charge on. What a sleeping tenant still owes is scaled with it: it owes time, and its time goes
    /// by at another pace now.</summary>
    public void SetWeight(int tenant, uint weight)
    {
        if (weight is 0 or > WeightMax) throw new ArgumentOutOfRangeException(nameof(weight), weight, "1 to 65,536");
        Tenant* it = tenants + tenant;
        ulong start = now << stepBits;
        if (!it->IsActive && it->Time > start) it->Time = start + (ulong)((UInt128)(it->Time - start) * weights[tenant] / weight);
        weights[tenant] = weight;
        it->Inverse = (1u << InverseBits) / weight;
    }

    /// <summary>Its queue isn't empty any more. One that slept begins where virtual time is: sleeping earns nothing, and what
    /// it owes from before is still owed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Wake(int tenant)
    {
        Tenant* it = tenants + tenant;
        if (it->IsActive) return;
        it->IsActive = true;
        ulong start = now << stepBits;
        if (it->Time < start) it->Time = start;
        if (it->Time >> stepBits > now)
        {
            Insert(tenant);
            return;
        }
        it->Next = None;
        if (firstWaker == None) firstWaker = (ushort)tenant;
        else tenants[lastWaker].Next = (ushort)tenant;
        lastWaker = (ushort)tenant;
    }

    /// <summary>Who is to run a burst now, and be charged for it; -1: all queues are empty. Then all debts are forgotten:
    /// nobody waited for what was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        isWaker = firstWaker != None;
        if (isWaker) return firstWaker;
        while (summary != 0)
        {
            uint bucket = FirstBucket();
            int tenant = heads[bucket];
            if (tenants[tenant].Time >> stepBits <= now) return tenant;
            PutFurther(tenant, bucket);
        }
        now = Math.Max(now, last >> stepBits);
        return -1;
    }

    /// <summary>Pays for the burst of whom <see cref="Next"/> named.</summary>
    /// <param name="cycles">What it really cost.</param>
    /// <param name="hasMore">Its queue isn't empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(int tenant, uint cycles, bool hasMore)
    {
        Tenant* it = tenants + tenant;
        // One unit more: no burst is free, however cheap it is and heavy its tenant.
        ulong time = it->Time + 1 + (((ulong)cycles * it->Inverse) >> (InverseBits - UnitBits));
        it->Time = time;
        if (time > last)
        {
            last = time;
            if ((long)time < 0) time = StartAgain(tenant);
        }
        if (isWaker)
        {
            firstWaker = firstWaker == lastWaker ? None : it->Next;
        }
        else
        {
            if (hasMore && time >> stepBits <= now) return;
            Remove(tenant, (uint)now % Buckets);
        }
        it->IsActive = hasMore;
        if (hasMore) Insert(tenant);
    }

    /// <summary>Virtual time goes on to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    uint FirstBucket()
    {
        uint current = (uint)now % Buckets;
        int word = (int)current / 64;
        ulong bits = words[word] & ulong.MaxValue << (int)current;
        if (bits == 0)
        {
            // Words behind this one first, then round to it again, whose lower bits are the furthest buckets.
            uint turned = BitOperations.RotateRight(summary | summary << Words, word + 1) & (1u << Words) - 1;
            word = (word + 1 + BitOperations.TrailingZeroCount(turned)) % Words;
            bits = words[word];
        }
        uint found = (uint)(word * 64 + BitOperations.TrailingZeroCount(bits));
        now += (found - current) % Buckets;
        return found;
    }

    /// <summary>Time counts from now, by whole turns of the wheel, so that all stay in their buckets. What lies before it is of
    /// sleepers.</summary>
    /// <returns>The tenant's new time.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong StartAgain(int tenant)
    {
        ulong turns = now / Buckets * Buckets, start = turns << stepBits;
        for (int i = 0; i < count; i++) tenants[i].Time = Math.Max(tenants[i].Time, start) - start;
        last -= start;
        now -= turns;
        return tenants[tenant].Time;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void PutFurther(int tenant, uint bucket)
    {
        Remove(tenant, bucket);
        Insert(tenant);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Insert(int tenant)
    {
        ulong at = Math.Min(tenants[tenant].Time >> stepBits, now + Buckets - 1);
        uint bucket = (uint)at % Buckets;
        tenants[tenant].Next = heads[bucket];
        heads[bucket] = (ushort)tenant;
        words[bucket / 64] |= 1ul << (int)bucket;
        summary |= 1u << (int)(bucket / 64);
    }

    /// <param name="tenant">The first of the bucket.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Remove(int tenant, uint bucket)
    {
        heads[bucket] = tenants[tenant].Next;
        if (heads[bucket] != None) return;
        ulong bits = words[bucket / 64] & ~(1ul << (int)bucket);
        words[bucket / 64] = bits;
        if (bits == 0) summary &= ~(1u << (int)(bucket / 64));
    }
}
