using System;
using System.Buffers.Binary;
using Xunit;

namespace FastPaas.Modules.Tests;

public sealed unsafe class IpCheckTests
{
    static ushort Sum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)sum;
    }

    /// <param name="optionBytes">A multiple of 4.</param>
    static byte[] Ip4(Random random, int optionBytes, int tags = 0)
    {
        byte[] frame = new byte[14 + 4 * tags + 20 + optionBytes + random.Next(0, 30)];
        random.NextBytes(frame);
        Span<byte> ip = frame.AsSpan(14 + 4 * tags);
        ip[0] = (byte)(0x45 + optionBytes / 4);
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)random.Next(20 + optionBytes, ip.Length + 1));
        ip[10] = ip[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], (ushort)~Sum(ip[..(20 + optionBytes)]));
        return frame;
    }

    static bool Passes(PlainLcore lcore, byte[] frame, HeaderLayers layer, int offset = 14)
    {
        lcore.Set(5, frame);
        lcore.Headers->Layers[5] = (byte)layer;
        lcore.Headers->IpOffset[5] = (ushort)offset;
        IpCheck.State state = default;
        IpCheck.Process(lcore.Burst(1 << 5), LaneMask.Of(5), ref state, out LaneMask ok, out LaneMask bad);
        Assert.Equal(1ul << 5, ok.Bits ^ bad.Bits);
        return !ok.IsEmpty;
    }

    [Test]
    public void A_right_header_passes_and_one_with_any_bit_changed_does_not()
    {
        Random random = new(1);
        using PlainLcore lcore = new();
        for (int round = 0; round < 400; round++)
        {
            int options = random.Next(2) == 0 ? 0 : 4 * random.Next(1, 11), tags = random.Next(3);
            byte[] frame = Ip4(random, options, tags);
            int at = 14 + 4 * tags;
            Assert.True(Passes(lcore, frame, HeaderLayers.Ip4, at));
            // Version and header length are the parser's: it would see no such header.
            int bit = random.Next(8, 8 * (20 + options));
            frame[at + bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(Passes(lcore, frame, HeaderLayers.Ip4, at));
        }
    }

    [Test]
    public void A_packet_that_was_cut_off_does_not_pass()
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[60];
        frame[14] = 0x45;
        foreach ((ushort total, bool passes) in new[] { ((ushort)46, true), ((ushort)47, false), ((ushort)20, true),
            (ushort.MaxValue, false) })
        {
            frame[24] = frame[25] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), total);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), (ushort)~Sum(frame.AsSpan(14, 20)));
            Assert.Equal(passes, Passes(lcore, frame, HeaderLayers.Ip4));
        }
        byte[] six = new byte[14 + 40 + 6];
        foreach ((ushort payload, bool passes) in new[] { ((ushort)6, true), ((ushort)0, true), ((ushort)7, false) })
        {
            BinaryPrimitives.WriteUInt16BigEndian(six.AsSpan(18), payload);
            Assert.Equal(passes, Passes(lcore, six, HeaderLayers.Ip6));
        }
    }

    [Test]
    public void A_checksum_of_ffff_is_as_good_as_one_of_0000()
    {
        using PlainLcore lcore = new();
        byte[] frame = new byte[34];
        frame[14] = 0x45;
        frame[17] = 20;
        // Everything else adds up to 0xffff, so both a sum of 0xffff and one of 2 * 0xffff are right (RFC 1071).
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)~Sum(frame.AsSpan(14, 20)));
        Assert.True(Passes(lcore, frame, HeaderLayers.Ip4));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), 0xffff);
        Assert.True(Passes(lcore, frame, HeaderLayers.Ip4));
    }

    [Test]
    public void What_is_not_ip_does_not_pass()
    {
        using PlainLcore lcore = new();
        Assert.False(Passes(lcore, new byte[60], HeaderLayers.None));
    }
}
