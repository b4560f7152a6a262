using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Changes to a table: right after each, and while others look up.</summary>
public sealed unsafe class RouteWriterTests
{
    [Test]
    [Arguments(1, 400), Arguments(2, 400), Arguments(3, 10), Arguments(4, 10), Arguments(5, 2)]
    public void After_every_change_it_answers_as_the_oracle(int seed, int routesSpare)
    {
        RandomHeaders draw = new(seed);
        using Lookup lookup = new([], routesSpare, lcores: 1);
        RouteOracle oracle = new();
        List<IpPrefix> all = [];
        for (int change = 0; change < 2_500; change++)
        {
            bool removes = all.Count > 0 && draw.Random.Next(100) < (change / 500 % 2 == 0 ? 30 : 60);
            IpPrefix prefix = removes ? all[draw.Random.Next(all.Count)] : Near(draw, all);
            int hop = draw.Random.Next(8);
            if (removes)
            {
                if (lookup.Writer.TryRemove(prefix))
                {
                    all.Remove(prefix);
                    Assert.True(oracle.Remove(prefix));
                }
            }
            else if (lookup.Writer.TryAdd(prefix, hop))
            {
                if (!all.Contains(prefix)) all.Add(prefix);
                oracle.Set(prefix, hop);
            }
            Assert.Equal(all.Count, lookup.Writer.Count);
            UInt128[] edges = [prefix.First, prefix.Last, prefix.First - 1, prefix.Last + 1];
            foreach (bool isIp6 in new[] { false, true })
            {
                UInt128[] addresses =
                [
                    .. isIp6 == prefix.IsIp6 ? edges : [],
                    .. all.Where(other => other.IsIp6 == isIp6).Take(20).Select(other => other.Last),
                    .. Enumerable.Range(0, 20).Select(_ => draw.Address(isIp6)),
                ];
                lookup.Check(addresses.Take(64).Select(address => isIp6 ? address : (uint)address).ToArray(), isIp6, oracle);
            }
        }
        foreach (IpPrefix prefix in all.ToArray())
        {
            Assert.True(lookup.Writer.TryRemove(prefix));
            oracle.Remove(prefix);
        }
        Assert.Equal(0, lookup.Writer.Count);
        lookup.Check([0, uint.MaxValue, 0x0a00_0001], false, oracle);
    }

    [Test]
    public void A_removed_route_leaves_the_one_around_it()
    {
        using Lookup lookup = new([], 8, lcores: 1);
        RouteOracle oracle = new();
        IpPrefix[] chain = [.. new[] { 0, 8, 16, 20, 24, 25, 31, 32 }.Select(length => Ip4(0x0a0a_0a0a, length))];
        for (int i = 0; i < chain.Length; i++)
        {
            Assert.True(lookup.Writer.TryAdd(chain[i], i));
            oracle.Set(chain[i], i);
        }
        foreach (int i in new[] { 3, 6, 7, 1, 4, 5, 0, 2 })
        {
            Assert.True(lookup.Writer.TryRemove(chain[i]));
            oracle.Remove(chain[i]);
            lookup.Check([0x0a0a_0a0a, 0x0a0a_0a0b, 0x0a0a_0a80, 0x0a0a_0b00, 0x0a0a_ff00, 0x0aff_0000, 0xff00_0000], false,
                oracle);
        }
    }

    [Test]
    public void What_is_not_there_is_not_removed()
    {
        using Lookup lookup = new([(Ip4(0x0a00_0000, 8), 1)], 1, lcores: 1);
        Assert.False(lookup.Writer.TryRemove(Ip4(0x0a00_0000, 9)));
        Assert.True(lookup.Writer.TryRemove(Ip4(0x0a00_0000, 8)));
        Assert.False(lookup.Writer.TryRemove(Ip4(0x0a00_0000, 8)));
    }

    [Test]
    public void Groups_run_out_with_nothing_changed_and_come_back()
    {
        using Lookup lookup = new([], 4, lcores: 1);
        RouteOracle oracle = new();
        uint network = 0;
        while (lookup.Writer.TryAdd(Ip4(network << 8 | 128, 25), 3)) oracle.Set(Ip4(network++ << 8 | 128, 25), 3);
        Assert.InRange(network, 4u, 8u);
        UInt128[] probes = [.. Enumerable.Range(0, 10).SelectMany(i => new UInt128[] { (uint)i << 8, (uint)i << 8 | 128 })];
        lookup.Check(probes, false, oracle);
        for (int round = 0; round < 100; round++)
        {
            uint gone = (uint)round % network;
            Assert.True(lookup.Writer.TryRemove(Ip4(gone << 8 | 128, 25)));
            Assert.True(lookup.Writer.TryAdd(Ip4(gone << 8 | 128, 25), 3));
        }
        lookup.Check(probes, false, oracle);
    }

