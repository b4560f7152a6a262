using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Figure2;

/// <summary>What the project set itself for the figure.</summary>
static class Figure2Goals
{
    const double SegmentPercentMin = 97, ComparePercentMoreMax = 30;

    public static IEnumerable<Goal> Of(IReadOnlyList<Figure2Row> rows)
    {
        foreach (string unit in Figure2Result.Units)
        {
            Figure2Row segment = rows.Single(row => row.Unit == unit && row.Way == Way.Segment);
            yield return new($"{unit}, segment, reads and writes", $"at least {SegmentPercentMin}% of unprotected",
                Text(segment.Percent), segment.Percent.Median >= SegmentPercentMin);
            yield return new($"{unit}, segment ahead of Rust", "more than 100% of Rust's packets",
                segment.RustPercent is { } ahead ? Text(ahead) : null, segment.RustPercent?.Median > 100);
        }
        foreach (Figure2Row row in rows.Where(row => row.Way == Way.Compare))
        {
            yield return new($"{row.Unit}, compare, instructions", Invariant($"at most +{ComparePercentMoreMax}%"),
                Invariant($"{row.PercentMore:+0.0;-0.0}%"), row.PercentMore <= ComparePercentMoreMax);
        }
    }

    static string Text(Estimate percent) => Invariant($"{percent.Median:0.0}% ({percent.Low:0.0} .. {percent.High:0.0})");
}
