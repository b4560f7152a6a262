using System;
using System.Collections.Generic;

namespace FastPaas.Verify.Domain;

/// <summary>A part of the frame in which something known was spilled.</summary>
/// <param name="Origin">What the offset counts from: <see cref="Origin.Frame"/> or <see cref="Origin.Aligned"/>. The two never
/// overlap, see <see cref="Frame"/>.</param>
readonly record struct Slot(Origin Origin, int Offset, int Bytes, Value Value)
{
    public bool Overlaps(Origin origin, long offset, long bytes) =>
        Origin == origin && Offset < offset + bytes && offset < Offset + Bytes;
}

/// <summary>What is known of a frame's memory: immutable, so that states share it. Forgetting is always right.</summary>
sealed class Slots
{
    /// <summary>More than a compiler's function has; beyond, spills are forgotten.</summary>
    const int CountMax = 512;

    public static readonly Slots None = new([]);

    readonly Slot[] slots;

    Slots(Slot[] slots) => this.slots = slots;

    public int Count => slots.Length;

    /// <summary>What a read gives; null: nothing is known.</summary>
    public Value? Read(Origin origin, long offset, int bytes)
    {
        foreach (Slot slot in slots)
        {
            if (slot.Origin != origin || slot.Offset != offset || bytes > slot.Bytes) continue;
            return bytes == slot.Bytes ? slot.Value : Value.Number(slot.Value.AsInterval.Truncate(bytes * 8));
        }
        return null;
    }

    /// <summary>Something else stands there.</summary>
    public Slots Forget(Origin origin, long offset, long bytes) => Where(slot => !slot.Overlaps(origin, offset, bytes));

    /// <param name="value">null: nothing is known of it.</param>
    public Slots Write(Origin origin, long offset, int bytes, Value? value)
    {
        Slots rest = Forget(origin, offset, bytes);
        if (value is not { } known || SaysNothing(known, bytes) || rest.Count >= CountMax) return rest;
        Slot added = new(origin, (int)offset, bytes, known);
        int place = Array.FindIndex(rest.slots, slot => Compare(slot, added) > 0);
        if (place < 0) place = rest.Count;
        return new Slots([.. rest.slots.AsSpan(0, place), added, .. rest.slots.AsSpan(place)]);
    }

    /// <summary>What lies at or above a stack pointer.</summary>
    public Slots Above(Value stackPointer) => Where(slot => stackPointer.Origin == Origin.Aligned
        ? slot.Origin == Origin.Frame || slot.Offset >= stackPointer.Offset
        : slot.Origin == Origin.Frame && slot.Offset >= stackPointer.Offset);

    /// <summary>What is true of both.</summary>
    /// <param name="join">Of two values.</param>
    public Slots Join(Slots other, Func<Value, Value, Value> join)
    {
        if (ReferenceEquals(this, other)) return this;
        List<Slot> both = new(slots.Length);
        bool isSame = true;
        for (int i = 0, j = 0; i < slots.Length; i++)
        {
            while (j < other.Count && Compare(other.slots[j], slots[i]) < 0) j++;
            if (j == other.Count || Compare(other.slots[j], slots[i]) > 0 || other.slots[j].Bytes != slots[i].Bytes)
            {
                isSame = false;
                continue;
            }
            Value value = join(slots[i].Value, other.slots[j].Value);
            isSame &= value == slots[i].Value;
            if (!SaysNothing(value, slots[i].Bytes)) both.Add(slots[i] with { Value = value });
        }
        return isSame ? this : new Slots([.. both]);
    }

    static bool SaysNothing(Value value, int bytes) =>
        value.Origin == Origin.Number && value.Interval == Interval.Full(bytes * 8);

    /// <summary>By place; in one frame no two slots begin at one.</summary>
    static int Compare(Slot a, Slot b) =>
        a.Origin != b.Origin ? a.Origin.CompareTo(b.Origin) : a.Offset.CompareTo(b.Offset);

    Slots Where(Func<Slot, bool> isKept)
    {
        if (Array.TrueForAll(slots, slot => isKept(slot))) return this;
        return new Slots(Array.FindAll(slots, slot => isKept(slot)));
    }
}
