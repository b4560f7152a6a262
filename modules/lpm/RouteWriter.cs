using System;
using System.Collections.Generic;
using System.Threading;

namespace FastPaas.Modules;

/// <summary>Control plane: the routes, and the only writer of their table; one thread at a time, while lcores look up. Each call
/// is done when it returns; in between a lookup is answered as before or as after.</summary>
sealed class RouteWriter
{
    readonly Dictionary<RouteKey, int> hops = [];
    /// <summary>How many routes have a length: IPv4 from 0, IPv6 from 33.</summary>
    readonly int[] lengths = new int[33 + 129];
    readonly Dictionary<uint, List<LongRoute>> longRoutes = [];
    readonly RouteTable table;
    readonly RouteBlocks blocks;
    readonly RouteIntervals intervals;

    /// <param name="heap">The first lcore's: the others find the table made (<see cref="RouteTable.Of"/>).</param>
    /// <param name="routes">Of two for one prefix the last holds.</param>
    /// <param name="routesSpare">Routes that there is room for beside them, wherever they lie.</param>
    public RouteWriter(ModuleHeap heap, IEnumerable<(IpPrefix Prefix, int Hop)> routes, int routesSpare)
    {
        foreach ((IpPrefix prefix, int hop) in routes) hops[RouteKey.Of(prefix)] = hop;
        foreach (RouteKey key in hops.Keys)
            if (IsLong6(key)) Bucket(key).Add(new LongRoute(key, RouteEntry.Hit(key.Length, hops[key]).Verdict));
        table = Allocate(heap, routesSpare);
        blocks = new RouteBlocks(table.Entries);
        intervals = new RouteIntervals(table);
        Fill();
    }

    public RouteTable Table => table;

    public int Count => hops.Count;

    /// <summary>Adds a route, or changes its hop. False: the table has no room; nothing has changed.</summary>
    public bool TryAdd(IpPrefix prefix, int hop)
    {
        RouteKey key = RouteKey.Of(prefix);
        RouteEntry entry = RouteEntry.Hit(key.Length, hop);
        if (!TryWithRoom(key, entry)) return false;
        if (hops.TryAdd(key, hop)) lengths[LengthIndex(key)]++;
        else hops[key] = hop;
        return true;
    }

    /// <summary>Removes a route: the shorter ones around it answer again. False: there is none, or the list without it would need
    /// room that there isn't; nothing has changed.</summary>
    public bool TryRemove(IpPrefix prefix)
    {
        RouteKey key = RouteKey.Of(prefix);
        if (!hops.ContainsKey(key) || !TryWithRoom(key, IsLong6(key) ? RouteEntry.Miss : Around(key))) return false;
        hops.Remove(key);
        lengths[LengthIndex(key)]--;
        Tidy(key);
        return true;
    }

    bool TryWithRoom(RouteKey key, RouteEntry entry)
    {
        if (TryWrite(key, entry)) return true;
        if (!blocks.HasSpent && !intervals.HasSpent) return false;
        table.Readers.Wait();
        blocks.Reclaim();
        intervals.Reclaim();
        return TryWrite(key, entry);
    }

    bool TryWrite(RouteKey key, RouteEntry entry)
    {
        if (key.Length <= 16)
        {
            for (int i = 0; i < 1 << (16 - key.Length); i++) WriteSlot(key, key.Slot + i, entry);
            return true;
        }
        if (!TryOwnBlock(key, out int block)) return false;
        int start = block * RouteTable.BlockEntries + key.InBlock;
        if (key.Length <= 24)
        {
            WriteEntries(key, start, 1 << (24 - key.Length), entry);
            return true;
        }
        if (key.IsIp6) return TryReplaceList(key, start, entry);
        if (!TryOwnGroup(start, out int group)) return false;
        WriteEntries(key, group * RouteTable.BlockEntries + key.InGroup, 1 << (32 - key.Length), entry);
        return true;
    }

