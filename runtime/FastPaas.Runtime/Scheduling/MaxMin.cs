using System;

namespace FastPaas.Runtime.Scheduling;

/// <summary>Weighted max-min fairness (Bertsekas and Gallager, Data Networks, 6.5.2): nobody gets more than it asks for, and
/// what it leaves is the others', by weight.</summary>
static class MaxMin
{
    /// <param name="asked">At least 0 each.</param>
    /// <param name="given">Written.</param>
    /// <param name="levels">As many, for the method's own use; <paramref name="order"/> too.</param>
    public static void Share(
        ReadOnlySpan<double> asked, ReadOnlySpan<double> weights, double capacity, Span<double> given, Span<double> levels,
        Span<int> order)
    {
        double weight = 0, left = capacity;
        for (int i = 0; i < asked.Length; i++)
        {
            order[i] = i;
            levels[i] = asked[i] / weights[i];
            weight += weights[i];
        }
        // Whoever asks for least, by weight, first: what it leaves is shared by all behind it.
        levels[..asked.Length].Sort(order[..asked.Length]);
        foreach (int i in order[..asked.Length])
        {
            given[i] = Math.Min(asked[i], Math.Max(left, 0) * weights[i] / weight);
            left -= given[i];
            weight -= weights[i];
        }
    }
}
