using System;

namespace FastPaas.Control.Report;

static class Statistics
{
    public static double Median(double[] samples) => Quantile(samples, 0.5);

    public static Spread Spread(double[] samples, double factor = 1) => new(
        Math.Round(factor * Quantile(samples, 0.5), 2),
        Math.Round(factor * Quantile(samples, 0.25), 2),
        Math.Round(factor * Quantile(samples, 0.75), 2));

    static double Quantile(double[] samples, double share)
    {
        double[] sorted = (double[])samples.Clone();
        Array.Sort(sorted);
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
