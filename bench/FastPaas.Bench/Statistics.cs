using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench;

/// <param name="Low">Lower end of the 95% interval of the median.</param>
readonly record struct Estimate(double Median, double Low, double High);

/// <summary>Medians with intervals that assume nothing about how noise is distributed.</summary>
static class Statistics
{
    /// <summary>The interval is by order statistics: as many samples lie below the median as a fair coin shows heads.</summary>
    public static Estimate Median(IEnumerable<double> samples)
    {
        double[] sorted = samples.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("no samples");
        int n = sorted.Length;
        int low = Math.Max(0, (int)Math.Floor((n - 1.96 * Math.Sqrt(n)) / 2));
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new(median, sorted[low], sorted[n - 1 - low]);
    }

    /// <summary>Ratios of samples that were taken in the same round.</summary>
    public static Estimate Ratio(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators) =>
        Median(numerators.Zip(denominators, (a, b) => a / b));

    public static Estimate Difference(IReadOnlyList<double> left, IReadOnlyList<double> right) =>
        Median(left.Zip(right, (a, b) => a - b));

    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
