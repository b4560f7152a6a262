using System;

namespace FastPaas.Modules;

/// <summary>Sets of eight slots of 1 KiB: a lookup reads one set, an insertion frees one slot of it. No operation does more,
/// whatever the keys are.</summary>
/// <remarks>Whoever is to go: a slot that is empty or over, else the first that wasn't read since the last time round (the clock
/// algorithm, one hand a set). Slots of the configuration stay.</remarks>
readonly struct CacheTable
{
    public const int Ways = 8;
    public const int KeyBytesMax = 280;
    public const int DataBytesMax = 1_024 - KeyBytesMax;
    /// <summary>In <see cref="Slot.ExpiresCycles"/>: of the configuration.</summary>
    public const ulong Never = ulong.MaxValue;

    readonly NativeArray<Slot> slots;
    readonly NativeArray<byte> keys;
    readonly NativeArray<byte> data;
    readonly NativeArray<byte> hands;

    /// <param name="entries">Slots, rounded up to a power of two.</param>
    public CacheTable(int entries, ModuleHeap heap)
    {
        int count = Ways;
        while (count < entries) count *= 2;
        slots = heap.Allocate<Slot>(count);
        keys = heap.Allocate<byte>(count * KeyBytesMax);
        data = heap.Allocate<byte>(count * DataBytesMax);
        hands = heap.Allocate<byte>(count / Ways);
    }

    /// <summary>The slot of a key that still holds; -1: none.</summary>
    public int Find(in CacheKey key, ulong nowCycles)
    {
        int first = FirstOf(key.Hash);
        for (int slot = first; slot < first + Ways; slot++)
        {
            if (slots[slot].Hash != key.Hash || !slots[slot].HoldsAt(nowCycles) || !Key(slot).SequenceEqual(key.Bytes)) continue;
            slots[slot].WasRead = true;
            return slot;
        }
        return -1;
    }

    /// <summary>A slot with this key and no data, its old one where there is one; -1: all of the set are the
    /// configuration's.</summary>
    public int Add(in CacheKey key, ulong nowCycles, ulong expiresCycles)
    {
        int slot = Find(key, nowCycles);
        if (slot < 0) slot = Free(FirstOf(key.Hash), nowCycles);
        if (slot < 0 || slots[slot].ExpiresCycles == Never) return -1;
        slots[slot] = new Slot
        {
            Hash = key.Hash, StoredCycles = nowCycles, ExpiresCycles = expiresCycles, KeyBytes = (ushort)key.Length,
        };
        RawBytes.Copy(key.Bytes, keys.Span.Slice(slot * KeyBytesMax, KeyBytesMax));
        return slot;
    }

    /// <param name="bytes">At most <see cref="DataBytesMax"/>.</param>
    public void SetData(int slot, ReadOnlySpan<byte> bytes, int records)
    {
        slots[slot].DataBytes = (ushort)bytes.Length;
        slots[slot].Records = (ushort)records;
        RawBytes.Copy(bytes, data.Span.Slice(slot * DataBytesMax, DataBytesMax));
    }

    public ReadOnlySpan<byte> Data(int slot) => data.Span.Slice(slot * DataBytesMax, slots[slot].DataBytes);

    /// <summary>DNS resource records in the data.</summary>
    public int Records(int slot) => slots[slot].Records;

    public bool IsConfigured(int slot) => slots[slot].ExpiresCycles == Never;

    /// <summary>Whole seconds since it was learned; what is configured has no age.</summary>
    public uint AgeSeconds(int slot, ulong nowCycles, ulong cyclesPerSecond)
    {
        ulong stored = slots[slot].StoredCycles;
        if (IsConfigured(slot) || nowCycles <= stored) return 0;
        return (uint)Math.Min((nowCycles - stored) / cyclesPerSecond, uint.MaxValue);
    }

    int FirstOf(ulong hash) => (int)(hash & (uint)(slots.Length / Ways - 1)) * Ways;

    ReadOnlySpan<byte> Key(int slot) => keys.Span.Slice(slot * KeyBytesMax, slots[slot].KeyBytes);

    int Free(int first, ulong nowCycles)
    {
        for (int slot = first; slot < first + Ways; slot++)
        {
            if (!slots[slot].HoldsAt(nowCycles)) return slot;
        }
        // Twice round: the first may only take back what was read.
        for (int step = 0; step < 2 * Ways; step++)
        {
            ref byte hand = ref hands[first / Ways];
            int slot = first + hand;
            hand = (byte)((hand + 1) % Ways);
            if (slots[slot].ExpiresCycles == Never) continue;
            if (!slots[slot].WasRead) return slot;
            slots[slot].WasRead = false;
        }
        return -1;
    }

    struct Slot
    {
        public ulong Hash;
        public ulong StoredCycles;
        /// <summary>Zero: nothing is here.</summary>
        public ulong ExpiresCycles;
        public ushort KeyBytes;
        public ushort DataBytes;
        public ushort Records;
        public bool WasRead;

        public readonly bool HoldsAt(ulong nowCycles) => nowCycles < ExpiresCycles;
    }
}
