using System;
using System.Numerics;
using System.Threading;

namespace FastPaas;

/// <summary>How a <see cref="FlowTable"/> is made.</summary>
/// <param name="FlowsMax">Its budget: 1 to 2^26 flows.</param>
/// <param name="EntryBytes">32, 64, 128 or 256: 24 of <see cref="FlowEntry"/>, then fields.</param>
/// <param name="TimeoutSeconds">By <see cref="FlowClass"/>, from 1.</param>
/// <param name="IsSymmetric">Both directions of a connection are one flow.</param>
public sealed record FlowTableOptions(int FlowsMax, int EntryBytes, uint[] TimeoutSeconds, bool IsSymmetric = false)
{
    /// <summary>Slots that it begins with, as far as its budget needs them.</summary>
    public int SlotsAtStart { get; init; } = 1_024;
}

public unsafe partial struct FlowTable
{
    const int FlowsLimit = 1 << 26;
    /// <summary>The touched part is ahead of the used one by so much, or by half of it: what a flood fills between two calls.
    /// </summary>
    const int HomesAhead = 256;
    const int PageBytes = 4_096;

    /// <summary>Makes a table in <paramref name="heap"/>, whose hash seed and clock it takes. Control plane; it ends with the
    /// heap.</summary>
    /// <exception cref="ModuleConfigurationException">The machine can't promise the memory.</exception>
    public static FlowTable* Create(ModuleHeap heap, FlowTableOptions options)
    {
        if (options.FlowsMax is < 1 or > FlowsLimit)
            throw new ArgumentOutOfRangeException(nameof(options), options.FlowsMax, "1 to 67,108,864 flows");
        if (options.EntryBytes is not (32 or 64 or 128 or FlowEntry.BytesMax))
            throw new ArgumentOutOfRangeException(nameof(options), options.EntryBytes, "32, 64, 128 or 256 bytes");
        if (options.TimeoutSeconds.Length != FlowClasses.Count)
            throw new ArgumentOutOfRangeException(nameof(options), options.TimeoutSeconds.Length, "a timeout for each class");
        nuint homesMax = HomesFor(((uint)options.FlowsMax + LoadAtBudget - 1) / LoadAtBudget);
        nuint all = homesMax + ProbeGroups - 1;
        FlowTable* table = heap.Allocate<FlowTable>(1).Pointer;
        *table = new FlowTable
        {
            hash = new KeyedHash(heap.HashSeed),
            groups = (FlowGroup*)heap.ReserveLarge(all * FlowGroup.Bytes),
            entries = heap.ReserveLarge(all * FlowGroup.Slots * (nuint)options.EntryBytes),
            addresses = heap.ReserveLarge(all * FlowGroup.Slots * AddressBytes),
            entryShift = BitOperations.Log2((uint)options.EntryBytes),
            isSymmetric = options.IsSymmetric,
            countMax = (nuint)options.FlowsMax,
            homesMax = homesMax,
            clock = new FlowClock(options.TimeoutSeconds, heap.CyclesPerSecond),
        };
        table->homes = Math.Min(HomesFor((uint)options.SlotsAtStart / FlowGroup.Slots), homesMax);
        table->homeMask = table->homes - 1;
        table->sweepCycles = table->clock.SweepCycles(table->homes + ProbeGroups - 1);
        table->TouchAhead();
        return table;
    }

    /// <summary>A power of two. At least so many that a split's new home lies beyond all where the old one's flows can
    /// be.</summary>
    static nuint HomesFor(uint homes) => BitOperations.RoundUpToPowerOf2(Math.Max(homes, ProbeGroups));

    /// <summary>Lets the kernel give the memory that growth will use next, so that no lcore waits for a page. The control plane
    /// calls it every now and then, beside the lcore; nobody else does at the same time.</summary>
    /// <remarks>Of what is touched here the lcore uses nothing before <c>homesTouched</c> says that it may.</remarks>
    public void TouchAhead()
    {
        nuint used = Volatile.Read(ref homes), touched = homesTouched;
        nuint wanted = Math.Min(homesMax, used + Math.Max(used / 2, HomesAhead));
        if (wanted <= touched) return;
        nuint from = touched == 0 ? 0 : touched + ProbeGroups - 1, to = wanted + ProbeGroups - 1;
        Touch((byte*)groups, from * FlowGroup.Bytes, to * FlowGroup.Bytes);
        Touch(entries, from * FlowGroup.Slots << entryShift, to * FlowGroup.Slots << entryShift);
        Touch(addresses, from * FlowGroup.Slots * AddressBytes, to * FlowGroup.Slots * AddressBytes);
        Volatile.Write(ref homesTouched, wanted);
    }

    /// <summary>Writes to each page of a range that nobody uses yet: its own first byte, for the page of that may be
    /// used.</summary>
    static void Touch(byte* memory, nuint from, nuint to)
    {
        for (nuint at = from; at < to; at += PageBytes) memory[at] = 0;
        if (to > from) memory[to - 1] = 0;
    }
}