    void WriteSlot(RouteKey key, int slot, RouteEntry entry)
    {
        ref uint root = ref Root(key)[slot];
        int block = (int)(root / RouteTable.BlockEntries);
        if (!blocks.IsShared(block)) WriteEntries(key, (int)root, RouteTable.BlockEntries, entry);
        else if (new RouteEntry(table.Entries[(int)root]).PrefixLength <= key.Length)
            Volatile.Write(ref root, (uint)blocks.Shared(entry) * RouteTable.BlockEntries);
    }

    /// <summary>Entries that longer prefixes decide stay as they are.</summary>
    void WriteEntries(RouteKey key, int start, int count, RouteEntry entry)
    {
        for (int at = start; at < start + count; at++)
        {
            RouteEntry old = new(table.Entries[at]);
            if (!old.IsGoesOn) WriteWord(ref table.Entries[at], key, entry);
            else if (key.IsIp6) WriteWord(ref table.Lists[old.Index].Cover, key, entry);
            else
            {
                int group = old.Index * RouteTable.BlockEntries;
                for (int i = 0; i < RouteTable.BlockEntries; i++) WriteWord(ref table.Entries[group + i], key, entry);
            }
        }
    }

    static void WriteWord(ref uint word, RouteKey key, RouteEntry entry)
    {
        if (new RouteEntry(word).PrefixLength <= key.Length) Volatile.Write(ref word, entry.Bits);
    }

    /// <summary>Gives the slot of a prefix a block of its own, which says what the shared one said.</summary>
    bool TryOwnBlock(RouteKey key, out int block)
    {
        ref uint root = ref Root(key)[key.Slot];
        block = (int)(root / RouteTable.BlockEntries);
        if (!blocks.IsShared(block)) return true;
        if (!blocks.TryTake(new RouteEntry(table.Entries[(int)root]), out block)) return false;
        Volatile.Write(ref root, (uint)block * RouteTable.BlockEntries);
        return true;
    }

    bool TryOwnGroup(int at, out int group)
    {
        RouteEntry entry = new(table.Entries[at]);
        group = entry.Index;
        if (entry.IsGoesOn) return true;
        if (!blocks.TryTake(entry, out group)) return false;
        Volatile.Write(ref table.Entries[at], RouteEntry.GoesOn(group).Bits);
        return true;
    }

    /// <param name="entry">Miss: the route goes.</param>
    bool TryReplaceList(RouteKey key, int at, RouteEntry entry)
    {
        List<LongRoute> bucket = Bucket(key);
        int found = bucket.BinarySearch(new LongRoute(key, 0));
        LongRoute? before = found >= 0 ? bucket[found] : null;
        int place = found >= 0 ? found : ~found;
        if (before is not null) bucket.RemoveAt(place);
        if (entry != RouteEntry.Miss) bucket.Insert(place, new LongRoute(key, entry.Verdict));
        if (TryPublishList(bucket, at)) return true;
        if (entry != RouteEntry.Miss) bucket.RemoveAt(place);
        if (before is { } old) bucket.Insert(place, old);
        return false;
    }

    bool TryPublishList(List<LongRoute> bucket, int at)
    {
        RouteEntry old = new(table.Entries[at]);
        RouteEntry cover = old.IsGoesOn ? new RouteEntry(table.Lists[old.Index].Cover) : old;
        RouteEntry now = cover;
        if (bucket.Count > 0)
        {
            if (!intervals.TryMake(bucket, cover, out int list)) return false;
            now = RouteEntry.GoesOn(list);
        }
        Volatile.Write(ref table.Entries[at], now.Bits);
        if (old.IsGoesOn) intervals.Retire(old.Index);
        return true;
    }

