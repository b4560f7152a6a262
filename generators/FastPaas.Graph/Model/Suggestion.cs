using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Model;

/// <summary>"Did you mean": the nearest of the names that exist.</summary>
internal static class Suggestion
{
    /// <summary>The nearest candidate, if it is near enough to be a slip of the finger; ties by name.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = Math.Max(1, Math.Min(written.Length, 24) / 3) + 1;
        if (written.Length > 2 * Limits.NameLengthMax) return null;
        foreach (string candidate in candidates.OrderBy(name => name, StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - written.Length) >= bestDistance) continue;
            int distance = Distance(written.ToLowerInvariant(), candidate);
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary><c>did you mean "x"?</c>, or else <paramref name="otherwise"/>.</summary>
    public static string Text(string written, IEnumerable<string> candidates, string otherwise, string quote = "\"") =>
        Nearest(written, candidates) is { } name ? $"did you mean {quote}{name}{quote}?" : otherwise;

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, cost[i - 2, j - 2] + 1);
                cost[i, j] = best;
            }
        }

        return cost[a.Length, b.Length];
    }
}
