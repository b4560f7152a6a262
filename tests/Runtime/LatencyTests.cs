using System;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>native/dpdk/latency.h: what a histogram makes of times.</summary>
public sealed class LatencyTests
{
    static readonly Lazy<string[]> Lines = new(
        () => CProgram.Run("layouts/latency.c").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Of 1,021 times in each power of two.</summary>
    [Test]
    public void A_time_comes_back_no_shorter_and_at_most_a_128th_longer() =>
        Assert.Contains("too short 0 too long 0", Lines.Value);

    [Test]
    public void Up_to_255_cycles_it_comes_back_as_it_was() => Assert.Contains("exact 1", Lines.Value);

    [Test]
    public void What_took_longer_than_20_seconds_counts_as_20() => Assert.Contains("beyond 1", Lines.Value);

    [Test]
    public void Without_packets_every_percentile_is_0() => Assert.Contains("none 0", Lines.Value);

    /// <summary>Of each number from 1 to 100,000 once: those that hold 50,000, 99,900 and 100,000 end here.</summary>
    [Test]
    public void A_percentile_is_the_end_of_the_bucket_that_holds_it() =>
        Assert.Equal(["percentile 50175", "percentile 100351", "percentile 100351"], Lines.Value[^3..]);
}
