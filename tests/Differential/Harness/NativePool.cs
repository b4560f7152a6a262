using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FastPaas.Differential.Random;

namespace FastPaas.Differential.Harness;

/// <summary>Mbufs in plain memory that notice what a mempool would not: a double free, a leak, a byte written outside the packet.
/// Whatever isn't packet is noise, so that code which reads it gives different answers than the reference.</summary>
sealed unsafe class NativePool : IDisposable
{
    const int HeadroomBytes = Frame.HeadroomOfMbuf;
    const int BufferBytes = HeadroomBytes + Frame.RoomOfMbuf;
    const int GuardBytes = 64;
    const byte Guard = 0xa5;

    readonly Rng rng;
    readonly Books* books = (Books*)NativeMemory.AllocZeroed((nuint)sizeof(Books));
    readonly List<nint> blocks = [];
    readonly Stack<nint> free = new();
    readonly List<nint> given = [];
    int copiesLeft;

    [ThreadStatic]
    static NativePool? lender;

    public NativePool(Rng rng) => this.rng = rng;

    /// <summary>Faults that <see cref="FreeBulk"/> has seen since the start.</summary>
    public int DoubleFrees => books->DoubleFrees;

    /// <summary>A packet as the frame describes it: segments, room, noise around it.</summary>
    public Mbuf* Take(Frame frame)
    {
        Mbuf* first = null, last = null;
        int at = 0;
        foreach (int length in frame.Segments)
        {
            Mbuf* segment = TakeSegment(frame.Bytes.AsSpan(at, length), first == null ? frame.Headroom : HeadroomBytes);
            if (first == null) first = segment;
            else last->Next = segment;
            last = segment;
            at += length;
        }

        first->Segments = (ushort)frame.Segments.Count;
        first->PacketLength = (uint)frame.Bytes.Length;
        first->BufferLength = (ushort)(first->DataOffset + first->DataLength + frame.FirstRoom);
        return first;
    }

    Mbuf* TakeSegment(ReadOnlySpan<byte> data, int headroom)
    {
        if (free.Count == 0) Allocate();
        var mbuf = (Mbuf*)free.Pop();
        given.Add((nint)mbuf);
        byte* buffer = Buffer(mbuf);
        ulong noise = rng.Next();
        for (int i = 0; i < BufferBytes; i += 8) ((ulong*)buffer)[i / 8] = noise ^ (ulong)i * 0x9e3779b97f4a7c15;
        *mbuf = new Mbuf
        {
            Buffer = buffer, DataOffset = (ushort)headroom, References = 1, Segments = 1, Pool = books,
            BufferLength = BufferBytes, DataLength = (ushort)data.Length, PacketLength = (uint)data.Length,
        };
        data.CopyTo(new Span<byte>(mbuf->Data, data.Length));
        return mbuf;
    }

    /// <summary>The packet's bytes, over all segments; throws where its lengths contradict each other.</summary>
    public static byte[] Read(Mbuf* packet)
    {
        var bytes = new List<byte>();
        int segments = 0;
        for (Mbuf* segment = packet; segment != null; segment = segment->Next, segments++)
        {
            if (segment->DataOffset + segment->DataLength > segment->BufferLength) throw Broken("data beyond the buffer");
            bytes.AddRange(new ReadOnlySpan<byte>(segment->Data, segment->DataLength));
        }

        if (segments != packet->Segments) throw Broken($"{segments} segments, nb_segs says {packet->Segments}");
        if (bytes.Count != packet->PacketLength) throw Broken($"{bytes.Count} bytes, pkt_len says {packet->PacketLength}");
        return bytes.ToArray();
    }

    /// <summary>Lets <see cref="Copy"/> on this thread take from here, so many times; then the pool is empty.</summary>
    public void LendCopies(int count)
    {
        lender = this;
        copiesLeft = count;
    }

    /// <summary><c>rte_pktmbuf_copy</c>.</summary>
    public static Mbuf* Copy(Mbuf* packet, void* pool, uint start, uint bytesMax)
    {
        if (lender!.copiesLeft == 0) return null;
        lender.copiesLeft--;
        byte[] bytes = Read(packet)[(int)start..];
        return lender.Take(Frame.Whole(bytes[..(int)Math.Min(bytesMax, (uint)bytes.Length)], "copy"));
    }

    static InvalidOperationException Broken(string how) => new(how);

    /// <summary>After a burst: every mbuf is home, and no guard was touched. Else what is wrong.</summary>
    public string? Close()
    {
        string? wrong = books->DoubleFrees > 0 ? $"{books->DoubleFrees} mbufs freed twice" : null;
        int leaked = 0;
        foreach (nint mbuf in given)
        {
            if (((Mbuf*)mbuf)->References != 0) leaked++;
            byte* buffer = Buffer((Mbuf*)mbuf);
            if (!IsGuard(buffer + BufferBytes)) wrong ??= "a write behind a buffer";
            if (!IsGuard(buffer - GuardBytes)) wrong ??= "a write before a buffer";
            free.Push(mbuf);
        }

        given.Clear();
        return wrong ?? (leaked > 0 ? $"{leaked} mbufs leaked" : null);
    }

    /// <summary><c>rte_pktmbuf_free_bulk</c>: each packet with all its segments. A free mbuf has no references.</summary>
    public static void FreeBulk(Mbuf** packets, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            for (Mbuf* segment = packets[i]; segment != null; segment = segment->Next)
            {
                if (segment->References == 0) ((Books*)segment->Pool)->DoubleFrees++;
                segment->References = 0;
            }
        }
    }

    void Allocate()
    {
        const int count = 128;
        nuint stride = 128 + GuardBytes + BufferBytes + GuardBytes;
        byte* block = (byte*)NativeMemory.AlignedAlloc(count * stride, 64);
        blocks.Add((nint)block);
        new Span<byte>(block, (int)(count * stride)).Fill(Guard);
        for (nuint i = 0; i < count; i++) free.Push((nint)(block + i * stride));
    }

    static bool IsGuard(byte* at) => !new ReadOnlySpan<byte>(at, GuardBytes).ContainsAnyExcept(Guard);

    static byte* Buffer(Mbuf* mbuf) => (byte*)mbuf + 128 + GuardBytes;

    public void Dispose()
    {
        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
        NativeMemory.Free(books);
    }

    struct Books
    {
        public int DoubleFrees;
    }
}
