using System;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Graph.Match;
using Xunit;

namespace FastPaas.Differential.Reference;

/// <summary>The oracle itself, held to hand-made frames: an error here would be one in every comparison.</summary>
public sealed class ReferenceHeadersTests
{
    const string Ethernet = "020000000001020000000002";
    const string Ip4Udp = "45b8001c0000000040110000 0a000001 c0000201";
    const string Udp = "1f90003500080000";

    static ReferenceHeaders Parse(params string[] parts) =>
        ReferenceHeaders.Parse(Convert.FromHexString(string.Concat(parts).Replace(" ", "")));

    [Test]
    public void A_plain_udp_packet_has_its_fields()
    {
        ReferenceHeaders packet = Parse(Ethernet, "0800", Ip4Udp, Udp);
        Assert.Equal(0x020000000001ul, packet[HeaderField.EthDst]);
        Assert.Equal(0x020000000002ul, packet[HeaderField.EthSrc]);
        Assert.Equal(0x0a000001u, packet[HeaderField.IpSrc]);
        Assert.Equal(0xc0000201u, packet[HeaderField.IpDst]);
        Assert.Equal(46u, packet[HeaderField.IpDscp]);
        Assert.Equal(64u, packet[HeaderField.IpTtl]);
        Assert.Equal(8080u, packet[HeaderField.UdpSrc]);
        Assert.Equal(53u, packet[HeaderField.L4Dst]);
        Assert.Null(packet[HeaderField.TcpDst]);
        Assert.Null(packet[HeaderField.VlanId]);
        Assert.Equal(42u, packet[HeaderField.PacketLength]);
    }

    [Test]
    public void Two_tags_are_skipped_and_the_outer_one_counts()
    {
        ReferenceHeaders packet = Parse(Ethernet, "88a8", "e064", "8100", "00c8", "0800", Ip4Udp, Udp);
        Assert.Equal(100u, packet[HeaderField.VlanId]);
        Assert.Equal(53u, packet[HeaderField.UdpDst]);
    }

    [Test]
    public void A_third_tag_is_not_skipped()
    {
        ReferenceHeaders packet = Parse(Ethernet, "8100", "0001", "8100", "0002", "8100", "0003", "0800", Ip4Udp, Udp);
        Assert.Equal(0x8100u, packet[HeaderField.EthType]);
        Assert.False(packet.HasIp4);
    }

    [Test]
    public void A_cut_tag_is_not_skipped()
    {
        ReferenceHeaders packet = Parse(Ethernet, "8100", "0001", "08");
        Assert.Equal(0x8100u, packet[HeaderField.EthType]);
        Assert.False(packet.HasVlan);
    }

    [Test]
    public void Options_move_the_transport_header()
    {
        ReferenceHeaders packet = Parse(Ethernet, "0800", "46000020000000004011 0000 0a000001 c0000201 01010101", Udp);
        Assert.Equal(53u, packet[HeaderField.UdpDst]);
    }

    [Test]
    public void A_later_fragment_has_no_transport_header()
    {
        ReferenceHeaders packet = Parse(Ethernet, "0800", "4500001c00000001 4011 0000 0a000001 c0000201", Udp);
        Assert.True(packet.IsFragment);
        Assert.Equal(17u, packet[HeaderField.IpProto]);
        Assert.Null(packet[HeaderField.UdpDst]);
    }

    [Test]
    public void Ethernet_padding_is_no_payload()
    {
        ReferenceHeaders packet = Parse(Ethernet, "0800", "45000018000000004011 0000 0a000001 c0000201", Udp, "00000000");
        Assert.True(packet.HasIp4);
        Assert.False(packet.HasUdp);
    }

    [Test]
    public void Extension_headers_are_followed_to_the_eighth()
    {
        string Chain(int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => (i == count - 1 ? "11" : "3c") + "00000000000000"));
        string Header(int count) => "60000000" + (8 * count + 8).ToString("x4") + "3c40" + new string('0', 64);
        Assert.Equal(53u, Parse(Ethernet, "86dd", Header(8), Chain(8), Udp)[HeaderField.UdpDst]);
        ReferenceHeaders nine = Parse(Ethernet, "86dd", Header(9), Chain(9), Udp);
        Assert.Equal(60u, nine[HeaderField.IpProto]);
        Assert.Null(nine[HeaderField.UdpDst]);
    }

    /// <summary>With a key of one repeated 16-bit word, Toeplitz depends on the exclusive or of the input's words
    /// alone.</summary>
    [Test]
    public void Both_directions_of_a_flow_hash_alike()
    {
        UInt128? Hash(string addresses, string ports) =>
            Parse(Ethernet, "0800", "4500001c0000000040110000", addresses, ports, "00080000")[HeaderField.FlowHash];
        Assert.Equal(Hash("0a000001 c0000201", "1f90 0035"), Hash("c0000201 0a000001", "0035 1f90"));
        Assert.NotEqual(Hash("0a000001 c0000201", "1f90 0035"), Hash("0a000001 c0000201", "1f90 0036"));
    }

    /// <summary>Over as many random packets as a run compares: no exception, and every layer is met often enough to
    /// matter.</summary>
    [Test]
    public void Random_frames_reach_every_layer()
    {
        var frames = new RandomFrames(new Rng(1));
        ReferenceHeaders[] parsed = frames.Burst(20_000).Where(frame => frame.Bytes.Length >= 14)
            .Select(frame => ReferenceHeaders.Parse(frame.Bytes)).ToArray();
        Assert.All(
            new Func<ReferenceHeaders, bool>[]
            {
                p => p.HasVlan, p => p.HasIp4, p => p.HasIp6, p => p.HasTcp, p => p.HasUdp, p => p.IsFragment,
            },
            layer => Assert.InRange(parsed.Count(layer), 1_000, 19_000));
        Assert.InRange(parsed.Count(packet => packet.HasIcmp), 300, 19_000);
    }
}
