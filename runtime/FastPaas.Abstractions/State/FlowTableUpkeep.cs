using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;

namespace FastPaas;

public unsafe partial struct FlowTable
{
    /// <summary>A burst's share of the sweep where it is behind; of growth.</summary>
    const int SweptGroupsMax = 8, SplitGroupsMax = 2;

    /// <summary>Flows a group: at a budget, in a table of full size; where growth begins; where it doesn't follow, and flows are
    /// evicted.</summary>
    const uint LoadAtBudget = 12, LoadToGrow = 10, LoadMax = 14;

    /// <summary>What is due at the beginning of a burst, which holds no entry yet.</summary>
    void Maintain(ulong nowCycles)
    {
        clock.Advance(nowCycles);
        if (nowCycles >= nextSweepCycles) Sweep(nowCycles);
        if (homes < homesMax && (count > homes * LoadToGrow | !IsEven)) Grow();
    }

    /// <summary>All homes are of one level. Else those that are still to be split have twice the others' flows, so a level that
    /// was begun is ended, whatever the load is meanwhile.</summary>
    readonly bool IsEven
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (homes & (homes - 1)) == 0;
    }

    /// <summary>Goes on round all groups, at a pace, and by a few groups a burst at most.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Sweep(ulong nowCycles)
    {
        for (int swept = 0; swept < SweptGroupsMax && nowCycles >= nextSweepCycles; swept++)
        {
            Expire(sweepAt);
            nextSweepCycles += sweepCycles;
            if (++sweepAt < homes + ProbeGroups - 1) continue;
            sweepAt = 0;
            sweepCycles = clock.SweepCycles(homes + ProbeGroups - 1);
            clock.EndRound();
        }
        // What a silence has left undone isn't made good by haste.
        ulong round = sweepCycles * (homes + ProbeGroups);
        if (nowCycles > nextSweepCycles && nowCycles - nextSweepCycles > round) nextSweepCycles = nowCycles - round;
    }

    /// <summary>Removes the flows of one group that have timed out.</summary>
    internal void Expire(nuint index)
    {
        Vector128<byte> ago = FlowGroup.TicksAgo(groups + index, clock.Now);
        Vector128<byte> isOld = Vector128.GreaterThan(ago, Vector128.Create(FlowClock.TimeoutTicks));
        uint old = isOld.ExtractMostSignificantBits() & ~FlowGroup.Match(groups + index, 0);
        for (; old != 0; old &= old - 1)
        {
            Remove(index * FlowGroup.Slots + LaneMasks.Lowest(old));
            counts.Expired++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow()
    {
        nuint touched = Volatile.Read(ref homesTouched);
        for (int split = 0; split < SplitGroupsMax && homes < touched; split++) Split();
    }

    /// <summary>One home group more: the flows of an old one, whose hashes say so by a bit more, go to it. Those of the old one
    /// that had overflowed come home.</summary>
    internal void Split()
    {
        if (homes == homeMask + 1) homeMask = homeMask * 2 + 1;
        nuint old = homes - (homeMask + 1) / 2, bit = (homeMask + 1) / 2, index = old;
        bool isLast;
        do
        {
            isLast = groups[index].PassedOver == 0 || index == old + ProbeGroups - 1;
            for (uint rest = ~FlowGroup.Match(groups + index, 0) & 0xffff; rest != 0; rest &= rest - 1)
            {
                nuint at = index * FlowGroup.Slots + LaneMasks.Lowest(rest);
                nuint flowHash = ((FlowEntry*)EntryAt(at))->Hash;
                if (HomeOf(flowHash) != old) continue;
                bool goes = (flowHash & bit) != 0;
                if (goes || index != old) Move(at, goes ? homes : old);
            }
            index++;
        }
        while (!isLast);
        Volatile.Write(ref homes, homes + 1);
    }

    /// <summary>Where there is no room, which nobody could arrange by hashes that he doesn't know, the flow is evicted.</summary>
    void Move(nuint from, nuint home)
    {
        FlowGroup* group = groups + from / FlowGroup.Slots;
        nuint slot = from % FlowGroup.Slots;
        byte age = FlowGroup.Ages(group)[slot];
        uint flowClass = FlowGroup.ClassOf(group, slot);
        ulong hashed = (ulong)FlowGroup.Tags(group)[slot] << 48 | ((FlowEntry*)EntryAt(from))->Hash;
        Remove(from);
        nuint to = TakeSlot(home);
        if (to == None)
        {
            counts.Evicted++;
            return;
        }
        byte* source = EntryAt(from), target = EntryAt(to);
        ((FlowEntry*)source)->Burst = ((FlowEntry*)target)->Burst = burst;
        Volatile.WriteBarrier();
        for (int at = 0; at < 1 << entryShift; at += 32) Vector256.LoadAligned(source + at).StoreAligned(target + at);
        Vector256.LoadAligned(addresses + from * AddressBytes).StoreAligned(addresses + to * AddressBytes);
        Publish(to, hashed, flowClass, age);
        count++;
    }
}