    /// <summary>After a removal: what says the same everywhere gives its memory back.</summary>
    void Tidy(RouteKey key)
    {
        if (key.Length <= 16) return;
        ref uint root = ref Root(key)[key.Slot];
        int block = (int)(root / RouteTable.BlockEntries);
        ref uint word = ref table.Entries[(int)root + key.InBlock];
        RouteEntry entry = new(word);
        if (!key.IsIp6 && entry.IsGoesOn && blocks.IsUniform(entry.Index, 24))
        {
            Volatile.Write(ref word, table.Entries[entry.Index * RouteTable.BlockEntries]);
            blocks.Retire(entry.Index);
        }
        if (!blocks.IsUniform(block, 16)) return;
        Volatile.Write(ref root, (uint)blocks.Shared(new RouteEntry(word)) * RouteTable.BlockEntries);
        blocks.Retire(block);
    }

    /// <summary>What the longest of the shorter routes around a prefix says.</summary>
    RouteEntry Around(RouteKey key)
    {
        for (int length = key.Length - 1; length >= 0; length--)
        {
            RouteKey shorter = key.Shortened(length);
            if (lengths[LengthIndex(shorter)] != 0 && hops.TryGetValue(shorter, out int hop)) return RouteEntry.Hit(length, hop);
        }
        return RouteEntry.Miss;
    }

    RouteTable Allocate(ModuleHeap heap, int routesSpare)
    {
        HashSet<(bool, int)> slots = [];
        HashSet<uint> groups = [];
        foreach (RouteKey key in hops.Keys)
        {
            if (key.Length > 16) slots.Add((key.IsIp6, key.Slot));
            if (key.Length > 24 && !key.IsIp6) groups.Add(key.First24);
        }
        int intervalCount = 0, intervalsMax = 0;
        foreach (List<LongRoute> bucket in longRoutes.Values)
        {
            int room = RouteIntervals.RoomFor(bucket.Count);
            intervalCount = checked(intervalCount + room);
            intervalsMax = Math.Max(intervalsMax, room);
        }
        long blockCount = RouteBlocks.SharedMax + slots.Count + groups.Count + 2L * routesSpare;
        if (blockCount > RouteEntry.IndexMax / 2) throw new ModuleConfigurationException("the routes need more than 8 GiB.");
        if (routesSpare > 0) intervalCount += 2 * intervalsMax + RouteIntervals.RoomFor(2 * routesSpare);
        return RouteTable.Of(heap, new RouteTable.Lengths
        {
            Entries = (int)blockCount * RouteTable.BlockEntries,
            Lists = longRoutes.Count + 2 * routesSpare,
            Intervals = intervalCount,
        });
    }

    /// <summary>The order doesn't matter: a longer prefix never yields to a shorter one.</summary>
    void Fill()
    {
        uint miss = (uint)blocks.Shared(RouteEntry.Miss) * RouteTable.BlockEntries;
        table.Ip4Root.Span.Fill(miss);
        table.Ip6Root.Span.Fill(miss);
        foreach ((RouteKey key, int hop) in hops)
        {
            lengths[LengthIndex(key)]++;
            if (!IsLong6(key)) TryWrite(key, RouteEntry.Hit(key.Length, hop));
        }
        foreach (List<LongRoute> bucket in longRoutes.Values)
        {
            bucket.Sort();
            RouteKey key = bucket[0].Key;
            TryOwnBlock(key, out int block);
            TryPublishList(bucket, block * RouteTable.BlockEntries + key.InBlock);
        }
    }

    NativeArray<uint> Root(RouteKey key) => key.IsIp6 ? table.Ip6Root : table.Ip4Root;

    List<LongRoute> Bucket(RouteKey key)
    {
        if (!longRoutes.TryGetValue(key.First24, out List<LongRoute>? bucket)) longRoutes.Add(key.First24, bucket = []);
        return bucket;
    }

    static bool IsLong6(RouteKey key) => key.IsIp6 && key.Length > 24;

    static int LengthIndex(RouteKey key) => key.IsIp6 ? 33 + key.Length : key.Length;
}
