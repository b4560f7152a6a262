using System;
using System.Collections.Generic;
using System.Numerics;

namespace FastPaas.Modules;

/// <summary>Control plane: the lists of intervals that long IPv6 prefixes are kept as. A list is never changed: a new one takes
/// its place. Room for intervals is given out in powers of two.</summary>
sealed class RouteIntervals(RouteTable table)
{
    readonly Stack<int> freeLists = [];
    readonly Dictionary<int, Stack<int>> freeRoom = [];
    readonly List<int> spent = [];
    readonly List<(UInt128 First, byte Verdict)> cut = [];
    readonly Stack<(UInt128 Last, byte Verdict)> open = [];
    int listsTaken, intervalsTaken;

    /// <summary>Intervals that a list of so many routes takes room for, at most.</summary>
    public static int RoomFor(int routes) => (int)BitOperations.RoundUpToPowerOf2((uint)(2 * routes + 1));

    public bool HasSpent => spent.Count > 0;

    /// <param name="routes">Of one 24-bit prefix, ascending, a shorter one before those that it covers.</param>
    /// <param name="list">The list's number.</param>
    /// <returns>False: no room.</returns>
    public bool TryMake(List<LongRoute> routes, RouteEntry cover, out int list)
    {
        Cut(routes);
        list = -1;
        int room = (int)BitOperations.RoundUpToPowerOf2((uint)cut.Count);
        if ((freeLists.Count == 0 && listsTaken == table.Lists.Length) || !TryTakeRoom(room, out int start)) return false;
        if (!freeLists.TryPop(out list)) list = listsTaken++;
        for (int i = 0; i < cut.Count; i++) (table.Firsts[start + i], table.Verdicts[start + i]) = cut[i];
        table.Lists[list] = new IntervalList { Start = start, Count = cut.Count, Cover = cover.Bits };
        return true;
    }

    /// <summary>Nothing leads to it any more.</summary>
    public void Retire(int list) => spent.Add(list);

    /// <summary>No lcore can read what was retired.</summary>
    public void Reclaim()
    {
        foreach (int list in spent)
        {
            int room = (int)BitOperations.RoundUpToPowerOf2((uint)table.Lists[list].Count);
            if (!freeRoom.TryGetValue(room, out Stack<int>? starts)) freeRoom.Add(room, starts = []);
            starts.Push(table.Lists[list].Start);
            freeLists.Push(list);
        }
        spent.Clear();
    }

    bool TryTakeRoom(int room, out int start)
    {
        if (freeRoom.TryGetValue(room, out Stack<int>? starts) && starts.TryPop(out start)) return true;
        start = intervalsTaken;
        if (room > table.Firsts.Length - intervalsTaken) return false;
        intervalsTaken += room;
        return true;
    }

    /// <summary>Where the answer changes: where a route starts, and behind its end, where the one around it goes on.</summary>
    void Cut(List<LongRoute> routes)
    {
        cut.Clear();
        Cut(routes[0].Key.Shortened(24).First, 0);
        foreach (LongRoute route in routes)
        {
            Close(route.Key.First);
            open.Push((route.Key.Last, route.Verdict));
            Cut(route.Key.First, route.Verdict);
        }
        Close(routes[0].Key.Shortened(24).Last);
        open.Clear();
    }

    /// <summary>Ends the routes that end before an address.</summary>
    void Close(UInt128 address)
    {
        while (open.TryPeek(out (UInt128 Last, byte Verdict) inner) && inner.Last < address)
        {
            open.Pop();
            Cut(inner.Last + 1, open.TryPeek(out (UInt128 Last, byte Verdict) outer) ? outer.Verdict : (byte)0);
        }
    }

    void Cut(UInt128 first, byte verdict)
    {
        if (cut.Count > 0 && cut[^1].First == first) cut.RemoveAt(cut.Count - 1);
        if (cut.Count == 0 || cut[^1].Verdict != verdict) cut.Add((first, verdict));
    }
}

/// <summary>An IPv6 route of more than 24 bits.</summary>
/// <param name="Verdict">Never 0.</param>
readonly record struct LongRoute(RouteKey Key, byte Verdict) : IComparable<LongRoute>
{
    public int CompareTo(LongRoute other)
    {
        int order = Key.First.CompareTo(other.Key.First);
        return order != 0 ? order : Key.Length.CompareTo(other.Key.Length);
    }
}
