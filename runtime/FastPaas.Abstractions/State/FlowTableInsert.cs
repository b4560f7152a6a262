using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;

namespace FastPaas;

public unsafe partial struct FlowTable
{
    /// <summary>None: there is no such slot.</summary>
    static nuint None => nuint.MaxValue;

    /// <summary>Makes flows, lane by lane: the first of a new flow's packets makes it, those behind find it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong Insert(FlowLanes* flows, ulong lanes)
    {
        ulong made = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
            PrefetchRoom(flows->Hashes[LaneMasks.Lowest(rest)]);
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            if (!TryFind(flows, lane) && !TryInsert(flows, lane)) flows->Entries[lane] = flows->Nobody;
            else made |= 1ul << (int)lane;
        }
        return made;
    }

    /// <summary>Asks for the entry that a flow will get, if no flow of this burst gets it before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly void PrefetchRoom(ulong hashed)
    {
        nuint home = HomeOf(hashed);
        uint empty = FlowGroup.Match(groups + home, 0);
        nuint slot = IsFull && empty != (1u << FlowGroup.Slots) - 1
            ? OldestOf(groups + home, ~empty, TieOf(hashed))
            : LaneMasks.Lowest(empty | 1u << FlowGroup.Slots);
        Prefetch(EntryAt(home * FlowGroup.Slots + slot));
    }

    readonly bool IsFull => count >= countMax | count >= homes * LoadMax;

    /// <summary>Of several flows that are equally old, the first from this slot on goes.</summary>
    static int TieOf(ulong hashed) => (int)(hashed >> 32) & FlowGroup.Slots - 1;

    bool TryInsert(FlowLanes* flows, nuint lane)
    {
        ulong hashed = flows->Hashes[lane];
        nuint home = HomeOf(hashed);
        nuint at = IsFull ? None : TakeSlot(home);
        if (at == None && Evict(home, hashed)) at = TakeSlot(home);
        if (at == None)
        {
            counts.Refused++;
            return false;
        }
        byte* entry = EntryAt(at);
        Fill((FlowEntry*)entry, flows, lane, hashed);
        if ((flows->Ip6 >> (int)lane & 1) != 0)
            Vector256.Load(flows->Addresses + lane * AddressBytes).StoreAligned(addresses + at * AddressBytes);
        Publish(at, hashed, flows->Classes[lane], clock.Of(flows->Classes[lane]));
        flows->Entries[lane] = entry;
        flows->Created |= 1ul << (int)lane;
        count++;
        counts.Inserted++;
        return true;
    }

    readonly void Fill(FlowEntry* entry, FlowLanes* flows, nuint lane, ulong hashed)
    {
        entry->Burst = burst;
        Volatile.WriteBarrier();
        entry->Key = flows->Keys[lane];
        entry->Hash = (uint)hashed;
        *(ulong*)((byte*)entry + FlowEntry.Bytes) = 0;
        for (int at = 32; at < 1 << entryShift; at += 32) Vector256<byte>.Zero.StoreAligned((byte*)entry + at);
    }

    /// <summary>From now on lookups and readers see it.</summary>
    readonly void Publish(nuint at, ulong hashed, uint flowClass, byte age)
    {
        FlowGroup* group = groups + at / FlowGroup.Slots;
        nuint slot = at % FlowGroup.Slots;
        Debug.Assert(FlowGroup.Tags(group)[slot] == 0, "an empty slot is filled");
        FlowGroup.Ages(group)[slot] = age;
        FlowGroup.SetClass(group, slot, flowClass);
        Volatile.Write(ref FlowGroup.Tags(group)[slot], (ushort)FlowGroup.TagOf(hashed));
    }

    /// <summary>The first empty slot from the group <paramref name="home"/> on, counted by those before it; it is still
    /// empty.</summary>
    readonly nuint TakeSlot(nuint home)
    {
        for (nuint index = home; index < home + ProbeGroups; index++)
        {
            uint empty = FlowGroup.Match(groups + index, 0);
            if (empty == 0) continue;
            for (nuint passed = home; passed < index; passed++) groups[passed].PassedOver++;
            return index * FlowGroup.Slots + LaneMasks.Lowest(empty);
        }
        return None;
    }

    /// <summary>Ends the flows of these lanes, which this burst has found; several may have the same.</summary>
    internal void Remove(FlowLanes* flows, ulong lanes)
    {
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            byte** entry = flows->Entries + LaneMasks.Lowest(rest);
            if (*entry != flows->Nobody && HasFlow(SlotOf(*entry))) Remove(SlotOf(*entry));
            *entry = flows->Nobody;
        }
    }

    /// <summary>Empties a slot. What it held is left: a reader may be copying it.</summary>
    void Remove(nuint at)
    {
        nuint index = at / FlowGroup.Slots;
        Debug.Assert(FlowGroup.Tags(groups + index)[at % FlowGroup.Slots] != 0 && count > 0, "a filled slot is emptied");
        FlowGroup.Tags(groups + index)[at % FlowGroup.Slots] = 0;
        for (nuint passed = HomeOf(((FlowEntry*)EntryAt(at))->Hash); passed < index; passed++)
        {
            Debug.Assert(groups[passed].PassedOver > 0, "it was counted when it was passed");
            groups[passed].PassedOver--;
        }
        count--;
    }

    /// <summary>Makes room in a flow's home group, or if there is none to go, in the next, round to the first: who has used up
    /// most of its timeout goes, of several one by chance. A flow of this burst stays: its lanes hold its address.</summary>
    /// <returns>False: they are all of this burst.</returns>
    bool Evict(nuint home, ulong hashed)
    {
        for (nuint at = home; at < home + ProbeGroups; at++)
        {
            nuint index = at < homes ? at : at - homes;
            uint candidates = ~FlowGroup.Match(groups + index, 0) & (1u << FlowGroup.Slots) - 1;
            while (candidates != 0)
            {
                nuint slot = OldestOf(groups + index, candidates, TieOf(hashed));
                nuint victim = index * FlowGroup.Slots + slot;
                if (((FlowEntry*)EntryAt(victim))->Burst != burst)
                {
                    Remove(victim);
                    counts.Evicted++;
                    return true;
                }
                candidates &= ~(1u << (int)slot);
            }
        }
        return false;
    }

    /// <param name="candidates">At least one bit of 16.</param>
    readonly nuint OldestOf(FlowGroup* group, uint candidates, int first)
    {
        Vector128<byte> ago = FlowGroup.TicksAgo(group, clock.Now) & BytesOf(candidates);
        uint oldest = Vector128.Equals(ago, Vector128.Create(Largest(ago))).ExtractMostSignificantBits() & candidates;
        uint behind = oldest & uint.MaxValue << first;
        return LaneMasks.Lowest(behind != 0 ? behind : oldest);
    }

    /// <summary>A bit becomes a byte, 0 or all ones.</summary>
    static Vector128<byte> BytesOf(uint bits)
    {
        Vector128<byte> which = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
        Vector128<byte> half = Vector128.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
        return Vector128.Equals(Vector128.ShuffleNative(Vector128.Create((ushort)bits).AsByte(), half) & which, which);
    }

    static byte Largest(Vector128<byte> bytes)
    {
        bytes = Vector128.Max(bytes, Vector128.Shuffle(bytes.AsUInt64(), Vector128.Create(1ul, 0)).AsByte());
        ulong rest = bytes.AsUInt64().ToScalar();
        bytes = Vector128.Max(bytes, Vector128.CreateScalar(rest >> 32).AsByte());
        bytes = Vector128.Max(bytes, Vector128.CreateScalar(bytes.AsUInt64().ToScalar() >> 16).AsByte());
        uint two = bytes.AsUInt32().ToScalar(), low = two & 0xff, high = two >> 8 & 0xff;
        return (byte)(low > high ? low : high);
    }
}

/// <summary>What has happened to a table's flows since it was made.</summary>
public struct FlowCounts
{
    public ulong Inserted;
    public ulong Expired;
    /// <summary>Before their time, for another of the same table.</summary>
    public ulong Evicted;
    /// <summary>Packets that went without a flow: all that could go was of their own burst.</summary>
    public ulong Refused;
}
