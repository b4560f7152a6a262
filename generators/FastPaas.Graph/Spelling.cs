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
        int[] rows = new int[3 * (name.Length + best + 1)];
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= best) continue;
            int distance = Distance(name, candidate, best, rows);
            if (distance < best && distance < candidate.Length) (nearest, best) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Levenshtein's, case ignored, with a swap of neighbours as one edit; <paramref name="most"/> stands for
    /// more.</summary>
    static int Distance(string left, string right, int most, int[] rows)
    {
        int width = right.Length + 1, before = width, last = 0, row = 2 * width;
        for (int j = 0; j < width; j++) rows[last + j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            rows[row] = i;
            int least = i;
            for (int j = 1; j < width; j++)
            {
                bool same = Fold(left[i - 1]) == Fold(right[j - 1]);
                int best = Math.Min(Math.Min(rows[last + j], rows[row + j - 1]) + 1, rows[last + j - 1] + (same ? 0 : 1));
                bool swapped = i > 1 && j > 1
                    && Fold(left[i - 1]) == Fold(right[j - 2]) && Fold(left[i - 2]) == Fold(right[j - 1]);
                if (swapped) best = Math.Min(best, rows[before + j - 2] + 1);
                rows[row + j] = best;
                least = Math.Min(least, best);
            }

            if (least > most) return most;
            (before, last, row) = (last, row, before);
        }

        return rows[last + right.Length];
    }

    static char Fold(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
}
