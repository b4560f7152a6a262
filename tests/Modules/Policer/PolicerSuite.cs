using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>A node of a module that keeps to modules/policer/README.md, on one lcore or several that share it.</summary>
abstract class PolicerNode : IDisposable
{
    /// <returns>By lane: 0 green, 1 yellow, 2 red, -1 not the node's.</returns>
    public abstract int[] Colour(IReadOnlyList<PolicerPacket> packets, ulong lanes, ulong nowCycles, int lcore = 0);

    public abstract void Dispose();
}

/// <param name="Dscp">Of an IP packet; null: a frame without an IP header.</param>
readonly record struct PolicerPacket(uint Length, byte? Dscp = 0);

/// <summary>What a module owes that keeps to modules/policer/README.md, in whatever language. Against RFC 2697 token by
/// token.</summary>
public abstract class PolicerSuite
{
    const ulong GHz = 1_000_000_000;

    private protected abstract PolicerNode Open(PolicerConfig config, ulong cyclesPerSecond, int lcores = 1);

    [Test]
    [Arguments(1), Arguments(2), Arguments(3), Arguments(4), Arguments(5), Arguments(6)]
    public void It_colours_random_traffic_as_the_RFC_says_token_by_token(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 60; round++)
        {
            PolicerConfig config = RandomConfig(random);
            ulong cyclesPerSecond = random.Next(4) switch { 0 => GHz, 1 => 2_599_998_766, 2 => 999_999_937, _ => 3_000_000_000 };
            PolicerOracle oracle = new(config, cyclesPerSecond);
            using PolicerNode node = Open(config, cyclesPerSecond);
            ulong now = (ulong)random.NextInt64(1L << random.Next(1, 52));
            for (int burst = 0; burst < 60; burst++)
            {
                Check(node, oracle, random, now, config);
                now = Later(random, now, config, cyclesPerSecond);
            }
        }
    }

    [Test]
    public void Hours_of_odd_clocks_and_rates_lose_and_gain_no_byte()
    {
        // A step's tokens are never whole: an implementation that rounds each step drifts by bytes a second.
        const ulong rate = 12_347, clock = 2_599_998_766;
        PolicerConfig config = Config(rate, 3_000, 0);
        using PolicerNode node = Open(config, clock);
        ulong now = 77, granted = 0, until = 2 * 3_600 * clock;
        node.Colour([new PolicerPacket(3_000)], 1, now);
        // Always more than there is: what is granted is what the rate gave.
        while (now < until)
        {
            now += 100_000_007 + now % 1_000_033;
            granted += (ulong)node.Colour([.. Enumerable.Repeat(new PolicerPacket(64), 24)], (1 << 24) - 1, now)
                .Count(colour => colour == 0) * 64;
        }
        ulong given = (ulong)((UInt128)now * rate / clock) - (ulong)((UInt128)77 * rate / clock);
        Assert.InRange(granted, given - 64, given);
    }

    [Test]
    public void A_clock_that_goes_back_gives_nothing_and_goes_on_from_there()
    {
        PolicerConfig config = Config(1_000, 1_000, 0);
        using PolicerNode node = Open(config, GHz);
        PolicerPacket[] one = [new(1_000)];
        Assert.Equal(0, node.Colour(one, 1, 50 * GHz)[0]);
        Assert.Equal(2, node.Colour(one, 1, 10 * GHz)[0]);
        Assert.Equal(2, node.Colour(one, 1, 10 * GHz + GHz / 2)[0]);
        Assert.Equal(0, node.Colour(one, 1, 11 * GHz)[0]);
    }

    [Test]
    public void A_long_silence_fills_the_buckets_and_no_more()
    {
        PolicerConfig config = Config(100_000_000_000, 1_500, 1_500);
        using PolicerNode node = Open(config, 3 * GHz);
        PolicerPacket[] three = [new(1_500), new(1_500), new(1_500)];
        foreach (ulong now in new[] { 0ul, 1ul << 40, (1ul << 40) + (1ul << 52) })
            Assert.Equal([0, 1, 2], node.Colour(three, 7, now)[..3]);
    }

    [Test]
    public void A_packet_longer_than_what_is_left_is_not_green_but_a_shorter_one_after_it_is()
    {
        using PolicerNode node = Open(Config(1, 1_000, 0), GHz);
        Assert.Equal([0, 2, 0, 2], node.Colour([new(600), new(600), new(400), new(64)], 15, 5)[..4]);
    }

    [Test]
    [Arguments(0, 0), Arguments(46, 0), Arguments(8, 0), Arguments(10, 0), Arguments(12, 1), Arguments(14, 2),
        Arguments(34, 0), Arguments(36, 1), Arguments(38, 2), Arguments(13, 0), Arguments(6, 0), Arguments(44, 0)]
    public void An_aware_policer_takes_the_drop_precedence_for_the_colour(byte dscp, int colour)
    {
        PolicerConfig config = Config(1, 10_000, 10_000) with { Mode = PolicerConfig.ModeValue.Aware };
        using PolicerNode node = Open(config, GHz);
        Assert.Equal(colour, node.Colour([new PolicerPacket(100, dscp)], 1, 1)[0]);
        using PolicerNode blind = Open(config with { Mode = PolicerConfig.ModeValue.Blind }, GHz);
        Assert.Equal(0, blind.Colour([new PolicerPacket(100, dscp)], 1, 1)[0]);
    }

    [Test]
    public void What_comes_red_or_yellow_takes_no_committed_token()
    {
        PolicerConfig config = Config(1, 100, 100) with { Mode = PolicerConfig.ModeValue.Aware };
        using PolicerNode node = Open(config, GHz);
        Assert.Equal([2, 1, 1 + 1, 0], node.Colour([new(100, 14), new(100, 12), new(64, 12), new(100, null)], 15, 1)[..4]);
    }

    [Test]
    public void Two_lcores_share_one_rate_and_either_has_all_of_it()
    {
        PolicerConfig config = Config(1_000_000, 10_000, 5_000);
        PolicerOracle oracle = new(config, GHz);
        using PolicerNode node = Open(config, GHz, lcores: 2);
        Random random = new(9);
        ulong now = 1;
        for (int burst = 0; burst < 4_000; burst++)
        {
            int lcore = (burst / 1_000) switch { 0 => burst % 2, 1 => 1, 2 => 0, _ => random.Next(2) };
            Check(node, oracle, random, now, config, lcore);
            now += (ulong)random.Next(8_000_000);
        }
    }

    /// <summary>Each thread, one an lcore, offers all of the rate and more, with a real clock.</summary>
    [Test]
    [Arguments(0u), Arguments(1_000_000u)]
    public void Lcores_at_the_same_time_pass_the_rate_once(uint excess)
    {
        // Deep enough that no token is lost while all threads wait for a CPU.
        const uint rate = 5_000_000, committed = 50_000_000;
        const int threads = 3;
        using PolicerNode node = Open(Config(rate, committed, excess), (ulong)Stopwatch.Frequency, threads);
        PolicerPacket[] burst = [.. Enumerable.Range(0, 64).Select(i => new PolicerPacket((uint)(64 + 8 * i)))];
        ulong start = (ulong)Stopwatch.GetTimestamp();
        while (node.Colour(burst, ulong.MaxValue, start).Any(colour => colour != 2)) start = (ulong)Stopwatch.GetTimestamp();
        ulong until = start + (ulong)Stopwatch.Frequency / 2;
        long[] green = new long[threads], yellow = new long[threads];
        ulong[] last = new ulong[threads];
        void Run(int lcore)
        {
            do
            {
                ulong now = last[lcore] = (ulong)Stopwatch.GetTimestamp();
                int[] colours = node.Colour(burst, ulong.MaxValue, now, lcore);
                for (int lane = 0; lane < 64; lane++)
                {
                    if (colours[lane] == 0) green[lcore] += burst[lane].Length;
                    if (colours[lane] == 1) yellow[lcore] += burst[lane].Length;
                }
            }
            while (last[lcore] < until);
        }
        Thread[] all = [.. Enumerable.Range(0, threads).Select(lcore => new Thread(() => Run(lcore)))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        // What came while all threads waited for a CPU is more than the last burst takes.
        while (node.Colour([burst[0]], 1, last.Max())[0] == 0) green[0] += burst[0].Length;
        // At the start and at the end there is less than the shortest packet takes.
        decimal given = (decimal)(last.Max() - start) / Stopwatch.Frequency * rate;
        Assert.InRange((decimal)green.Sum(), given - 65, given + 65);
        Assert.InRange(yellow.Sum(), 0, 64);
    }

    void Check(PolicerNode node, PolicerOracle oracle, Random random, ulong now, PolicerConfig config, int lcore = 0)
    {
        PolicerPacket[] packets = [.. Enumerable.Range(0, 64).Select(_ => new PolicerPacket(
            (uint)random.Next(14, random.Next(3) == 0 ? 9_000 : 200),
            random.Next(5) == 0 ? null : (byte)random.Next(random.Next(2) == 0 ? 64 : 16)))];
        ulong lanes = random.Next(3) switch { 0 => ulong.MaxValue, 1 => 1ul << random.Next(64), _ => (ulong)random.NextInt64() };
        int[] expected = oracle.Colour(packets, lanes, now), found = node.Colour(packets, lanes, now, lcore);
        for (int lane = 0; lane < 64; lane++)
            if (expected[lane] != found[lane]) Assert.Fail($"{config} lane {lane} at {now}: {found[lane]} for {expected[lane]}");
    }

    static ulong Later(Random random, ulong now, PolicerConfig config, ulong cyclesPerSecond) => random.Next(12) switch
    {
        0 => now,
        1 => now - Math.Min(now, (ulong)random.NextInt64(1L << 40)),
        2 => now + (ulong)random.NextInt64(1L << 50),
        < 6 => now + (ulong)random.Next(100_000),
        // About the time in which the rate gives a few packets.
        _ => now + (ulong)((UInt128)(ulong)random.NextInt64(1, 20_000) * cyclesPerSecond / config.RateBytesPerSecond),
    };

    static PolicerConfig RandomConfig(Random random)
    {
        ulong rate = random.Next(4) == 0 ? (ulong)random.Next(1, 5) : (ulong)random.NextInt64(1, 1L << random.Next(2, 37));
        return Config(Math.Min(rate, 100_000_000_000), (uint)random.NextInt64(64, 1L << random.Next(7, 33)),
            random.Next(3) == 0 ? 0 : (uint)random.NextInt64(1L << random.Next(1, 33)))
            with { Mode = (PolicerConfig.ModeValue)random.Next(2) };
    }

    private protected static PolicerConfig Config(ulong rate, uint committed, uint excess) =>
        new(rate, committed, excess, PolicerConfig.ModeValue.Blind, PolicerConfig.KeyValue.Node);
}
