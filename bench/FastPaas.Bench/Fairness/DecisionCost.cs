using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Bench.Fairness;

/// <summary>What a decision of <see cref="FairQueue"/> costs when all tenants have packets: the best of many rounds, since
/// others use this machine too.</summary>
/// <param name="HotNs">In the first-level cache.</param>
/// <param name="ColdNs">Each behind reads of 512 KiB, whose own time is taken off.</param>
sealed record DecisionCost(int Tenants, double HotNs, double ColdNs)
{
    const int Rounds = 200, HotDecisions = 20_000, ColdDecisions = 50, ColdBytes = 512 << 10, LineBytes = 64;

    static readonly byte[] cold = new byte[ColdBytes];
    static readonly uint[] costs = [.. Enumerable.Range(0, 1_024).Select(i => 6_000 + (uint)(i * 7_919 % 46_000))];

    public static DecisionCost Measure(int tenants)
    {
        FairQueue queue = FairQueue.Create([.. Enumerable.Range(0, tenants).Select(i => 1 + (uint)i % 8)], 52_000);
        for (int tenant = 0; tenant < tenants; tenant++) queue.Wake(tenant);
        double hot = double.MaxValue, behindReads = double.MaxValue, reads = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            hot = Math.Min(hot, Time(() => Decide(ref queue, HotDecisions)) / HotDecisions);
            reads = Math.Min(reads, Time(() => Evict(ref queue, 0)));
            behindReads = Math.Min(behindReads, Time(() => Evict(ref queue, 1)));
        }
        queue.Free();
        return new DecisionCost(tenants, hot, Math.Max((behindReads - reads) / ColdDecisions, 0));
    }

    static void Decide(ref FairQueue queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int next = queue.Next();
            queue.Charge(next, costs[i & 1_023], (i & 15) != 0);
            if ((i & 15) == 0) queue.Wake(next);
        }
    }

    static int Evict(ref FairQueue queue, int decisions)
    {
        int sum = 0;
        for (int i = 0; i < ColdDecisions; i++)
        {
            for (int at = 0; at < ColdBytes; at += LineBytes) sum += cold[at];
            Decide(ref queue, decisions);
        }
        return sum;
    }

    static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Tenants,5} tenants {HotNs,8:0.0} ns hot {ColdNs,8:0.0} ns after 512 KiB of other reads");
}
