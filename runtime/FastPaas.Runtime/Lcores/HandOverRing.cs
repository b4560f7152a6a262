using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace FastPaas.Runtime.Lcores;

/// <summary>A bounded queue of mbufs from one lcore to another: one of them adds, the other takes, and neither waits. Raw code,
/// in native memory.</summary>
/// <remarks>
/// Places count up and never wrap (64 bits); the slot is the place modulo the capacity. Each side keeps what it last saw of the
/// other's place beside its own, and looks again only when that says full or empty: so a line moves between the two CPUs once a
/// burst or less. The lines are 128 bytes apart, because CPUs fetch them in pairs.
/// <code>
///   0 Head, where the producer puts the next    8 KnownTail, the consumer's place when the producer last looked
/// 128 Tail, where the consumer takes the next 136 KnownHead, the producer's place when the consumer last looked
/// 256 Slots, written by the producer
/// </code>
/// x86 keeps stores in order and loads in order, so Volatile is a plain access that the compiler may not move.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 384)]
unsafe struct HandOverRing
{
    /// <summary>Packets that wait at most; a power of two.</summary>
    public const int Capacity = 1024;

    [FieldOffset(0)] nuint head;
    [FieldOffset(8)] nuint knownTail;
    [FieldOffset(128)] nuint tail;
    [FieldOffset(136)] nuint knownHead;
    [FieldOffset(256)] Mbuf** slots;

    /// <summary>Control plane: an empty ring that lives as long as the heap.</summary>
    public static HandOverRing* Create(ModuleHeap heap)
    {
        HandOverRing* ring = heap.Allocate<HandOverRing>(1).Pointer;
        ring->slots = (Mbuf**)heap.Allocate<nint>(Capacity).Pointer;
        return ring;
    }

    /// <summary>The producer's side.</summary>
    /// <returns>How many had room, from the first; the rest are still the caller's.</returns>
    public static nuint Add(HandOverRing* ring, Mbuf** packets, nuint count)
    {
        nuint head = ring->head;
        if (Capacity - (head - ring->knownTail) < count)
        {
            ring->knownTail = Volatile.Read(ref ring->tail);
            nuint room = Capacity - (head - ring->knownTail);
            if (count > room) count = room;
        }
        Mbuf** slots = ring->slots;
        for (nuint i = 0; i < count; i++) slots[(head + i) % Capacity] = packets[i];
        Volatile.Write(ref ring->head, head + count);
        return count;
    }

    /// <summary>The consumer's side, in the shape of <c>eth_rx_burst_t</c>: the loop polls a ring like any queue.</summary>
    public static ushort Receive(void* queue, Mbuf** packets, ushort most)
    {
        var ring = (HandOverRing*)queue;
        nuint tail = ring->tail;
        if (ring->knownHead == tail)
        {
            ring->knownHead = Volatile.Read(ref ring->head);
            if (ring->knownHead == tail) return 0;
        }
        nuint count = ring->knownHead - tail;
        if (count > most) count = most;
        Mbuf** slots = ring->slots;
        for (nuint i = 0; i < count; i++)
        {
            packets[i] = slots[(tail + i) % Capacity];
            // Another CPU has touched the packet: first its mbuf is asked for, then what that points to.
            if (Sse.IsSupported) Sse.Prefetch0(packets[i]);
        }
        Volatile.Write(ref ring->tail, tail + count);
        ColdQueue.Prefetch(packets, count);
        return (ushort)count;
    }
}
