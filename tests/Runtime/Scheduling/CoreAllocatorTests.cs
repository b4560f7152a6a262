using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Bench.Fairness;
using FastPaas.Runtime.Scheduling;
using Xunit;

namespace FastPaas.Runtime.Tests.Scheduling;

/// <summary>Buckets on lcores: alone, and in the simulation that <c>bench fairness</c> prints.</summary>
public sealed class CoreAllocatorTests
{
    [Test]
    public void Demand_that_changes_is_served_again_within_100_ms()
    {
        CoreResult result = CoreSimulation.Run(new CoreScenario(16, 0.9));
        Assert.NotEmpty(result.ConvergenceMs);
        Assert.InRange(result.ConvergenceMs[^1], 0, 100);
        Assert.InRange(result.Median, 0.98, 1);
    }

    /// <summary>The control: where nothing moves, as much isn't served.</summary>
    [Test]
    public void Without_moves_less_is_served() =>
        Assert.InRange(CoreSimulation.Run(new CoreScenario(16, 0.9) { Moves = false }).Median, 0, 0.96);

    [Test]
    public void At_constant_demand_no_bucket_moves_to_and_fro() =>
        Assert.Equal(0, CoreSimulation.Run(new CoreScenario(16, 0.9) { IsConstant = true }).Flaps);

    [Test]
    public void Lcores_that_stop_lose_their_buckets_and_those_that_come_back_get_some()
    {
        CoreAllocator allocator = new([1, 1, 1, 1], 16, 4);
        double[] demand = [.. Enumerable.Repeat(0.05, 64)];
        for (int i = 0; i < 20; i++) allocator.Step(demand);
        allocator.SetAlive(2, false);
        int had = allocator.LcoreOf.ToArray().Count(lcore => lcore == 2);
        IReadOnlyList<BucketMove> moves = allocator.Step(demand);
        Assert.Equal(had, moves.Count(move => move.From == -1));
        Assert.DoesNotContain(2, allocator.LcoreOf.ToArray());
        allocator.SetAlive(2, true);
        for (int i = 0; i < 50; i++) allocator.Step(demand);
        Assert.InRange(allocator.LcoreOf.ToArray().Count(lcore => lcore == 2), 10, 20);
    }

    /// <summary>A tenant with all of its work on one lcore, and another on all four: by its global weight the first would be
    /// held to half of an lcore.</summary>
    [Test]
    public void An_lcore_s_weights_are_what_its_buckets_are_entitled_to()
    {
        CoreAllocator allocator = new([1, 1], 64, 4);
        double[] demand = [.. Enumerable.Repeat(0.9 / 64, 64), .. Enumerable.Repeat(10.0 / 64, 64)];
        for (int i = 0; i < 100; i++) allocator.Step(demand);
        double first = Enumerable.Range(0, 64).Sum(allocator.LocalWeight);
        double second = Enumerable.Range(64, 64).Sum(allocator.LocalWeight);
        Assert.Equal(0.9, first, 0.01);
        Assert.Equal(3.1, second, 0.01);
    }

    [Test]
    public void A_bucket_rests_before_it_moves_again()
    {
        Random random = new(3);
        CoreAllocator allocator = new([1, 2, 4], 16, 4);
        Dictionary<int, int> moved = [];
        for (int step = 0; step < 500; step++)
        {
            double[] demand = [.. Enumerable.Range(0, 48).Select(_ => random.NextDouble() * 0.2)];
            foreach (BucketMove move in allocator.Step(demand))
            {
                Assert.True(!moved.TryGetValue(move.Bucket, out int last) || step - last >= 10, $"bucket {move.Bucket}");
                moved[move.Bucket] = step;
                Assert.Equal(move.To, allocator.LcoreOf[move.Bucket]);
            }
        }
        Assert.NotEmpty(moved);
    }
}
