using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Protection;

/// <summary>What protection may cost.</summary>
static class ProtectionGoals
{
    const double PercentMin = 97, InstructionsPercentMax = 4, SameNsMax = 6, AlternatingNsMax = 20;

    const int Burst = 64;

    static readonly string[] Fast = ["policer", "macswap", "lpm"];

    public static IEnumerable<Goal> Of(
        ProtectionResult result, IReadOnlyList<ProtectionRow> rows, IReadOnlyList<ProtectionCode> code)
    {
        ProtectionRow[] segment = [.. rows.Where(row => row.Side == ProtectionSide.Segment)];
        foreach (string unit in Fast)
        {
            (double percent, double low, double high) = segment.Single(row => row.Unit == unit && row.Burst == Burst).Percent;
            yield return new($"{unit}, reads and writes, gate included, burst {Burst}",
                Invariant($"at least {PercentMin}% of unprotected"), Invariant($"{percent:0.0}% ({low:0.0} .. {high:0.0})"),
                percent >= PercentMin);
        }
        foreach (ProtectionCode each in code)
        {
            if (each.Unit == ProtectionUnits.Empty || each.Side != ProtectionSide.Segment) continue;
            yield return new($"{each.Unit}, instructions a packet", Invariant($"at most +{InstructionsPercentMax}%"),
                Invariant($"{each.PercentMore:+0.0;-0.0}%"), each.PercentMore <= InstructionsPercentMax);
        }
        yield return Call(result, segment, ProtectionComparison.Same, "of the same instance", SameNsMax, true);
        yield return Call(result, segment, ProtectionComparison.Alternating, "of another instance, by wrgsbase", AlternatingNsMax,
            result.UsesWrgsbase);
    }

    static Goal Call(
        ProtectionResult result, IReadOnlyList<ProtectionRow> rows, string unit, string what, double most, bool isMeasured)
    {
        double ns = rows.Single(row => row.Unit == unit).Confined.Median / result.TscHz * 1e9;
        return new($"a call {what}", Invariant($"at most {most} ns"), isMeasured ? Invariant($"{ns:0.0} ns") : null, ns <= most);
    }
}
