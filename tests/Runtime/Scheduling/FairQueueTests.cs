using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Runtime.Scheduling;
using Xunit;

namespace FastPaas.Runtime.Tests.Scheduling;

/// <summary>Decisions against a sorted list that does the same by its definition; shares against weights, with round robin,
/// which must fail where fair queueing holds.</summary>
public sealed class FairQueueTests
{
    const uint BurstCycles = 52_000;

    public static IEnumerable<int> Seeds => Enumerable.Range(0, 40);

    /// <summary>Whoever wakes and is due goes first, in that order; else one of the first bucket; and virtual time never goes
    /// back. Charges reach from nothing to far beyond the wheel.</summary>
    [Test]
    [MethodDataSource(nameof(Seeds))]
    public void Each_decision_is_one_that_start_time_fair_queueing_makes(int seed)
    {
        Random random = new(seed);
        int heaviest = seed % 2 == 0 ? 9 : 1_000;
        uint[] weights = [.. Enumerable.Range(0, random.Next(1, 70)).Select(_ => (uint)random.Next(1, heaviest))];
        FairQueue queue = FairQueue.Create(weights, BurstCycles);
        try
        {
            Model model = new(weights);
            for (int step = 0; step < 5_000; step++)
            {
                int sleeper = random.Next(weights.Length);
                queue.Wake(sleeper);
                model.Wake(sleeper);
                int next = queue.Next();
                Assert.True(model.Allows(next), $"step {step}: {next}");
                if (next < 0) continue;
                uint cycles = random.Next(100) == 0 ? (uint)random.Next() : (uint)random.Next(2 * (int)BurstCycles);
                bool hasMore = random.Next(4) != 0;
                queue.Charge(next, cycles, hasMore);
                model.Charge(next, cycles, hasMore);
            }
        }
        finally
        {
            queue.Free();
        }
    }

    [Test]
    [Arguments(2), Arguments(8), Arguments(64), Arguments(512), Arguments(1_000)]
    public void Cycles_by_weight_are_equal_whatever_a_burst_costs(int tenants)
    {
        uint[] weights = Weights(tenants);
        FairQueue queue = FairQueue.Create(weights, BurstCycles);
        double jain = Jain(weights, () => queue.Next(), (tenant, cycles) => queue.Charge(tenant, cycles, true),
            tenant => queue.Wake(tenant));
        Assert.InRange(jain, 0.999, 1);
        queue.Free();
    }

    /// <summary>The control: turns by weight, which count bursts and not what they cost.</summary>
    [Test]
    [Arguments(8), Arguments(64)]
    public void Round_robin_fails_that_test(int tenants)
    {
        uint[] weights = Weights(tenants);
        int at = -1;
        uint left = 0;
        Assert.InRange(Jain(weights, Next, (_, _) => left--, _ => { }), 0, 0.9);

        int Next()
        {
            if (left > 0) return at;
            at = (at + 1) % tenants;
            left = weights[at];
            return at;
        }
    }

    /// <summary>What one has more than another, by weight, is at most a burst of each and a step of virtual time.</summary>
    [Test]
    public void No_backlogged_tenant_is_ever_more_than_a_burst_ahead_of_another()
    {
        uint[] weights = [1, 2, 3, 5, 8, 13];
        FairQueue queue = FairQueue.Create(weights, BurstCycles);
        double[] got = new double[weights.Length];
        Random random = new(1);
        for (int tenant = 0; tenant < weights.Length; tenant++) queue.Wake(tenant);
        for (int i = 0; i < 100_000; i++)
        {
            int tenant = queue.Next();
            uint cycles = (uint)random.Next((int)BurstCycles);
            queue.Charge(tenant, cycles, true);
            got[tenant] += (double)cycles / weights[tenant];
            Assert.InRange(got.Max() - got.Min(), 0, BurstCycles + BurstCycles / weights.Max() * 2);
        }
        queue.Free();
    }

    [Test]
    public void Sleeping_earns_nothing()
    {
        FairQueue queue = FairQueue.Create([1, 1], BurstCycles);
        queue.Wake(1);
        for (int i = 0; i < 1_000; i++) queue.Charge(queue.Next(), 10_000, true);
        queue.Wake(0);
        int[] turns = new int[2];
        for (int i = 0; i < 400; i++)
        {
            int tenant = queue.Next();
            turns[tenant]++;
            queue.Charge(tenant, 10_000, true);
        }
        Assert.InRange(turns[0], 199, 206);
        queue.Free();
    }

    /// <summary>It empties its queue with each burst, and each costs ten of its neighbour's.</summary>
    [Test]
    public void Whoever_sleeps_still_owes_what_it_used()
    {
        FairQueue queue = FairQueue.Create([1, 1], BurstCycles);
        queue.Wake(1);
        double[] got = new double[2];
        for (int i = 0; i < 8_000; i++)
        {
            queue.Wake(0);
            int tenant = queue.Next();
            uint cycles = tenant == 0 ? 100_000u : 10_000;
            queue.Charge(tenant, cycles, tenant == 1);
            got[tenant] += cycles;
        }
        Assert.InRange(got[0] / (got[0] + got[1]), 0.48, 0.52);
        queue.Free();
    }

