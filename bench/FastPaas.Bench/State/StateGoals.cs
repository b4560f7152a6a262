using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.State;

/// <summary>What the table of flows is to reach.</summary>
static class StateGoals
{
    const uint Small = 1 << 16, Million = 1 << 20;
    const string Hits = "100% uniform";

    static readonly string[] others = [StateSamples.RteHash, StateSamples.C, StateSamples.Floor];

    public static IEnumerable<Goal> Of(StateResult result)
    {
        foreach ((uint slots, double[] most) in new[] { (Small, new[] { 0.42, 1.15, 1.5 }), (Million, [0.42, 1.08, 1.5]) })
        {
            foreach ((string side, double ratio) in others.Zip(most))
            {
                Estimate found = result.Ratio(slots, Hits, side);
                yield return new($"lookup to {side}, {slots:N0} slots, all found", $"at most {Goal.Text(ratio)}",
                    Goal.Text(found.Median), found.Median <= ratio);
            }
        }
        foreach ((string what, double most) in new[] { ("insert", 60.0), ("remove", 35), ("evicting insert", 90) })
            yield return AtMost(result, what, most, "ns a packet");
        yield return AtMost(result, "swept slot", 0.5, "ns");
        yield return AtMost(result, "growth of a burst", 1_000, "ns");
        yield return AtMost(result, "page faults of growth", 0, "");
    }

    static Goal AtMost(StateResult result, string what, double most, string unit)
    {
        double found = result.Of(Million, what, StateSamples.FastPaas).Median.Median;
        return new($"{what}, {Million:N0} slots", $"at most {Goal.Text(most)} {unit}".TrimEnd(), Goal.Text(found), found <= most);
    }
}
