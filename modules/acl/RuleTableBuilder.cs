using System;
using System.Collections.Generic;

namespace FastPaas.Modules;

/// <summary>A rule in numbers; an empty list accepts every value.</summary>
sealed record NumericRule(
    bool Permits, List<WideRange> Ip4Src, List<WideRange> Ip6Src, List<WideRange> Ip4Dst, List<WideRange> Ip6Dst,
    List<WideRange> Proto, List<WideRange> SrcPort, List<WideRange> DstPort, bool AnySrc, bool AnyDst);

/// <summary>Builds a <see cref="RuleTable"/>. Control plane.</summary>
sealed class RuleTableBuilder(IReadOnlyList<NumericRule> rules, long bytesMax = RuleTableBuilder.BytesMax)
{
    /// <summary>What the tables may take, bytes. 10,000 rules with one host each take about 1 MB a field, ranges that all overlap
    /// up to
    /// 25 MB a field; only long lists in many rules come near.</summary>
    internal const long BytesMax = 512L << 20;

    readonly int wordCount = (rules.Count + 63) / 64;
    readonly int summaryCount = (rules.Count + 4095) / 4096;
    readonly List<Summary> summaries = [];
    readonly List<ulong> words = [];

    internal RuleTable Build(ModuleHeap heap, bool defaultPermits)
    {
        RuleTable table = default;
        table.SummaryCount = summaryCount;
        table.DefaultPermits = defaultPermits;
        table.Ip4Src = Narrow(heap, static rule => rule.Ip4Src);
        table.Ip4Dst = Narrow(heap, static rule => rule.Ip4Dst);
        table.Ip6Src = Wide(heap, static rule => rule.Ip6Src);
        table.Ip6Dst = Wide(heap, static rule => rule.Ip6Dst);
        table.Proto = Narrow(heap, static rule => rule.Proto);
        table.SrcPort = Narrow(heap, static rule => rule.SrcPort);
        table.DstPort = Narrow(heap, static rule => rule.DstPort);
        table.Summaries = Copy(heap, summaries, 0);
        table.Words = Copy(heap, words, 1);
        table.AnyWords = heap.Allocate<ulong>(wordCount * RuleTable.Fields);
        table.AnySummaries = heap.Allocate<ulong>(summaryCount * RuleTable.Fields);
        table.Permits = heap.Allocate<ulong>(wordCount);
        for (int i = 0; i < rules.Count; i++)
        {
            NumericRule rule = rules[i];
            if (rule.Permits) table.Permits[i / 64] |= 1ul << i;
            ReadOnlySpan<bool> any =
                [rule.AnySrc, rule.AnyDst, rule.Proto.Count == 0, rule.SrcPort.Count == 0, rule.DstPort.Count == 0];
            for (int field = 0; field < RuleTable.Fields; field++)
            {
                if (!any[field]) continue;
                table.AnyWords[i / 64 * RuleTable.Fields + field] |= 1ul << i;
                table.AnySummaries[i / 4096 * RuleTable.Fields + field] |= 1ul << i / 64;
            }
        }
        return table;
    }

    IntervalTable Narrow(ModuleHeap heap, Func<NumericRule, List<WideRange>> field)
    {
        IntervalTable table = default;
        table.FirstSummary = summaries.Count;
        List<UInt128> firsts = Sweep(field, uint.MaxValue);
        table.First = heap.Allocate<uint>(firsts.Count);
        for (int i = 0; i < firsts.Count; i++) table.First[i] = (uint)firsts[i];
        return table;
    }

    IntervalTable Wide(ModuleHeap heap, Func<NumericRule, List<WideRange>> field)
    {
        IntervalTable table = default;
        table.FirstSummary = summaries.Count;
        table.WideFirst = Copy(heap, Sweep(field, UInt128.MaxValue), 0);
        return table;
    }

    /// <summary>Goes over the field's values in ascending order, toggling rules where their ranges begin and end, and stores the
    /// set
    /// of each interval between. A rule's ranges are disjoint and don't touch, so it toggles at most once at a value.</summary>
    /// <param name="max">The field's last value: what ends there ends nowhere.</param>
    /// <returns>The first value of each interval.</returns>
    List<UInt128> Sweep(Func<NumericRule, List<WideRange>> field, UInt128 max)
    {
        List<(UInt128 At, int Rule)> toggles = [];
        for (int i = 0; i < rules.Count; i++)
        {
            foreach (WideRange range in field(rules[i]))
            {
                toggles.Add((range.First, i));
                if (range.Last != max) toggles.Add((range.Last + 1, i));
            }
        }
        toggles.Sort(static (left, right) => left.At.CompareTo(right.At));
        ulong[] accepting = new ulong[wordCount];
        List<UInt128> firsts = [];
        if (toggles.Count == 0 || toggles[0].At != 0)
        {
            firsts.Add(0);
            Store(accepting);
        }
        for (int i = 0; i < toggles.Count;)
        {
            UInt128 at = toggles[i].At;
            for (; i < toggles.Count && toggles[i].At == at; i++) accepting[toggles[i].Rule / 64] ^= 1ul << toggles[i].Rule;
            firsts.Add(at);
            Store(accepting);
        }
        return firsts;
    }

    void Store(ulong[] accepting)
    {
        for (int s = 0; s < summaryCount; s++)
        {
            Summary summary = new() { Start = (uint)words.Count };
            for (int w = 64 * s; w < Math.Min(64 * s + 64, wordCount); w++)
            {
                if (accepting[w] == 0) continue;
                summary.NonZero |= 1ul << w;
                words.Add(accepting[w]);
            }
            summaries.Add(summary);
        }
        if (16L * summaries.Count + 8L * words.Count > bytesMax)
            throw new ModuleConfigurationException($"the rules need more than {bytesMax >> 20} MiB of tables; use fewer rules, "
                + "fewer prefixes and ranges in each, or ranges that overlap less.");
    }

    static NativeArray<T> Copy<T>(ModuleHeap heap, List<T> items, int spare)
        where T : unmanaged
    {
        NativeArray<T> copy = heap.Allocate<T>(items.Count + spare);
        for (int i = 0; i < items.Count; i++) copy[i] = items[i];
        return copy;
    }
}
