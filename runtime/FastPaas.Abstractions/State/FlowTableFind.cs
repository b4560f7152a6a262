using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

public unsafe partial struct FlowTable
{
    const int AddressBytes = 32, GroupBits = 4;

    /// <summary>All passes behind the first, for lanes whose keys and hashes are there.</summary>
    internal ulong FindOrInsert(FlowLanes* flows, ulong lanes)
    {
        ulong found = Find(flows, lanes);
        SetClasses(flows, found);
        ulong missed = lanes & ~found;
        return missed == 0 ? found : found | Insert(flows, missed);
    }

    internal ulong Find(FlowLanes* flows, ulong lanes)
    {
        MatchTags(flows, lanes);
        ulong candidates = lanes & ~LaneCompare.Equal(flows->Matches, 0, HeaderLanes.Lanes);
        ulong passed = lanes & ~LaneCompare.Equal(flows->PassedOver, 0, HeaderLanes.Lanes);
        ulong displaced = passed & ~candidates;
        if (displaced != 0) candidates |= MatchDisplaced(flows, displaced);
        ulong found = Compare(flows, lanes) & candidates;
        if ((flows->Ip6 & found) != 0) found &= CompareAddresses(flows, flows->Ip6 & found);
        ulong unclear = candidates & ~found;
        return unclear == 0 ? found : found | FindSlowly(flows, unclear);
    }

