using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.Control.Tests.Capture;

public sealed class CaptureReaderTests
{
    static readonly byte[] frame = Enumerable.Range(0, 61).Select(i => (byte)i).ToArray();

    [Test]
    [Arguments(false, false)]
    [Arguments(false, true)]
    [Arguments(true, false)]
    [Arguments(true, true)]
    public void Pcap_of_each_byte_order_and_resolution_reads_as_written(bool isBigEndian, bool isNano)
    {
        List<Packet> packets = CaptureBytes.Some(50);
        Assert.Equal(packets, CaptureBytes.Read(CaptureBytes.Pcap(packets, isBigEndian, isNano)));
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Pcapng_of_each_byte_order_reads_as_written(bool isBigEndian)
    {
        List<Packet> packets = CaptureBytes.Some(50);
        Assert.Equal(packets, CaptureBytes.Read(CaptureBytes.Pcapng(packets, isBigEndian)));
    }

    [Test]
    public void Nanoseconds_survive()
    {
        Packet[] packets = [new(1_000_000_001, 61, frame)];
        Assert.Equal(packets, CaptureBytes.Read(CaptureBytes.Pcap(packets, isNano: true)));
    }

    [Test]
    public void Each_interface_has_its_own_resolution_and_offset()
    {
        byte[] file = new CaptureBytes(false).Section()
            .Interface(1).Interface(1, resolution: 0).Interface(1, resolution: 0x80 | 10)
            .Interface(1, resolution: 9, offsetSeconds: 5)
            .Enhanced(0, 1_500_000, frame).Enhanced(1, 2, frame).Enhanced(2, 2048 + 512, frame).Enhanced(3, 7, frame).ToArray();
        Assert.Equal(
            [1_500_000_000ul, 2_000_000_000ul, 2_500_000_000ul, 5_000_000_007ul],
            CaptureBytes.Read(file).Select(packet => packet.TimestampNs));
    }

    [Test]
    public void A_time_before_1970_is_1970() =>
        Assert.Equal(0ul, CaptureBytes.Read(
            new CaptureBytes(false).Section().Interface(1, 0, -10).Enhanced(0, 3, frame).ToArray())[0].TimestampNs);

    [Test]
    public void A_time_beyond_64_bits_is_the_last() => Assert.Equal(
        ulong.MaxValue, CaptureBytes.Read(
            new CaptureBytes(false).Section().Interface(1, 0).Enhanced(0, ulong.MaxValue, frame).ToArray())[0].TimestampNs);

    [Test]
    public void Simple_and_obsolete_packet_blocks_are_packets_too()
    {
        byte[] file = new CaptureBytes(true).Section().Interface(1, snapLength: 40)
            .Obsolete(0, 3_000_000, frame).Simple(61, frame[..40]).ToArray();
        Assert.Equal([new(3_000_000_000, 61, frame), new(3_000_000_000, 61, frame[..40])], CaptureBytes.Read(file));
    }

    [Test]
    public void A_section_of_the_other_byte_order_starts_with_interfaces_of_its_own()
    {
        byte[] first = new CaptureBytes(false).Section().Interface(1, 0).Enhanced(0, 1, frame).ToArray();
        byte[] second = new CaptureBytes(true).Section().Interface(1, 9).Enhanced(0, 1, frame).ToArray();
        Assert.Equal([1_000_000_000ul, 1ul], CaptureBytes.Read([.. first, .. second]).Select(packet => packet.TimestampNs));
    }

    [Test]
    public void Unknown_blocks_are_stepped_over()
    {
        byte[] file = new CaptureBytes(false).Section().Block(0x0bad, new byte[300_000]).Interface(1)
            .Block(4, [1, 2, 3]).Enhanced(0, 0, frame).Block(5, []).ToArray();
        Assert.Single(CaptureBytes.Read(file));
    }

    [Test]
    public void Frames_that_the_capture_cut_off_are_counted()
    {
        using var reader = CaptureReader.Open(
            new MemoryStream(CaptureBytes.Pcap([new(0, 1500, frame), new(0, 61, frame), new(0, 62, frame)])), "test");
        CaptureBytes.Read(reader);
        Assert.Equal((3, 2), (reader.FrameCount, reader.SnappedCount));
    }

    [Test]
    public void The_longest_frame_reads() => Assert.Single(
        CaptureBytes.Read(CaptureBytes.Pcap([new(0, CaptureReader.FrameLengthMax, new byte[CaptureReader.FrameLengthMax])])));

    [Test]
    public void A_frame_check_sequence_flag_beside_the_link_type_is_no_link_type() =>
        Assert.Single(CaptureBytes.Read(CaptureBytes.Pcap([new(0, 61, frame)], linkType: 0x4400_0001)));

    [Test]
    [Arguments(101, "test: link type 101 (raw IP) can't be read, only Ethernet.")]
    [Arguments(113, "test: link type 113 (Linux cooked capture) can't be read, only Ethernet.")]
    [Arguments(4711, "test: link type 4711 can't be read, only Ethernet.")]
    public void Another_link_type_is_refused_by_name(uint linkType, string message) =>
        Refused(message, CaptureBytes.Pcap([], linkType: linkType));

    [Test]
    public void An_unused_interface_of_another_link_type_harms_nobody() =>
        Assert.Single(CaptureBytes.Read(
            new CaptureBytes(false).Section().Interface(220).Interface(1).Enhanced(1, 0, frame).ToArray()));

    [Test]
    public void A_packet_on_an_interface_of_another_link_type_is_refused_by_name() => Refused(
        "test: packet 2 is on interface 1 of link type 101 (raw IP), which can't be read, only Ethernet.",
        new CaptureBytes(false).Section().Interface(1).Interface(101).Enhanced(0, 0, frame).Enhanced(1, 0, frame).ToArray());

    [Test]
    public void A_packet_on_an_interface_that_is_not_there_is_refused() => Refused(
        "test: packet 1 is on interface 3, which the file doesn't describe.",
        new CaptureBytes(false).Section().Interface(1).Enhanced(3, 0, frame).ToArray());

    [Test]
    public void A_frame_cut_short_names_its_packet() => Refused(
        "test: packet 2 is cut short: the frame has 61 bytes, the file ends after 60 of them.",
        CaptureBytes.Pcap([new(0, 61, frame), new(0, 61, frame)])[..^1]);

    [Test]
    public void A_record_header_cut_short_names_its_packet() => Refused(
        "test: packet 2 is cut short: its record header has 16 bytes, the file ends after 7 of them.",
        [.. CaptureBytes.Pcap([new(0, 61, frame)]), .. new byte[7]]);

    [Test]
    public void A_block_cut_short_names_its_packet() => Refused(
        "test: the file ends inside the block after packet 1: packet 2 is cut short.",
        new CaptureBytes(false).Section().Interface(1).Enhanced(0, 0, frame).Enhanced(0, 0, frame).ToArray()[..^5]);

    [Test]
    public void A_frame_of_absurd_length_is_refused() => Refused(
        "test: packet 1 claims 4294967295 bytes, more than 262144: the file is damaged.",
        [.. CaptureBytes.Pcap([]), .. new byte[8], .. new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }]);

