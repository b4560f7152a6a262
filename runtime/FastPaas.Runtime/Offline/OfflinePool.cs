using System;
using System.Runtime.InteropServices;

namespace FastPaas.Runtime.Offline;

/// <summary>A mempool in plain memory. It grows to the longest frame between bursts, when all its mbufs are home; a frame longer
/// than one buffer can be (16 bits of length) becomes several segments, as DPDK would receive it.</summary>
sealed unsafe class OfflinePool : IDisposable
{
    const int HeadroomBytes = 128, SmallestRoomBytes = 2048;
    const int LargestRoomBytes = ushort.MaxValue - HeadroomBytes & ~63;

    readonly int packets;
    FreeList* list;
    byte* buffers;

    /// <param name="packets">Of the longest frame, that the pool can hold at once.</param>
    public OfflinePool(int packets)
    {
        this.packets = packets;
        Allocate(SmallestRoomBytes);
    }

    /// <summary>Frames up to this many bytes fit.</summary>
    public int FrameLengthMax { get; private set; }

    /// <summary>For <see cref="Copy"/>; another one after <see cref="Grow"/>.</summary>
    public void* Pointer => list;

    /// <summary>Mbufs in somebody's hands.</summary>
    public int Outstanding => list->Capacity - list->Count;

    public int DoubleFrees => list->DoubleFrees;

    /// <summary>Makes room for frames of this length; every mbuf must be home.</summary>
    public void Grow(int frameLength)
    {
        if (frameLength <= FrameLengthMax) return;
        if (Outstanding != 0) throw new InvalidOperationException("The pool can't grow under packets in flight.");
        Release();
        Allocate(Math.Max(frameLength, 2 * FrameLengthMax));
    }

    /// <summary>A packet with these bytes; the pool must have grown to its length.</summary>
    public OfflineMbuf* Take(ReadOnlySpan<byte> frame) => Take(list, frame);

    /// <summary>For <see cref="LcoreContext.Copy"/>; there is room for all lanes of a burst, so it is never empty.</summary>
    public static Mbuf* Copy(Mbuf* packet, void* pool, uint start, uint bytesMax)
    {
        var bytes = new byte[packet->PacketLength];
        OfflineMbuf.Copy(packet, bytes);
        int length = (int)Math.Min(bytesMax, packet->PacketLength - start);
        OfflineMbuf* copy = Take((FreeList*)pool, bytes.AsSpan((int)start, length));
        copy->TimestampNs = ((OfflineMbuf*)packet)->TimestampNs;
        copy->MissingBytes = ((OfflineMbuf*)packet)->MissingBytes;
        return &copy->Mbuf;
    }

    static OfflineMbuf* Take(FreeList* list, ReadOnlySpan<byte> frame)
    {
        OfflineMbuf* first = TakeSegment(list, ref frame);
        OfflineMbuf* last = first;
        while (!frame.IsEmpty)
        {
            OfflineMbuf* segment = TakeSegment(list, ref frame);
            last->Mbuf.Next = &segment->Mbuf;
            first->Mbuf.Segments++;
            first->Mbuf.PacketLength += segment->Mbuf.DataLength;
            last = segment;
        }
        return first;
    }

    static OfflineMbuf* TakeSegment(FreeList* list, ref ReadOnlySpan<byte> frame)
    {
        OfflineMbuf* taken = list->Items[--list->Count];
        int length = Math.Min(frame.Length, taken->Mbuf.BufferLength - HeadroomBytes);
        taken->IsFree = false;
        taken->Sequence = uint.MaxValue;
        taken->Mbuf.DataOffset = HeadroomBytes;
        taken->Mbuf.References = 1;
        taken->Mbuf.Segments = 1;
        taken->Mbuf.Flags = 0;
        taken->Mbuf.Next = null;
        taken->Mbuf.DataLength = (ushort)length;
        taken->Mbuf.PacketLength = (uint)length;
        frame[..length].CopyTo(new Span<byte>(taken->Mbuf.Data, length));
        frame = frame[length..];
        return taken;
    }

    /// <summary>For <see cref="LcoreContext.FreeBulk"/>: each packet with all its segments.</summary>
    public static void FreeBulk(Mbuf** packets, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            Mbuf* next;
            for (Mbuf* segment = packets[i]; segment != null; segment = next)
            {
                next = segment->Next;
                var home = (FreeList*)segment->Pool;
                var mbuf = (OfflineMbuf*)segment;
                if (mbuf->IsFree)
                {
                    home->DoubleFrees++;
                    continue;
                }
                mbuf->IsFree = true;
                home->Items[home->Count++] = mbuf;
            }
        }
    }

    void Allocate(int frameLength)
    {
        int room = Math.Min(frameLength + 63 & ~63, LargestRoomBytes);
        int segments = (frameLength + room - 1) / room;
        int capacity = packets * segments, stride = HeadroomBytes + room;
        list = (FreeList*)NativeMemory.AllocZeroed((nuint)sizeof(FreeList));
        list->Items = (OfflineMbuf**)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(OfflineMbuf*));
        list->Mbufs = (OfflineMbuf*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)sizeof(OfflineMbuf), 64);
        NativeMemory.Clear(list->Mbufs, (nuint)capacity * (nuint)sizeof(OfflineMbuf));
        buffers = (byte*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)stride, 64);
        NativeMemory.Clear(buffers, (nuint)capacity * (nuint)stride);
        list->Capacity = list->Count = capacity;
        for (int i = 0; i < capacity; i++)
        {
            OfflineMbuf* mbuf = list->Mbufs + i;
            mbuf->IsFree = true;
            mbuf->Mbuf.Buffer = buffers + (nuint)i * (nuint)stride;
            mbuf->Mbuf.BufferLength = (ushort)stride;
            mbuf->Mbuf.Pool = list;
            list->Items[i] = mbuf;
        }
        FrameLengthMax = segments * room;
    }

    void Release()
    {
        if (list == null) return;
        NativeMemory.AlignedFree(buffers);
        NativeMemory.AlignedFree(list->Mbufs);
        NativeMemory.Free(list->Items);
        NativeMemory.Free(list);
        list = null;
    }

    public void Dispose() => Release();

    struct FreeList
    {
        public OfflineMbuf** Items;
        public OfflineMbuf* Mbufs;
        public int Count, Capacity, DoubleFrees;
    }
}
