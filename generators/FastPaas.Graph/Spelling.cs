using System;
using System.Collections.Generic;

namespace FastPaas.Graph;

/// <summary>"Did you mean": the name that a misspelt one is nearest to.</summary>
public static class Spelling
{
    /// <summary>The nearest candidate within a third of the name's length (five letters: two edits; at least one);
    /// ties: the first. Null: none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        // A name of any length costs no more than a sensible one.
        if (name.Length > 64) return null;
        string? nearest = null;
        int best = Math.Max(1, (name.Length + 1) / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= best) continue;
            int distance = Distance(name, candidate);
            if (distance < best && distance < candidate.Length) (nearest, best) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Levenshtein's, case ignored, with a swap of neighbours as one edit.</summary>
    static int Distance(string left, string right)
    {
        int[] before = new int[right.Length + 1], last = new int[right.Length + 1], row = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++) last[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = Fold(left[i - 1]) == Fold(right[j - 1]);
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                bool swapped = i > 1 && j > 1 && Fold(left[i - 1]) == Fold(right[j - 2])
                    && Fold(left[i - 2]) == Fold(right[j - 1]);
                if (swapped) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }

    static char Fold(char c) => char.ToLowerInvariant(c);
}