    [Test]
    public void A_frame_longer_than_its_block_is_refused()
    {
        byte[] file = new CaptureBytes(false).Section().Interface(1).Enhanced(0, 0, frame).ToArray();
        int captured = Array.LastIndexOf(file, (byte)61) - 4;
        file[captured] = 200;
        Refused("test: packet 1 claims 200 bytes in a block with room for 76.", file);
    }

    [Test]
    [Arguments("", "test is empty: not a pcap or pcapng file.")]
    [Arguments("47", "test is not a pcap or pcapng file (it starts with 47).")]
    [Arguments("474554202f20485454502f", "test is not a pcap or pcapng file (it starts with 474554202f204854).")]
    [Arguments("1f8b0800", "test is not a pcap or pcapng file: it is compressed by gzip, unpack it with gunzip first.")]
    [Arguments("d4c3b2a1", "test: the file header is cut short: 4 of 24 bytes.")]
    public void What_is_no_capture_is_refused(string hex, string message) => Refused(message, Convert.FromHexString(hex));

    [Test]
    public void An_old_version_is_refused() =>
        Refused("test: pcap version 2.3 can't be read, only 2.4.", CaptureBytes.Pcap([], minor: 3));

    [Test]
    public void A_file_that_is_not_there_is_refused() => Assert.Equal(
        "/nonexistent/in.pcap can't be read: there is no such directory.",
        Assert.Throws<RefusedException>(() => CaptureReader.Open("/nonexistent/in.pcap")).Message);

    [Test]
    public void A_directory_is_refused() => Assert.Equal(
        "/ can't be read: it is a directory.", Assert.Throws<RefusedException>(() => CaptureReader.Open("/")).Message);

    static void Refused(string message, byte[] file) =>
        Assert.Equal(message, Assert.Throws<RefusedException>(() => CaptureBytes.Read(file)).Message);
}
