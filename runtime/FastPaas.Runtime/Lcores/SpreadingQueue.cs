using System.Runtime.InteropServices;

namespace FastPaas.Runtime.Lcores;

/// <summary>A device's queue with packets of every lcore's flows: the lcore that polls it keeps its own and hands the others
/// over, in the order in which they came. Raw code, in native memory.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct SpreadingQueue
{
    /// <summary>The device's, which has the queue.</summary>
    public delegate* managed<void*, Mbuf**, ushort, ushort> Device;
    public void* Queue;
    /// <summary>The worker of each bucket.</summary>
    public byte* WorkerOfBucket;
    public nuint BucketMask;
    public nuint Worker;
    public nuint Workers;
    /// <summary>By worker; nothing is added to the own one's.</summary>
    public HandOverRing** Rings;
    /// <summary>By worker: where its packets of a burst are gathered, 64 each; of the own worker the burst itself.</summary>
    public Mbuf*** Gathered;
    public nuint* Counts;
    public HeaderLanes* Scratch;
    public delegate* managed<Mbuf**, uint, void> FreeBulk;
    /// <summary>Slots of this lcore's counter block: given to others, had no room there, the port's losses.</summary>
    public ulong* HandedOver;
    public ulong* Full;
    public ulong* Lost;

    /// <summary>In the shape of <c>eth_rx_burst_t</c>, so that the loop doesn't know.</summary>
    /// <returns>The packets of this lcore, at the front of <paramref name="packets"/>, which is its burst.</returns>
    public static ushort Receive(void* queue, Mbuf** packets, ushort most)
    {
        var spreading = (SpreadingQueue*)queue;
        nuint received = spreading->Device(spreading->Queue, packets, most);
        if (received == 0) return 0;
        nuint* counts = spreading->Counts;
        for (nuint worker = 0; worker < spreading->Workers; worker++) counts[worker] = 0;
        // In place for the own packets: the place that is written is never ahead of the one that is read.
        for (nuint i = 0; i < received; i++)
        {
            Mbuf* mbuf = packets[i];
            nuint worker = spreading->WorkerOfBucket[PacketHash.Of(mbuf, spreading->Scratch) & spreading->BucketMask];
            spreading->Gathered[worker][counts[worker]++] = mbuf;
        }
        nuint own = counts[spreading->Worker];
        counts[spreading->Worker] = 0;
        if (own != received) HandOver(spreading);
        return (ushort)own;
    }

    static void HandOver(SpreadingQueue* spreading)
    {
        for (nuint worker = 0; worker < spreading->Workers; worker++)
        {
            nuint count = spreading->Counts[worker];
            if (count == 0) continue;
            Mbuf** packets = spreading->Gathered[worker];
            nuint added = HandOverRing.Add(spreading->Rings[worker], packets, count);
            *spreading->HandedOver += added;
            if (added == count) continue;
            *spreading->Full += count - added;
            *spreading->Lost += count - added;
            spreading->FreeBulk(packets + added, (uint)(count - added));
        }
    }
}
