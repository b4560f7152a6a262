using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Fairness;

/// <summary>Tenants of one lcore, as issue and design ask for them.</summary>
static class Scenarios
{
    /// <summary>All have more packets than their share allows: packets cost up to ten times as much for one as for another, and
    /// arrive up to a hundred times as often. The first is light: at random, half of its share.</summary>
    public static SimulatedTenant[] Overloaded(int count, Func<int, uint> weight, bool hasLight)
    {
        Random random = new(1);
        double total = Enumerable.Range(0, count).Sum(i => (double)weight(i));
        List<SimulatedTenant> tenants = [];
        for (int i = 0; i < count; i++)
        {
            double cost = 100 * Math.Pow(10, (double)(i * 37 % count) / Math.Max(count - 1, 1));
            double share = weight(i) / total / (cost + 3);
            tenants.Add(i == 0 && hasLight
                ? new(weight(i), 300, 0, LightShare: 0.5)
                : new(weight(i), cost, share * 3 * Math.Pow(100, random.NextDouble())));
        }
        return [.. tenants];
    }

    public static uint[] Weights(SimulatedTenant[] tenants) => [.. tenants.Select(tenant => tenant.Weight)];
}
