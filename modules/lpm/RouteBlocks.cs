using System.Collections.Generic;
using System.Threading;

namespace FastPaas.Modules;

/// <summary>Control plane: which blocks of 256 entries are free, and the shared ones, whose entries are all the same.</summary>
/// <param name="entries">Of all blocks.</param>
sealed class RouteBlocks(NativeArray<uint> entries)
{
    readonly Dictionary<RouteEntry, int> shared = [];
    readonly Stack<int> free = [];
    /// <summary>No word leads to them any more, but lcores may still read them.</summary>
    readonly List<int> spent = [];
    int taken;

    /// <summary>Shared blocks that there can be: every prefix of up to 16 bits to every hop, and no route.</summary>
    public const int SharedMax = 17 * 8 + 1;

    public bool HasSpent => spent.Count > 0;

    /// <summary>The block that says the same 256 times. There is always one: the table keeps room for them.</summary>
    public int Shared(RouteEntry entry)
    {
        if (shared.TryGetValue(entry, out int block)) return block;
        block = taken++;
        Fill(block, entry);
        shared.Add(entry, block);
        return block;
    }

    public bool IsShared(int block) =>
        shared.TryGetValue(new RouteEntry(entries[block * RouteTable.BlockEntries]), out int same) && same == block;

    /// <summary>A block of one's own, all of whose entries say this; false: there is none left.</summary>
    public bool TryTake(RouteEntry entry, out int block)
    {
        if (!free.TryPop(out block))
        {
            int room = entries.Length / RouteTable.BlockEntries - SharedMax + shared.Count;
            if (taken >= room) return false;
            block = taken++;
        }
        Fill(block, entry);
        return true;
    }

    /// <summary>Nothing leads to it any more.</summary>
    public void Retire(int block) => spent.Add(block);

    /// <summary>No lcore can read what was retired.</summary>
    public void Reclaim()
    {
        foreach (int block in spent) free.Push(block);
        spent.Clear();
    }

    /// <summary>Whether all entries are one that doesn't go on, of at most so many bits.</summary>
    public bool IsUniform(int block, int prefixLengthMax)
    {
        int start = block * RouteTable.BlockEntries;
        RouteEntry first = new(entries[start]);
        if (first.IsGoesOn || first.PrefixLength > prefixLengthMax) return false;
        for (int i = 1; i < RouteTable.BlockEntries; i++)
            if (entries[start + i] != first.Bits) return false;
        return true;
    }

    void Fill(int block, RouteEntry entry)
    {
        int start = block * RouteTable.BlockEntries;
        for (int i = 0; i < RouteTable.BlockEntries; i++) Volatile.Write(ref entries[start + i], entry.Bits);
    }
}
