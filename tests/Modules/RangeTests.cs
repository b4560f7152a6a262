using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed class RangeTests
{
    [Test]
    public void Search_finds_the_last_element_that_is_not_above()
    {
        using ModuleHeap heap = new();
        for (int length = 1; length < 70; length++)
        {
            NativeArray<uint> narrow = heap.Allocate<uint>(length);
            NativeArray<UInt128> wide = heap.Allocate<UInt128>(length);
            for (int i = 0; i < length; i++)
            {
                narrow[i] = (uint)(i * 3 + 1);
                wide[i] = new UInt128((ulong)(i * 3 + 1) >> 2, (ulong)(i * 3 + 1) << 62);
            }
            for (uint key = 0; key < length * 3 + 3; key++)
            {
                int expected = Math.Max(0, Enumerable.Range(0, length).LastOrDefault(i => narrow[i] <= key));
                Assert.Equal(expected, RangeSearch.LastNotAbove(narrow, key));
                Assert.Equal(expected, RangeSearch.LastNotAbove(wide, new UInt128(key >> 2, (ulong)key << 62)));
            }
        }
    }

    [Test]
    public void Merged_ranges_hold_the_same_numbers_and_do_not_touch()
    {
        Random random = new(2);
        UInt128[] bases = [0, 1000, UInt128.MaxValue - 40];
        for (int round = 0; round < 2000; round++)
        {
            List<WideRange> ranges = [];
            for (int i = random.Next(6); i >= 0; i--)
            {
                UInt128 from = bases[random.Next(3)];
                int first = random.Next(41), last = random.Next(first, 41);
                ranges.Add(new WideRange(from + (uint)first, from + (uint)last));
            }
            List<WideRange> merged = WideRange.Merge(ranges);
            foreach (UInt128 from in bases)
                for (uint i = 0; i <= 40; i++) Assert.Equal(Holds(ranges, from + i), Holds(merged, from + i));
            for (int i = 1; i < merged.Count; i++) Assert.True(merged[i - 1].Last < merged[i].First - 1);
        }
    }

    [Test]
    [Arguments(0, "0", "4294967295"), Arguments(32, "0", "0"), Arguments(1, "0", "2147483647")]
    public void An_IPv4_prefix_is_a_range(int length, string first, string last)
    {
        WideRange range = WideRange.Of(new IpPrefix(0, 0, length, IsIp6: false));
        Assert.Equal((first, last), (range.First.ToString(), range.Last.ToString()));
    }

    [Test]
    public void An_IPv6_prefix_is_a_range()
    {
        Assert.Equal(new WideRange(0, UInt128.MaxValue), WideRange.Of(new IpPrefix(0, 0, 0, IsIp6: true)));
        Assert.Equal(new WideRange(7, 7), WideRange.Of(new IpPrefix(0, 7, 128, IsIp6: true)));
        Assert.Equal(new WideRange(UInt128.One << 64, (UInt128.One << 65) - 1),
            WideRange.Of(new IpPrefix(1, 0, 64, IsIp6: true)));
    }

    static bool Holds(List<WideRange> ranges, UInt128 value) =>
        ranges.Exists(range => range.First <= value && value <= range.Last);
}