    /// <summary>Second pass: tags of home groups; marks what matches as seen, and asks for its entry. Another flow with the same
    /// tag is seen as well: that keeps it a while longer.</summary>
    void MatchTags(FlowLanes* flows, ulong lanes)
    {
        byte* nobody = flows->Nobody;
        FlowGroup* groups = this.groups;
        byte* entries = this.entries;
        int shift = entryShift;
        // From a group's place to that of its first entry: both are powers of two, and no entry is shorter than half a line.
        int placeShift = shift + GroupBits - FlowGroup.Bits;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            ulong hashed = flows->Hashes[lane];
            FlowGroup* group = flows->Homes[lane];
            uint matches = FlowGroup.Match(group, FlowGroup.TagOf(hashed));
            nuint slot = LaneMasks.Lowest(matches | 1u << FlowGroup.Slots);
            uint flowClass = FlowGroup.ClassOf(group, slot);
            flows->Matches[lane] = (ushort)matches;
            flows->PassedOver[lane] = group->PassedOver;
            flows->Found[lane] = (byte)flowClass;
            FlowGroup.Ages(group)[slot] = clock.Of(flowClass);
            byte* entry = entries + ((nuint)((byte*)group - (byte*)groups) << placeShift) + (slot << shift);
            nint isNobody = (nint)matches - 1 >> 63;
            entry += (nobody - entry) & isNobody;
            Prefetch(entry);
            flows->Entries[lane] = entry;
        }
    }

    /// <summary>Lanes without a match at home, which flows have passed over: a match further on, which the next pass
    /// compares.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong MatchDisplaced(FlowLanes* flows, ulong lanes)
    {
        ulong candidates = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            ulong hashed = flows->Hashes[lane];
            nuint home = HomeOf(hashed), index = home;
            while (groups[index].PassedOver != 0 && ++index < home + ProbeGroups)
            {
                uint matches = FlowGroup.Match(groups + index, FlowGroup.TagOf(hashed));
                if (matches == 0) continue;
                nuint slot = LaneMasks.Lowest(matches);
                See(flows, lane, index, slot);
                Prefetch(flows->Entries[lane]);
                candidates |= 1ul << (int)lane;
                break;
            }
        }
        return candidates;
    }

    /// <summary>Marks the entry as the lane's, and as seen.</summary>
    void See(FlowLanes* flows, nuint lane, nuint index, nuint slot)
    {
        FlowGroup* group = groups + index;
        uint flowClass = FlowGroup.ClassOf(group, slot);
        flows->Found[lane] = (byte)flowClass;
        FlowGroup.Ages(group)[slot] = clock.Of(flowClass);
        flows->Entries[lane] = EntryAt(index * FlowGroup.Slots + slot);
    }

    /// <summary>Third pass: keys; tells readers of all these entries that this burst writes to them.</summary>
    readonly ulong Compare(FlowLanes* flows, ulong lanes)
    {
        uint number = burst;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            var entry = (FlowEntry*)flows->Entries[lane];
            flows->Equal[lane] = (ushort)Vector128.Equals(entry->Key, flows->Keys[lane]).ExtractMostSignificantBits();
            entry->Burst = number;
        }
        return lanes & LaneCompare.Equal(flows->Equal, FlowLanes.AllBytes, HeaderLanes.Lanes);
    }

    /// <summary>Keys of these lanes' entries are equal: so are the hashes of their addresses.</summary>
    /// <returns>Those whose addresses are too, and all other lanes.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    readonly ulong CompareAddresses(FlowLanes* flows, ulong lanes)
    {
        ulong equal = ~lanes;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
            Prefetch(addresses + SlotOf(flows->Entries[LaneMasks.Lowest(rest)]) * AddressBytes);
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            equal |= (HasAddresses(flows, lane, SlotOf(flows->Entries[lane])) ? 1ul : 0ul) << (int)lane;
        }
        return equal;
    }

    readonly bool HasAddresses(FlowLanes* flows, nuint lane, nuint slot) => Vector256.EqualsAll(
        Vector256.Load(flows->Addresses + lane * AddressBytes), Vector256.LoadAligned(addresses + slot * AddressBytes));

    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong FindSlowly(FlowLanes* flows, ulong lanes)
    {
        ulong found = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            found |= (TryFind(flows, lane) ? 1ul : 0ul) << (int)lane;
        }
        return found;
    }

    /// <summary>Every slot that the flow could lie in.</summary>
    bool TryFind(FlowLanes* flows, nuint lane)
    {
        ulong hashed = flows->Hashes[lane];
        nuint home = HomeOf(hashed), index = home;
        do
        {
            for (uint rest = FlowGroup.Match(groups + index, FlowGroup.TagOf(hashed)); rest != 0; rest &= rest - 1)
            {
                nuint slot = LaneMasks.Lowest(rest), at = index * FlowGroup.Slots + slot;
                var entry = (FlowEntry*)EntryAt(at);
                if (!Vector128.EqualsAll(entry->Key, flows->Keys[lane])) continue;
                if ((flows->Ip6 >> (int)lane & 1) != 0 && !HasAddresses(flows, lane, at)) continue;
                See(flows, lane, index, slot);
                entry->Burst = burst;
                return true;
            }
        }
        while (groups[index].PassedOver != 0 && ++index < home + ProbeGroups);
        return false;
    }

    /// <summary>TCP's flows change their class: to opening and closing by a packet that says so, to established by any other, but
    /// not from closing.</summary>
    internal void SetClasses(FlowLanes* flows, ulong lanes)
    {
        ulong changed = lanes & ~SameBytes(flows->Classes, flows->Found);
        if (changed == 0) return;
        ulong closing = LaneCompare.Equal(flows->Found, (byte)FlowClass.TcpClosing, HeaderLanes.Lanes)
            & LaneCompare.Equal(flows->Classes, (byte)FlowClass.TcpEstablished, HeaderLanes.Lanes);
        for (ulong rest = changed & ~closing; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest), at = SlotOf(flows->Entries[lane]), slot = at % FlowGroup.Slots;
            FlowGroup* group = groups + at / FlowGroup.Slots;
            FlowGroup.SetClass(group, slot, flows->Classes[lane]);
            FlowGroup.Ages(group)[slot] = clock.Of(flows->Classes[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong SameBytes(byte* left, byte* right)
    {
        ulong low = Vector256.Equals(Vector256.Load(left), Vector256.Load(right)).ExtractMostSignificantBits();
        ulong high = Vector256.Equals(Vector256.Load(left + 32), Vector256.Load(right + 32)).ExtractMostSignificantBits();
        return low | high << 32;
    }
}
