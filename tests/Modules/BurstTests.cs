using System;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>The API as an untrusted author would bend it: whatever lane, header or length, no byte outside the packet is
/// touched.</summary>
public sealed unsafe class BurstTests
{
    static readonly byte[] Frame = [.. Enumerable.Range(1, 60).Select(i => (byte)i)];

    [Test]
    public void A_lane_of_another_module_reads_as_zeros_and_takes_no_write()
    {
        using PlainLcore lcore = Full();
        WritableBurst burst = lcore.WritableBurst(lanes: 1);
        burst.Ethernet(5) = new EthernetHeader { Type = 0xffff };
        burst.SwapEthernetAddresses(5);
        Assert.Equal(0u, burst.Length(5));
        Assert.Equal(0, burst.Available(5));
        Assert.True(burst.Bytes(5).IsEmpty);
        Assert.Equal(0, burst.Ethernet(5).Type.Value);
        Assert.Equal(Frame, lcore.Frame(5));
    }

    [Test]
    [Arguments(-1), Arguments(64), Arguments(65), Arguments(int.MaxValue), Arguments(int.MinValue)]
    public void A_lane_that_does_not_exist_is_another_lane_of_the_burst(int lane)
    {
        using PlainLcore lcore = Full();
        WritableBurst burst = lcore.WritableBurst(lanes: ulong.MaxValue);
        Assert.Equal(60u, burst.Length(lane));
        Assert.Equal(0x0102_0304_0506ul, burst.Ethernet(lane).Destination.Value.Bits);
        burst.SwapEthernetAddresses(lane);
        Assert.Equal(0x0102_0304_0506ul, burst.Ethernet(lane).Source.Value.Bits);
        Assert.Equal(0u, burst.Headers.IpSrc(lane) | burst.Headers.L4Offset(lane));
    }

    [Test]
    public void What_is_written_to_an_absent_header_is_lost()
    {
        using PlainLcore lcore = Full();
        WritableBurst burst = lcore.WritableBurst(lanes: ulong.MaxValue);
        burst.Ip4(0).TimeToLive = 9;
        burst.Udp(0).Source = 9;
        Assert.Equal(0, burst.Ip4(0).TimeToLive);
        Assert.Equal(0, burst.Udp(0).Source.Value);
        Assert.Equal(Frame, lcore.Frame(0));
    }

    [Test]
    public void A_header_beyond_the_packet_is_absent_whatever_the_parsed_offset_says()
    {
        using PlainLcore lcore = Full();
        WritableBurst burst = lcore.WritableBurst(lanes: ulong.MaxValue);
        for (uint offset = 0; offset <= ushort.MaxValue; offset++)
        {
            int lane = (int)(offset % PlainLcore.Lanes);
            lcore.Headers->Layers[lane] = byte.MaxValue;
            lcore.Headers->IpOffset[lane] = (ushort)offset;
            lcore.Headers->L4Offset[lane] = (ushort)offset;
            burst.Ip4(lane) = default;
            burst.Ip6(lane) = default;
            burst.Tcp(lane) = default;
            burst.Udp(lane) = default;
            Assert.True(lcore.GuardsAreIntact(lane), $"offset {offset}");
        }
    }

    [Test]
    public void Frames_shorter_than_a_header_keep_their_guards()
    {
        using PlainLcore lcore = new();
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, Frame.AsSpan(0, Math.Min(lane, 60)));
        WritableBurst burst = lcore.WritableBurst(lanes: ulong.MaxValue);
        for (int lane = 0; lane < PlainLcore.Lanes; lane++)
        {
            burst.SwapEthernetAddresses(lane);
            burst.Ethernet(lane) = default;
            burst.Bytes(lane).Fill(0);
            Assert.True(lcore.GuardsAreIntact(lane), $"{lane} bytes");
        }
    }

    [Test]
    public void The_default_of_a_burst_holds_no_lane()
    {
        WritableBurst burst = default;
        Assert.Equal(0u, burst.Length(0));
        Assert.Equal(0ul, burst.NowCycles);
        Assert.True(burst.Headers.Ip.IsEmpty);
        Assert.True(burst.Headers.IpSrcIn(0, uint.MaxValue).IsEmpty);
    }

    [Test]
    public void Lane_masks_of_layers_hold_the_module_s_lanes_only()
    {
        using PlainLcore lcore = Full();
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Headers->Layers[lane] = (byte)(
            lane % 2 == 0 ? HeaderLayers.Ip4 : HeaderLayers.Ip6);
        ParsedHeaders headers = lcore.Burst(lanes: 0xff00_0000_0000_000f).Headers;
        Assert.Equal(0x5500_0000_0000_0005ul, headers.Ip4.Bits);
        Assert.Equal(0xaa00_0000_0000_000aul, headers.Ip6.Bits);
        Assert.Equal(0xff00_0000_0000_000ful, headers.Ip.Bits);
    }

    static PlainLcore Full()
    {
        PlainLcore lcore = new();
        for (int lane = 0; lane < PlainLcore.Lanes; lane++) lcore.Set(lane, Frame);
        return lcore;
    }
}
