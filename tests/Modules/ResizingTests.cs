using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Resizing against a list of bytes: whatever is added and removed, over however many segments, the packet is those
/// bytes, its lengths add up, its first 256 bytes are in its first segment, and a refusal changes nothing.</summary>
public sealed unsafe class ResizingTests
{
    enum Change
    {
        AddFront,
        RemoveFront,
        AddEnd,
        RemoveEnd,
    }

    static readonly Change[] All = [Change.AddFront, Change.RemoveFront, Change.AddEnd, Change.RemoveEnd];

    [Test]
    public void A_packet_stays_the_bytes_that_were_added_and_removed()
    {
        Gen<int> bytes = Gen.OneOf(Gen.Choose(-2, 20), Gen.Choose(0, 300), Gen.Elements(0, 4, 14, 128, 256, int.MaxValue,
            int.MinValue));
        Gen<(Change, int)[]> changes = Gen.ArrayOf(from change in Gen.Elements(All) from count in bytes select (change, count));
        Gen<int[]> segments = from first in Gen.Choose(14, 400)
                              from rest in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 200))))
                              select (int[])[rest.Sum() > 0 ? Math.Max(first, 256) : first, .. rest];
        Gen<(int[], int, int, (Change, int)[])> cases = from pieces in segments
                                                        from headroom in Gen.Choose(0, 128)
                                                        from tailroom in Gen.Choose(0, 64)
                                                        from steps in changes
                                                        select (pieces, headroom, tailroom, steps);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(cases), one =>
        {
            using SegmentedPacket packet = new(one.Item1, one.Item2, one.Item3);
            List<byte> oracle = [.. packet.Bytes()];
            foreach ((Change change, int count) in one.Item4)
            {
                bool isDone = Apply(packet.Burst, change, count);
                if (isDone) Apply(oracle, change, count);
                Assert.True(change is Change.AddFront or Change.AddEnd || isDone == (count >= 0 && count <= packet.Before - 14));
                packet.Check(oracle);
            }
        }));
    }

    [Test]
    public void Room_is_used_to_its_last_byte_and_no_further()
    {
        using SegmentedPacket packet = new([300, 20], headroom: 7, tailroom: 9);
        Assert.False(packet.Burst.TryAddFront(0, 8));
        Assert.True(packet.Burst.TryAddFront(0, 7));
        Assert.False(packet.Burst.TryAddFront(0, 1));
        Assert.False(packet.Burst.TryAddEnd(0, 10));
        Assert.True(packet.Burst.TryAddEnd(0, 9));
        Assert.False(packet.Burst.TryAddEnd(0, 1));
        Assert.Equal(336u, packet.Burst.Length(0));
        Assert.All(packet.Bytes()[..7], added => Assert.Equal(0, added));
        Assert.All(packet.Bytes()[^9..], added => Assert.Equal(0, added));
    }

    [Test]
    public void What_is_removed_in_front_may_span_segments_and_the_first_256_bytes_stay_together()
    {
        using SegmentedPacket packet = new([256, 100, 100, 100], headroom: 0, tailroom: 0);
        byte[] rest = packet.Bytes()[300..];
        Assert.True(packet.Burst.TryRemoveFront(0, 300));
        Assert.Equal(256, packet.Burst.Available(0));
        packet.Check([.. rest]);
    }

    [Test]
    public void A_lane_of_another_module_is_not_resized()
    {
        using SegmentedPacket packet = new([60], headroom: 64, tailroom: 64);
        WritableBurst burst = new(packet.Context, lanes: 2);
        foreach (Change change in All)
        {
            Assert.False(Apply(burst, change, 4));
            Assert.False(Apply(default(WritableBurst), change, 4));
        }

        Assert.Equal(60u, packet.Burst.Length(0));
    }

    static bool Apply(WritableBurst burst, Change change, int bytes) => change switch
    {
        Change.AddFront => burst.TryAddFront(0, bytes),
        Change.RemoveFront => burst.TryRemoveFront(0, bytes),
        Change.AddEnd => burst.TryAddEnd(0, bytes),
        _ => burst.TryRemoveEnd(0, bytes),
    };

    static void Apply(List<byte> oracle, Change change, int bytes)
    {
        switch (change)
        {
            case Change.AddFront: oracle.InsertRange(0, new byte[bytes]); break;
            case Change.RemoveFront: oracle.RemoveRange(0, bytes); break;
            case Change.AddEnd: oracle.AddRange(new byte[bytes]); break;
            default: oracle.RemoveRange(oracle.Count - bytes, bytes); break;
        }
    }

    /// <summary>Lane 0: one packet of several segments, each buffer between guards.</summary>
    sealed class SegmentedPacket : IDisposable
    {
        const byte Guard = 0xa5;
        const int GuardBytes = 64;
        readonly ModuleHeap heap = new();
        readonly List<nint> segments = [];

        public SegmentedPacket(int[] pieces, int headroom, int tailroom)
        {
            Context = heap.Allocate<LcoreContext>(1).Pointer;
            Context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
            Context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
            Context->FreeBulk = &Free;
            Mbuf* last = null;
            for (int i = 0; i < pieces.Length; i++)
            {
                Mbuf* segment = Segment(i, pieces[i], headroom, tailroom);
                segments.Add((nint)segment);
                if (last != null) last->Next = segment;
                last = segment;
            }

            Packet->Segments = (ushort)pieces.Length;
            Packet->PacketLength = (uint)pieces.Sum();
            Context->Burst[0] = Packet;
            Before = pieces.Sum();
        }

        public LcoreContext* Context { get; }

        /// <summary>Bytes before the last change.</summary>
        public int Before { get; private set; }

        public WritableBurst Burst => new(Context, lanes: 1);

        Mbuf* Packet => (Mbuf*)segments[0];

        Mbuf* Segment(int index, int bytes, int headroom, int tailroom)
        {
            int room = headroom + bytes + tailroom;
            NativeArray<byte> buffer = heap.Allocate<byte>(room + 2 * GuardBytes);
            buffer.Span.Fill(Guard);
            for (int i = 0; i < bytes; i++) buffer[GuardBytes + headroom + i] = (byte)(i * 7 + index * 41 + 1);
            Mbuf* mbuf = heap.Allocate<Mbuf>(1).Pointer;
            mbuf->Buffer = buffer.Pointer + GuardBytes;
            mbuf->DataOffset = (ushort)headroom;
            mbuf->DataLength = (ushort)bytes;
            mbuf->BufferLength = (ushort)room;
            mbuf->References = 1;
            mbuf->Segments = 1;
            return mbuf;
        }

        public byte[] Bytes()
        {
            List<byte> bytes = [];
            for (Mbuf* segment = Packet; segment != null; segment = segment->Next)
                bytes.AddRange(new ReadOnlySpan<byte>(segment->Data, segment->DataLength));
            return [.. bytes];
        }

        public void Check(List<byte> oracle)
        {
            Assert.True(Bytes().AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(oracle)));
            Assert.Equal(oracle.Count, (int)Packet->PacketLength);
            Assert.True(Packet->DataLength >= Math.Min(oracle.Count, 256));
            int count = 0;
            for (Mbuf* segment = Packet; segment != null; segment = segment->Next, count++)
            {
                Assert.Equal(1, segment->References);
                Assert.True(segment->DataOffset + segment->DataLength <= segment->BufferLength);
            }

            Assert.Equal(count, Packet->Segments);
            foreach (nint segment in segments) AssertGuards((Mbuf*)segment);
            Assert.Equal(segments.Count, count + segments.Count(segment => ((Mbuf*)segment)->References == 0));
            Before = oracle.Count;
        }

        static void AssertGuards(Mbuf* segment)
        {
            Assert.False(new ReadOnlySpan<byte>(segment->Buffer - GuardBytes, GuardBytes).ContainsAnyExcept(Guard));
            Assert.False(new ReadOnlySpan<byte>(segment->Buffer + segment->BufferLength, GuardBytes).ContainsAnyExcept(Guard));
        }

        static void Free(Mbuf** packets, uint count)
        {
            for (uint i = 0; i < count; i++) packets[i]->References--;
        }

        public void Dispose() => heap.Dispose();
    }
}
