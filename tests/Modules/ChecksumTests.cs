using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Checksums of UDP as the host makes them, against a sum word by word; and what is left to a device.</summary>
public sealed unsafe class ChecksumTests
{
    const int Lane = 9, MacBytes = 14;
    const ulong MakeUdp = 3ul << 52, IsIp4 = 1ul << 55, IsIp6 = 1ul << 56;

    static readonly Gen<byte[]> payloads =
        Gen.OneOf(Gen.Choose(0, 80), Gen.Choose(0, 1_472))
            .SelectMany(count => Gen.ArrayOf(Gen.Elements<byte>(0, 1, 0x7f, 0xff), count));

    [Test]
    public void A_sum_of_bytes_is_that_of_its_words()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(payloads), bytes =>
            Assert.Equal(SlowChecksum(bytes), InternetChecksum.Of(bytes))));
    }

    [Test]
    public void A_datagram_gets_the_checksum_of_its_pseudo_header_and_its_bytes()
    {
        Gen<(byte[], bool, int)> cases = from payload in payloads
                                         from isIp6 in Gen.Elements(true, false)
                                         from cut in Gen.Choose(0, 3)
                                         select (payload, isIp6, cut);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(cases), one =>
        {
            UdpFrame frame = Frame(one.Item1, one.Item2);
            byte[] expected = frame.Bytes();
            using PlainLcore lcore = With(frame, padding: one.Item3 == 0 ? 5 : 0);
            using ModuleHeap rest = new();
            if (one.Item3 > 1) Split(lcore.Packet(Lane), rest, one.Item3);
            Checksums.OfUdp(lcore.Context, 1ul << Lane, ports: 0);
            Assert.Equal(expected, All(lcore.Packet(Lane))[..expected.Length]);
            Assert.Equal(0ul, lcore.Packet(Lane)->Flags);
        }));
    }

    /// <summary>0 would say that there is none (RFC 768).</summary>
    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public void A_checksum_of_0_is_written_as_its_other_form(bool isIp6)
    {
        UdpFrame frame = Frame([0, 0], isIp6);
        byte[] zero = frame.Bytes()[(UdpAt(isIp6) + 6)..(UdpAt(isIp6) + 8)];
        using PlainLcore lcore = With(frame with { Payload = zero });
        Checksums.OfUdp(lcore.Context, 1ul << Lane, ports: 0);
        Assert.Equal([0xff, 0xff], lcore.Frame(Lane).Slice(UdpAt(isIp6) + 6, 2).ToArray());
    }

    [Test]
    [Arguments(true, IsIp6)]
    [Arguments(false, IsIp4)]
    public void A_device_is_told_where_the_headers_are(bool isIp6, ulong family)
    {
        using PlainLcore lcore = With(Frame([1, 2, 3], isIp6));
        lcore.Context->ChecksumPorts = 0b110;
        byte[] before = lcore.Frame(Lane).ToArray();
        Checksums.OfUdp(lcore.Context, 1ul << Lane, ports: 0b100);
        Mbuf* packet = lcore.Packet(Lane);
        Assert.Equal(MakeUdp | family, packet->Flags);
        Assert.Equal(MacBytes | (isIp6 ? 40ul : 20ul) << 7 | 8ul << 16, packet->TransmitOffload);
        Assert.Equal(before, lcore.Frame(Lane).ToArray());
    }

    [Test]
    [Arguments(0b000ul, 0b111ul)]
    [Arguments(0b001ul, 0b110ul)]
    [Arguments(0b011ul, 0b010ul)]
    public void Nothing_is_left_to_ports_of_which_one_cannot(ulong ports, ulong able)
    {
        UdpFrame frame = Frame([1, 2, 3], isIp6: false);
        using PlainLcore lcore = With(frame);
        lcore.Context->ChecksumPorts = able;
        Checksums.OfUdp(lcore.Context, 1ul << Lane, ports);
        Assert.Equal((0ul, frame.Bytes()), (lcore.Packet(Lane)->Flags, lcore.Frame(Lane).ToArray()), PairsAreEqual);
    }

    /// <summary>virtio would sum up the padding, net_tap write another form of the header's checksum.</summary>
    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public void What_devices_make_other_bytes_of_is_not_left_to_them(bool isPadded)
    {
        UdpFrame frame = Frame([1, 2, 3], isIp6: false);
        if (!isPadded) frame = frame with { Source = frame.Source & ~(UInt128)0xffff };
        // With those two bytes 0 the header's checksum is what they have to be for one of 0.
        if (!isPadded) frame = frame with { Source = frame.Source | (uint)Word(frame.Bytes(), MacBytes + 10) };
        using PlainLcore lcore = With(frame, padding: isPadded ? 1 : 0);
        lcore.Context->ChecksumPorts = 1;
        Checksums.OfUdp(lcore.Context, 1ul << Lane, ports: 1);
        Assert.Equal((0ul, frame.Bytes()),
            (lcore.Packet(Lane)->Flags, lcore.Frame(Lane)[..frame.Bytes().Length].ToArray()), PairsAreEqual);
    }

    public enum Broken
    {
        LayerIsAnother,
        LengthIsBelow8,
        LengthIsBeyondTheFrame,
        HeaderIsBehindExtensions,
        HeaderIsNotThere,
    }

    public static IEnumerable<Broken> AllBroken => Enum.GetValues<Broken>();

    [Test]
    [MethodDataSource(nameof(AllBroken))]
    public void What_is_no_whole_datagram_stays_as_it_is(Broken how)
    {
        using PlainLcore lcore = With(Frame([1, 2, 3], isIp6: true));
        Mbuf* packet = lcore.Packet(Lane);
        HeaderLanes* headers = lcore.Headers;
        if (how == Broken.LayerIsAnother) headers->Layers[Lane] = (byte)(HeaderLayers.Tcp | HeaderLayers.Ip6);
        if (how == Broken.LengthIsBelow8) packet->Data[headers->L4Offset[Lane] + 5] = 7;
        if (how == Broken.LengthIsBeyondTheFrame) packet->Data[headers->L4Offset[Lane] + 5] = 12;
        if (how == Broken.HeaderIsBehindExtensions) headers->IpOffset[Lane] -= 8;
        if (how == Broken.HeaderIsNotThere) packet->DataLength = (ushort)(headers->L4Offset[Lane] + 7);
        byte[] before = lcore.Frame(Lane).ToArray();
        Checksums.OfUdp(lcore.Context, 1ul << Lane, ports: 0);
        Assert.Equal((0ul, before), (packet->Flags, lcore.Frame(Lane).ToArray()), PairsAreEqual);
    }

    static bool PairsAreEqual((ulong Flags, byte[] Bytes) one, (ulong Flags, byte[] Bytes) other) =>
        one.Flags == other.Flags && one.Bytes.AsSpan().SequenceEqual(other.Bytes);

    static UdpFrame Frame(byte[] payload, bool isIp6) =>
        new(isIp6, isIp6 ? new UInt128(0x2001_0db8_0000_0000, 7) : 0x0a09_0801, isIp6 ? (UInt128)9 : 0x0a09_0002, 53, 4_000,
            payload);

    static int UdpAt(bool isIp6) => MacBytes + (isIp6 ? 40 : 20);

    static int Word(byte[] bytes, int at) => bytes[at] << 8 | bytes[at + 1];

    /// <summary>The frame with another checksum than its own, as a module leaves it.</summary>
    static PlainLcore With(UdpFrame frame, int padding = 0)
    {
        byte[] bytes = [.. frame.Bytes(), .. Enumerable.Repeat((byte)0xee, padding)];
        int udp = UdpAt(frame.IsIp6);
        (bytes[udp + 6], bytes[udp + 7]) = (0xde, 0xad);
        PlainLcore lcore = new();
        lcore.Set(Lane, bytes);
        lcore.Headers->Layers[Lane] = (byte)(HeaderLayers.Udp | (frame.IsIp6 ? HeaderLayers.Ip6 : HeaderLayers.Ip4));
        lcore.Headers->IpOffset[Lane] = MacBytes;
        lcore.Headers->L4Offset[Lane] = (ushort)udp;
        return lcore;
    }

    /// <summary>Into segments, the first of them with 256 bytes, the others of odd and even lengths in turn.</summary>
    static void Split(Mbuf* packet, ModuleHeap heap, int bytes)
    {
        byte[] all = new ReadOnlySpan<byte>(packet->Data, packet->DataLength).ToArray();
        int at = packet->DataLength = (ushort)Math.Min(256, all.Length);
        for (Mbuf* last = packet; at < all.Length; last = last->Next)
        {
            int count = Math.Min(all.Length - at, bytes = bytes * 3 + 1);
            NativeArray<byte> buffer = heap.Allocate<byte>(count);
            all.AsSpan(at, count).CopyTo(buffer.Span);
            last->Next = heap.Allocate<Mbuf>(1).Pointer;
            *last->Next = new Mbuf { Buffer = buffer.Pointer, DataLength = (ushort)count, Segments = 1 };
            packet->Segments++;
            at += count;
        }
    }

    static byte[] All(Mbuf* packet)
    {
        List<byte> bytes = [];
        for (; packet != null; packet = packet->Next) bytes.AddRange(new ReadOnlySpan<byte>(packet->Data, packet->DataLength));
        return [.. bytes];
    }

    static ushort SlowChecksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
