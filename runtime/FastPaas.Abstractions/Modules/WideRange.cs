using System;
using System.Collections.Generic;

namespace FastPaas;

/// <summary>An inclusive range of numbers up to 128 bits wide: addresses, ports, protocols. For a module's Init.</summary>
public readonly record struct WideRange(UInt128 First, UInt128 Last)
{
    public static WideRange Of(IpPrefix prefix) => new(prefix.First, prefix.Last);

    public static WideRange Of(NumberRange range) => new(range.First, range.Last);

    /// <summary>The same numbers as disjoint ranges that don't touch, ascending.</summary>
    public static List<WideRange> Merge(IEnumerable<WideRange> ranges)
    {
        List<WideRange> sorted = new(ranges);
        sorted.Sort(static (left, right) => left.First.CompareTo(right.First));
        List<WideRange> merged = [];
        foreach (WideRange range in sorted)
        {
            if (merged.Count > 0 && (range.First <= merged[^1].Last || range.First - merged[^1].Last == 1))
                merged[^1] = merged[^1] with { Last = UInt128.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }
        return merged;
    }
}
