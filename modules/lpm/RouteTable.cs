using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace FastPaas.Modules;

/// <summary>What lcores look up in: one for the node, shared by all of them, written by <see cref="RouteWriter"/> only.</summary>
/// <remarks>
/// Both families start with 24 bits of the address in two steps, of 16 and 8 bits, so that memory follows the routes (DIR-24-8
/// takes 64 MiB for one route) and a table of a few thousand stays in the cache. The first step never decides: where no prefix
/// is longer than 16 bits, it leads to a block whose 256 entries are all the same, one for each answer; so there is no jump
/// between the two loads. Prefixes longer than 24 bits: a group of 256 entries (IPv4), or the intervals into which they cut the
/// rest, searched by halves (IPv6): their memory is bounded by the routes however they are nested.
/// <para>
/// While lcores read, one control thread writes. What it makes anew (block, group, intervals) is complete before the one word
/// that leads to it is stored (Volatile.Write: release); a reader comes to it only through that word, and on x86-64 loads
/// aren't reordered. So each lookup is answered as before or as after a change. What the word led to before isn't used again
/// until every lcore has left the lookup in which it may have read it (<see cref="RouteReaders"/>).
/// </para>
/// </remarks>
struct RouteTable
{
    public const int BlockEntries = 256;
    public const int RootEntries = 65_536;

    /// <summary>By the first 16 bits: where a block begins.</summary>
    internal NativeArray<uint> Ip4Root;
    internal NativeArray<uint> Ip6Root;
    /// <summary>Blocks, by the next 8 bits, and groups of IPv4, by the last 8: <see cref="RouteEntry"/>.</summary>
    internal NativeArray<uint> Entries;
    internal NativeArray<IntervalList> Lists;
    /// <summary>First addresses of intervals, ascending in each list; the first is that of the 24 bits themselves.</summary>
    internal NativeArray<UInt128> Firsts;
    /// <summary>What each interval says; 0: no long prefix covers it, so the list's cover decides.</summary>
    internal NativeArray<byte> Verdicts;
    internal RouteReaders Readers;

    /// <summary>Elements of the arrays that grow with the routes.</summary>
    internal struct Lengths
    {
        public int Entries;
        public int Lists;
        public int Intervals;
    }

    /// <summary>The node's table.</summary>
    /// <param name="own">The writer's, which is on the first lcore; null: the others find the table made.</param>
    internal static RouteTable Of(ModuleHeap heap, Lengths? own = null)
    {
        ref Lengths lengths = ref heap.Shared<Lengths>(1)[0];
        if (own is { } made) lengths = made;
        return new RouteTable
        {
            Ip4Root = heap.Shared<uint>(RootEntries),
            Ip6Root = heap.Shared<uint>(RootEntries),
            Entries = heap.Shared<uint>(lengths.Entries),
            Lists = heap.Shared<IntervalList>(lengths.Lists),
            Firsts = heap.Shared<UInt128>(lengths.Intervals),
            Verdicts = heap.Shared<byte>(lengths.Intervals),
            Readers = new RouteReaders(heap),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void BeginRead() => Readers.Begin();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void EndRead() => Readers.End();

    /// <summary>In two passes, so that the misses of a burst overlap.</summary>
    public readonly void Find4(Burst burst, LaneMask ip4, in RouteLanes lanes)
    {
        // In locals: every store could change a field.
        NativeArray<uint> root = Ip4Root, entries = Entries;
        LaneArray<uint> places = lanes.Places;
        LaneArray<byte> found = lanes.Found;
        foreach (LaneView packet in burst.Each(ip4))
        {
            uint address = packet.IpDst;
            uint place = root[(int)(address >> 16)] + (byte)(address >> 8);
            places[packet] = place;
            entries.Prefetch((int)place);
        }
        foreach (LaneView packet in burst.Each(ip4)) found[packet] = (byte)entries[(int)places[packet]];
        LaneMask goesOn = ip4 & LaneMask.OfBit(found, RouteEntry.GoesOnBit);
        if (!goesOn.IsEmpty) FindLong4(burst, goesOn, lanes);
    }

    readonly void FindLong4(Burst burst, LaneMask goesOn, in RouteLanes lanes)
    {
        NativeArray<uint> entries = Entries;
        LaneArray<uint> places = lanes.Places;
        LaneArray<byte> found = lanes.Found;
        foreach (LaneView packet in burst.Each(goesOn))
        {
            // Read once more, and perhaps changed meanwhile.
            RouteEntry entry = new(Volatile.Read(ref entries[(int)places[packet]]));
            uint place = entry.IsGoesOn ? (uint)entry.Index * BlockEntries + (byte)packet.IpDst : places[packet];
            places[packet] = place;
            entries.Prefetch((int)place);
            found[packet] = entry.Verdict;
        }
        foreach (LaneView packet in burst.Each(goesOn & LaneMask.OfBit(found, RouteEntry.GoesOnBit)))
            found[packet] = (byte)entries[(int)places[packet]];
    }

    public readonly void Find6(Burst burst, LaneMask ip6, in RouteLanes lanes)
    {
        NativeArray<uint> root = Ip6Root, entries = Entries;
        LaneArray<uint> places = lanes.Places;
        LaneArray<byte> found = lanes.Found;
        foreach (LaneView packet in burst.Each(ip6))
        {
            ulong high = packet.Ip6DstHigh;
            uint place = root[(int)(high >> 48)] + (byte)(high >> 40);
            places[packet] = place;
            entries.Prefetch((int)place);
        }
        foreach (LaneView packet in burst.Each(ip6))
        {
            RouteEntry entry = new(Volatile.Read(ref entries[(int)places[packet]]));
            found[packet] = entry.IsGoesOn ? FindLong6(packet.Ip6Dst, entry.Index) : entry.Verdict;
        }
    }

    readonly byte FindLong6(UInt128 address, int index)
    {
        ref IntervalList list = ref Lists[index];
        ulong high = (ulong)(address >> 64), low = (ulong)address;
        int at = list.Start;
        for (int count = list.Count; count > 1;)
        {
            int half = count >> 1;
            UInt128 first = Firsts[at + half];
            ulong firstHigh = (ulong)(first >> 64);
            int isNotAbove = (firstHigh < high ? 1 : 0) | ((firstHigh == high ? 1 : 0) & ((ulong)first <= low ? 1 : 0));
            at += half & -isNotAbove;
            count -= half;
        }
        byte verdict = Verdicts[at];
        return verdict != 0 ? verdict : (byte)Volatile.Read(ref list.Cover);
    }
}

/// <summary>The intervals of the IPv6 prefixes longer than 24 bits that share their first 24. Only Cover changes once an entry
/// leads to it.</summary>
struct IntervalList
{
    public int Start;
    public int Count;
    /// <summary>A <see cref="RouteEntry"/>: what the longest prefix of at most 24 bits says.</summary>
    public uint Cover;
}

/// <summary>One lcore's notes on the burst that it looks up.</summary>
readonly struct RouteLanes(ModuleHeap heap)
{
    public readonly LaneArray<uint> Places = heap.AllocateLanes<uint>();
    public readonly LaneArray<byte> Found = heap.AllocateLanes<byte>();
}
