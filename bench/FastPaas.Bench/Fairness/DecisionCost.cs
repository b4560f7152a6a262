using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Bench.Fairness;

/// <summary>What a decision of <see cref="FairQueue"/> costs when all tenants have packets.</summary>
/// <param name="HotNs">In the first-level cache: the best of many rounds, since others use this machine too.</param>
/// <param name="ColdNs">One behind reads of 512 KiB: the median, less what reading the clock twice takes.</param>
sealed record DecisionCost(int Tenants, double HotNs, double ColdNs)
{
    const int Rounds = 200, HotDecisions = 20_000, ColdRounds = 2_000, ColdBytes = 512 << 10, LineBytes = 64;

    static readonly byte[] cold = new byte[ColdBytes];
    static readonly uint[] costs = [.. Enumerable.Range(0, 1_024).Select(i => 6_000 + (uint)(i * 7_919 % 46_000))];

    public static DecisionCost Measure(int tenants)
    {
        FairQueue queue = FairQueue.Create([.. Enumerable.Range(0, tenants).Select(i => 1 + (uint)i % 8)], 52_000);
        for (int tenant = 0; tenant < tenants; tenant++) queue.Wake(tenant);
        double hot = double.MaxValue;
        for (int round = 0; round < Rounds; round++) hot = Math.Min(hot, Time(ref queue, HotDecisions) / HotDecisions);
        double[] with = new double[ColdRounds], without = new double[ColdRounds];
        int sum = 0;
        for (int round = 0; round < ColdRounds; round++)
        {
            sum += Evict();
            with[round] = Time(ref queue, 1);
            sum += Evict();
            without[round] = Time(ref queue, 0);
        }
        GC.KeepAlive(sum);
        queue.Free();
        return new DecisionCost(tenants, hot, Statistics.Median(with).Median - Statistics.Median(without).Median);
    }

    static double Time(ref FairQueue queue, int decisions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < decisions; i++)
        {
            int next = queue.Next();
            queue.Charge(next, costs[i & 1_023], (i & 15) != 0);
            if ((i & 15) == 0) queue.Wake(next);
        }
        // A TimeSpan would have steps of 100 ns.
        return (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency);
    }

    static int Evict()
    {
        int sum = 0;
        for (int at = 0; at < ColdBytes; at += LineBytes) sum += cold[at];
        return sum;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Tenants,5} tenants {HotNs,8:0.0} ns hot {ColdNs,8:0.0} ns after 512 KiB of other reads");
}
