using System;
using System.Diagnostics;

namespace FastPaas.Macro.State;

/// <summary>What is timed of the table in C#: a burst at a time, on frames that are there.</summary>
static unsafe class StateLoops
{
    public const int Burst = 32;

    /// <summary>Key, hash, lookup, and an update of each flow that is found; none is made.</summary>
    public static ulong Look(Work* work)
    {
        FlowTable* table = work->Table;
        table->Begin(work->Notes, work->NowCycles);
        ulong found = table->Find(work->Notes, table->Prepare(work->Lcore, work->Notes, work->Lanes));
        table->SetClasses(work->Notes, found);
        Count(work, found);
        table->End();
        return found;
    }

    /// <summary>As generated code does it: who isn't there is made.</summary>
    public static ulong LookOrInsert(Work* work)
    {
        ulong found = work->Table->Look(work->Lcore, work->Notes, work->Lanes);
        Count(work, found);
        work->Table->End();
        return found;
    }

    public static ulong Remove(Work* work)
    {
        FlowTable* table = work->Table;
        table->Begin(work->Notes, work->NowCycles);
        ulong found = table->Find(work->Notes, table->Prepare(work->Lcore, work->Notes, work->Lanes));
        table->Remove(work->Notes, found);
        table->End();
        return found;
    }

    static void Count(Work* work, ulong found)
    {
        for (ulong rest = found; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            var entry = (CountedEntry*)work->Notes->Entries[lane];
            entry->Packets++;
            entry->Bytes += work->Packets[lane]->PacketLength;
            entry->LastCycles = work->NowCycles;
        }
    }

    /// <summary>Nanoseconds a packet.</summary>
    public static double Time(
        Work* work, uint* ids, int packets, delegate* managed<Work*, ulong> fill, delegate* managed<Work*, ulong> side)
    {
        long start = Stopwatch.GetTimestamp();
        for (int at = 0; at < packets; at += Burst)
        {
            work->Ids = ids + at;
            fill(work);
            if (side != null) side(work);
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / packets;
    }
}
