using System;
using System.Buffers.Binary;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed unsafe class TtlTests
{
    /// <summary>The sum from scratch, RFC 1071.</summary>
    static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += i == 10 ? 0u : BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    [Test]
    public void The_incremental_checksum_is_the_checksum_from_scratch_for_every_sum_and_ttl()
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[34];
        frame[14] = 0x45;
        frame[17] = 20;
        lcore.Headers->Layers[0] = (byte)HeaderLayers.Ip4;
        lcore.Headers->IpOffset[0] = 14;
        Ttl.State state = default;
        lcore.Set(0, frame);
        Span<byte> ip = new(lcore.Packet(0)->Data + 14, 20);
        for (int ttl = 2; ttl < 256; ttl += ttl < 6 || ttl > 250 ? 1 : 41)
        {
            for (int identification = 0; identification <= ushort.MaxValue; identification++)
            {
                ip[8] = (byte)ttl;
                lcore.Headers->IpTtl[0] = (byte)ttl;
                BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)identification);
                BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip));
                Ttl.Process(lcore.WritableBurst(1), new LaneMask(1), ref state, out LaneMask @out, out LaneMask expired);
                if (ip[8] != ttl - 1 || BinaryPrimitives.ReadUInt16BigEndian(ip[10..]) != Checksum(ip) || @out.Bits != 1
                    || !expired.IsEmpty)
                    Assert.Fail($"ttl {ttl}, identification {identification}");
            }
        }
    }

    [Test]
    public void A_zero_written_as_ffff_stays_a_valid_checksum()
    {
        // 0xffff is never the sum from scratch, but a receiver accepts it as 0x0000.
        using PlainLcore lcore = new();
        byte[] frame = new byte[34];
        frame[14] = 0x45;
        frame[22] = 64;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)(0xffff - 0x4500 - 0x4000));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), 0xffff);
        lcore.Set(0, frame);
        lcore.Headers->Layers[0] = (byte)HeaderLayers.Ip4;
        lcore.Headers->IpOffset[0] = 14;
        lcore.Headers->IpTtl[0] = 64;
        Ttl.State state = default;
        Ttl.Process(lcore.WritableBurst(1), new LaneMask(1), ref state, out _, out _);
        ReadOnlySpan<byte> ip = lcore.Frame(0)[14..];
        Assert.Equal(Checksum(ip), BinaryPrimitives.ReadUInt16BigEndian(ip[10..]));
    }

    [Test]
    [Arguments(0), Arguments(1)]
    public void What_would_reach_zero_expires_unchanged(byte ttl)
    {
        foreach (HeaderLayers layer in new[] { HeaderLayers.Ip4, HeaderLayers.Ip6 })
        {
            using PlainLcore lcore = new();
            byte[] frame = new byte[60];
            frame[21] = ttl;
            frame[22] = ttl;
            lcore.Set(7, frame);
            lcore.Headers->Layers[7] = (byte)layer;
            lcore.Headers->IpOffset[7] = 14;
            lcore.Headers->IpTtl[7] = ttl;
            Ttl.State state = default;
            Ttl.Process(lcore.WritableBurst(1 << 7), LaneMask.Of(7), ref state, out LaneMask @out, out LaneMask expired);
            Assert.Equal((LaneMask.None, LaneMask.Of(7)), (@out, expired));
            Assert.Equal(frame, lcore.Frame(7));
        }
    }

    [Test]
    public void The_hop_limit_of_IPv6_is_decremented_and_nothing_else()
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[60];
        frame[21] = 64;
        lcore.Set(3, frame);
        lcore.Headers->Layers[3] = (byte)HeaderLayers.Ip6;
        lcore.Headers->IpOffset[3] = 14;
        lcore.Headers->IpTtl[3] = 64;
        Ttl.State state = default;
        Ttl.Process(lcore.WritableBurst(1 << 3), LaneMask.Of(3), ref state, out LaneMask @out, out _);
        frame[21] = 63;
        Assert.Equal(LaneMask.Of(3), @out);
        Assert.Equal(frame, lcore.Frame(3));
    }

    [Test]
    public void A_frame_without_an_IP_header_passes_unchanged()
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[60];
        lcore.Set(0, frame);
        lcore.Headers->IpTtl[0] = 1;
        Ttl.State state = default;
        Ttl.Process(lcore.WritableBurst(1), new LaneMask(1), ref state, out LaneMask @out, out LaneMask expired);
        Assert.Equal((LaneMask.Of(0), LaneMask.None), (@out, expired));
        Assert.Equal(frame, lcore.Frame(0));
    }
}
