using System;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>The packet of a module with shape <c>packet</c>, as an untrusted author would bend it.</summary>
public sealed unsafe class WritablePacketTests
{
    static readonly byte[] Frame = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    [Test]
    public void Frames_shorter_than_a_header_keep_their_guards()
    {
        using PlainLcore lcore = new();
        for (int bytes = 14; bytes < PlainLcore.Lanes; bytes++)
        {
            lcore.Set(bytes, Frame.AsSpan(0, bytes));
            WritablePacket packet = lcore.WritablePacket(bytes);
            packet.SwapEthernetAddresses();
            packet.Ethernet = default;
            packet.Tagged = default;
            packet.Bytes.Fill(0);
            Assert.Equal((uint)bytes, packet.Length);
            Assert.True(lcore.GuardsAreIntact(bytes), $"{bytes} bytes");
        }
    }

    [Test]
    public void A_header_beyond_the_packet_is_absent_whatever_the_parsed_offset_says()
    {
        using PlainLcore lcore = new();
        lcore.Set(0, Frame);
        lcore.Headers->Layers[0] = byte.MaxValue;
        WritablePacket packet = lcore.WritablePacket(0);
        for (int offset = 0; offset <= ushort.MaxValue; offset++)
        {
            lcore.Headers->IpOffset[0] = lcore.Headers->L4Offset[0] = (ushort)offset;
            packet.Ip4 = default;
            packet.Ip6 = default;
            packet.Tcp = default;
            packet.Udp = default;
            Assert.True(lcore.GuardsAreIntact(0), $"offset {offset}");
        }
    }

    [Test]
    public void What_is_written_to_an_absent_header_is_lost()
    {
        using PlainLcore lcore = new();
        lcore.Set(0, Frame);
        WritablePacket packet = lcore.WritablePacket(0);
        packet.Ip4.TimeToLive = 9;
        packet.Udp.Source = 9;
        Assert.Equal(0, packet.Ip4.TimeToLive);
        Assert.Equal(0, packet.Udp.Source.Value);
        Assert.Equal(Frame, lcore.Frame(0));
    }

    /// <summary>One packet's fields are those that the burst's view gives for its lane.</summary>
    [Test]
    public void Parsed_fields_are_those_of_the_burst()
    {
        using PlainLcore lcore = new();
        new Random(3).NextBytes(new Span<byte>(lcore.Headers, sizeof(HeaderLanes)));
        ParsedHeaders all = lcore.Burst(ulong.MaxValue).Headers;
        for (int lane = 0; lane < PlainLcore.Lanes; lane++)
        {
            PacketHeaders one = lcore.WritablePacket(lane).Headers;
            Assert.Equal(
                (all.EthSrc(lane), all.EthDst(lane), all.EthType(lane), all.VlanId(lane), all.IpSrc(lane), all.IpDst(lane)),
                (one.EthSrc, one.EthDst, one.EthType, one.VlanId, one.IpSrc, one.IpDst));
            Assert.Equal(
                (all.Ip6Src(lane), all.Ip6Dst(lane), all.IpProto(lane), all.IpTtl(lane), all.IpDscp(lane), all.L4Src(lane)),
                (one.Ip6Src, one.Ip6Dst, one.IpProto, one.IpTtl, one.IpDscp, one.L4Src));
            Assert.Equal(
                (all.L4Dst(lane), all.TcpFlags(lane), all.IcmpType(lane), all.PacketLength(lane), all.FlowHash(lane)),
                (one.L4Dst, one.TcpFlags, one.IcmpType, one.PacketLength, one.FlowHash));
            Assert.Equal((all.IpOffset(lane), all.L4Offset(lane)), (one.IpOffset, one.L4Offset));
            Assert.Equal(
                (Has(all.Vlan), Has(all.Ip4), Has(all.Ip6), Has(all.Ip), Has(all.Tcp), Has(all.Udp), Has(all.TcpOrUdp)),
                (one.Vlan, one.Ip4, one.Ip6, one.Ip, one.Tcp, one.Udp, one.TcpOrUdp));
            Assert.Equal((Has(all.Icmp), Has(all.Fragment)), (one.Icmp, one.Fragment));
            bool Has(LaneMask mask) => mask.Contains(lane);
        }
    }
}
