using System.Collections.Generic;

namespace FastPaas.Graph.Match;

/// <summary>Sets of values as sorted, disjoint, non-adjacent ranges.</summary>
public static class RangeSet
{
    public static EquatableArray<ValueRange> Normalize(IEnumerable<ValueRange> ranges)
    {
        var sorted = new List<ValueRange>(ranges);
        sorted.Sort((left, right) => left.First.CompareTo(right.First));
        var merged = new List<ValueRange>();
        foreach (ValueRange range in sorted)
        {
            ValueRange last = merged.Count > 0 ? merged[merged.Count - 1] : default;
            // A last range that ends at the largest value swallows all that follow; Next would wrap to 0.
            bool joins = merged.Count > 0 && (range.First <= last.Last || range.First == last.Last.Next);
            if (!joins) merged.Add(range);
            else if (range.Last > last.Last) merged[merged.Count - 1] = last with { Last = range.Last };
        }

        return merged.ToEquatableArray();
    }

    /// <summary>Every other value of <paramref name="bits"/> bits.</summary>
    public static EquatableArray<ValueRange> Complement(EquatableArray<ValueRange> ranges, int bits)
    {
        var others = new List<ValueRange>();
        FieldValue next = default;
        foreach (ValueRange range in ranges)
        {
            if (range.First > next) others.Add(new(next, range.First.Previous));
            if (range.Last == FieldValue.Max(bits)) return others.ToEquatableArray();
            next = range.Last.Next;
        }

        others.Add(new(next, FieldValue.Max(bits)));
        return others.ToEquatableArray();
    }

    public static EquatableArray<ValueRange> Intersect(EquatableArray<ValueRange> left, EquatableArray<ValueRange> right)
    {
        var both = new List<ValueRange>();
        int i = 0, j = 0;
        while (i < left.Count && j < right.Count)
        {
            FieldValue first = left[i].First > right[j].First ? left[i].First : right[j].First;
            FieldValue last = left[i].Last < right[j].Last ? left[i].Last : right[j].Last;
            if (first <= last) both.Add(new(first, last));
            if (left[i].Last < right[j].Last) i++;
            else j++;
        }

        return both.ToEquatableArray();
    }

    /// <summary>Whether a value is in both.</summary>
    public static bool Intersects(EquatableArray<ValueRange> left, EquatableArray<ValueRange> right)
    {
        int i = 0, j = 0;
        while (i < left.Count && j < right.Count)
        {
            if (left[i].Last < right[j].First) i++;
            else if (right[j].Last < left[i].First) j++;
            else return true;
        }

        return false;
    }

    /// <summary>Whether every value of <paramref name="part"/> is in <paramref name="whole"/>.</summary>
    public static bool Contains(EquatableArray<ValueRange> whole, EquatableArray<ValueRange> part)
    {
        int i = 0;
        foreach (ValueRange range in part)
        {
            while (i < whole.Count && whole[i].Last < range.First) i++;
            if (i == whole.Count || range.First < whole[i].First || range.Last > whole[i].Last) return false;
        }

        return true;
    }

    /// <summary>All values of <paramref name="bits"/> bits.</summary>
    public static EquatableArray<ValueRange> All(int bits) => new([new(default, FieldValue.Max(bits))]);

    /// <summary>The prefix that a range is: its length in bits. -1: it is none.</summary>
    public static int PrefixLength(ValueRange range, int bits)
    {
        for (int length = bits; length >= 0; length--)
        {
            FieldValue hosts = FieldValue.Max(bits - length);
            if ((range.First & hosts) != default) return -1;
            if ((range.First | hosts) == range.Last) return length;
        }

        return -1;
    }
}