    [Test]
    public void What_nobody_waited_for_is_forgotten_when_all_queues_are_empty()
    {
        FairQueue queue = FairQueue.Create([1, 1], BurstCycles);
        queue.Wake(0);
        queue.Charge(queue.Next(), 1_000_000_000, false);
        Assert.Equal(-1, queue.Next());
        queue.Wake(0);
        queue.Wake(1);
        Assert.Equal(0, queue.Next());
        queue.Free();
    }

    [Test]
    public void A_new_weight_counts_from_the_next_burst_on()
    {
        FairQueue queue = FairQueue.Create([1, 1], BurstCycles);
        queue.Wake(0);
        queue.Wake(1);
        for (int i = 0; i < 100; i++) queue.Charge(queue.Next(), 10_000, true);
        queue.SetWeight(0, 8);
        int turns = 0;
        for (int i = 0; i < 900; i++)
        {
            int tenant = queue.Next();
            if (tenant == 0) turns++;
            queue.Charge(tenant, 10_000, true);
        }
        Assert.InRange(turns, 790, 810);
        queue.Free();
    }

    /// <summary>After forty days of work, too.</summary>
    [Test]
    public void Where_time_starts_again_nobody_notices()
    {
        uint[] weights = [1, 3, 7];
        // A bucket is 2^13 cycles at weight 1, 2^23 units of time; units have 63 bits.
        ulong late = (1ul << 63 - 23) - 40;
        FairQueue early = FairQueue.Create(weights, 7 << 16), old = FairQueue.Create(weights, 7 << 16, late);
        Random random = new(2);
        for (int step = 0; step < 20_000; step++)
        {
            int sleeper = random.Next(weights.Length);
            early.Wake(sleeper);
            old.Wake(sleeper);
            int next = early.Next();
            Assert.Equal(next, old.Next());
            if (next < 0) continue;
            uint cycles = (uint)random.Next((int)BurstCycles);
            bool hasMore = random.Next(8) != 0;
            early.Charge(next, cycles, hasMore);
            old.Charge(next, cycles, hasMore);
        }
        early.Free();
        old.Free();
    }

    static uint[] Weights(int tenants) => [.. Enumerable.Range(0, tenants).Select(i => 1 + (uint)i % 8)];

    /// <summary>Jain's index of cycles by weight after 200 rounds; bursts cost up to ten times as much for one as for
    /// another.</summary>
    static double Jain(uint[] weights, Func<int> next, Action<int, uint> charge, Action<int> wake)
    {
        double[] got = new double[weights.Length];
        for (int tenant = 0; tenant < weights.Length; tenant++) wake(tenant);
        double rounds = 200.0 * weights.Sum(weight => weight);
        for (double used = 0; used < rounds * BurstCycles / 4;)
        {
            int tenant = next();
            uint cycles = (uint)(BurstCycles / 10 * Math.Pow(10, (double)(tenant * 37 % weights.Length) / weights.Length));
            charge(tenant, cycles);
            got[tenant] += (double)cycles / weights[tenant];
            used += cycles;
        }
        return Math.Pow(got.Sum(), 2) / (got.Length * got.Sum(each => each * each));
    }

    /// <summary>Virtual times in a plain list.</summary>
    sealed class Model(uint[] weights)
    {
        readonly ulong[] times = new ulong[weights.Length];
        readonly HashSet<int> waiting = [];
        readonly Queue<int> wakers = new();
        readonly int stepBits = 10 + (int)Math.Log2(BurstCycles / weights.Max() / 8);
        ulong now;

        public void Wake(int tenant)
        {
            if (waiting.Contains(tenant) || wakers.Contains(tenant)) return;
            times[tenant] = Math.Max(times[tenant], now << stepBits);
            if (times[tenant] >> stepBits > now) waiting.Add(tenant);
            else wakers.Enqueue(tenant);
        }

        public bool Allows(int next)
        {
            if (wakers.Count > 0) return next == wakers.Peek();
            if (waiting.Count == 0)
            {
                now = Math.Max(now, times.Max() >> stepBits);
                return next == -1;
            }
            now = waiting.Min(tenant => times[tenant] >> stepBits);
            return waiting.Contains(next) && times[next] >> stepBits == now;
        }

        public void Charge(int tenant, uint cycles, bool hasMore)
        {
            times[tenant] += 1 + (((ulong)cycles * ((1u << 24) / weights[tenant])) >> 14);
            if (wakers.Count > 0) wakers.Dequeue();
            else waiting.Remove(tenant);
            if (hasMore) waiting.Add(tenant);
        }
    }
}
