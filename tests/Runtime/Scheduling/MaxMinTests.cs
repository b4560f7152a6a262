using System;
using System.Linq;
using FastPaas.Runtime.Scheduling;
using Xunit;

namespace FastPaas.Runtime.Tests.Scheduling;

public sealed class MaxMinTests
{
    /// <summary>The definition: all is given that can be, and whoever has less than it asked for has, by weight, as much as
    /// anybody.</summary>
    [Test]
    public void Nobody_is_short_while_another_has_more_by_its_weight() => Assert.All(Enumerable.Range(0, 1_000), seed =>
    {
        Random random = new(seed);
        int count = random.Next(1, 20);
        double[] asked = [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? 0 : random.NextDouble() * 3)];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(1, 9))];
        double[] given = new double[count];
        double capacity = random.NextDouble() * 2 * asked.Sum();
        MaxMin.Share(asked, weights, capacity, given, new double[count], new int[count]);
        Assert.Equal(Math.Min(capacity, asked.Sum()), given.Sum(), 1e-9);
        double most = given.Zip(weights, (part, weight) => part / weight).Max();
        for (int i = 0; i < count; i++)
        {
            Assert.InRange(given[i], 0, asked[i]);
            if (given[i] < asked[i] - 1e-9) Assert.InRange(given[i] / weights[i], most - 1e-9, most);
        }
    });
}