    /// <summary>Room for few blocks, so that each is used again at once: a reader that still looked at it would see routes of
    /// another network.</summary>
    [Test]
    [Arguments(false), Arguments(true)]
    public void A_lookup_during_a_change_is_answered_as_before_or_as_after(bool isIp6)
    {
        // Network n is hop n by its /8, and hop n + 4 by whatever longer prefix is there at the moment.
        int width = isIp6 ? 128 : 32;
        IpPrefix Of(UInt128 address, int length) => Prefix(address << (width - 32), length, isIp6);
        using Lookup lookup = new([.. Enumerable.Range(0, 4).Select(n => (Of((uint)n << 24, 8), n))], 6, lcores: 2);
        using ManualResetEventSlim began = new();
        bool stop = false;
        string? wrong = null;
        long lookups = 0;
        Thread reader = new(() =>
        {
            Random random = new(1);
            UInt128[] addresses = new UInt128[64];
            while (!Volatile.Read(ref stop) && wrong is null)
            {
                for (int lane = 0; lane < 64; lane++)
                {
                    addresses[lane] = (UInt128)Draw(random, random.Next(4)) << (width - 32);
                }
                byte[] found = lookup.Find(1, addresses, isIp6);
                for (int lane = 0; lane < 64; lane++)
                {
                    int network = (int)(uint)(addresses[lane] >> (width - 8)), hop = found[lane] & 7;
                    if (found[lane] >> 3 != 1 || hop % 4 != network) wrong ??= $"network {network} went to {found[lane]:x}";
                }
                lookups += 64;
                began.Set();
            }
        });
        reader.Start();
        Assert.True(began.Wait(TimeSpan.FromSeconds(30)));
        Random change = new(2);
        long changes = 0, until = Environment.TickCount64 + 1_500;
        while (Environment.TickCount64 < until && wrong is null)
        {
            int network = change.Next(4), length = change.Next(9, isIp6 ? 49 : 33);
            IpPrefix prefix = Of(Draw(change, network), length);
            if (!lookup.Writer.TryAdd(prefix, network + 4)) continue;
            lookup.Writer.TryRemove(prefix);
            changes++;
        }
        Volatile.Write(ref stop, true);
        reader.Join();
        Assert.Null(wrong);
        Assert.True(changes > 100 && lookups > 100, $"{changes} changes, {lookups} lookups");
    }

    [Test]
    public void Memory_is_not_used_again_before_the_lookups_in_it_have_ended()
    {
        using ModuleHeap heap = new();
        RouteReaders readers = new(heap);
        readers.Begin();
        bool waited = false;
        Thread writer = new(() =>
        {
            readers.Wait();
            Volatile.Write(ref waited, true);
        });
        writer.Start();
        Thread.Sleep(30);
        Assert.False(Volatile.Read(ref waited));
        readers.End();
        Assert.True(writer.Join(TimeSpan.FromSeconds(30)));
        // Outside a lookup nothing is waited for, nor for one that begins later.
        readers.Wait();
    }

    /// <summary>One of few addresses of a network.</summary>
    static uint Draw(Random random, int network) =>
        (uint)(network << 24 | random.Next(2) << 16 | random.Next(2) << 8 | random.Next(4));

    static IpPrefix Near(RandomHeaders draw, List<IpPrefix> all)
    {
        if (all.Count == 0 || draw.Random.Next(3) > 0) return draw.Prefix();
        IpPrefix other = all[draw.Random.Next(all.Count)];
        return Prefix(other.First ^ (UInt128)draw.Random.Next(4), Math.Min(
            other.Length + draw.Random.Next(3), other.IsIp6 ? 128 : 32), other.IsIp6);
    }

    static IpPrefix Ip4(uint address, int length) => Prefix(address, length, false);

    static IpPrefix Prefix(UInt128 address, int length, bool isIp6)
    {
        UInt128 first = length == 0 ? 0 : address & (UInt128.MaxValue << ((isIp6 ? 128 : 32) - length));
        return new IpPrefix((ulong)(first >> 64), (ulong)first, length, isIp6);
    }
}
