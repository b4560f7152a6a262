using System;
using System.Buffers.Binary;
using System.IO;

namespace FastPaas.Build.ModuleKit;

/// <summary>Frames of the ordinary kinds, for a check without a capture: the same in every run.</summary>
static class SampleCapture
{
    const int Frames = 256, HeaderBytes = 14 + 4 + 40 + 20;

    const ushort Vlan = 0x8100, Ip4 = 0x0800, Ip6 = 0x86dd, Arp = 0x0806;

    /// <summary>Nanoseconds between frames: a burst is some of them.</summary>
    const uint Gap = 3_000;

    static readonly int[] Lengths = [60, 64, 128, 594, 1_518];

    /// <summary>In the pcap format with nanoseconds, of Ethernet.</summary>
    public static void Write(string path)
    {
        using BinaryWriter file = new(File.Create(path));
        foreach (uint word in (uint[])[0xa1b23c4d, 0x00040002, 0, 0, 262_144, 1]) file.Write(word);
        Random random = new(2_697);
        for (uint i = 0; i < Frames; i++)
        {
            byte[] frame = Frame(random, Lengths[random.Next(Lengths.Length)]);
            foreach (uint word in (uint[])[1, i * Gap, (uint)frame.Length, (uint)frame.Length]) file.Write(word);
            file.Write(frame);
        }
    }

    /// <summary>UDP or TCP in IPv4 or IPv6, with a VLAN tag or without; one in sixteen is ARP.</summary>
    static byte[] Frame(Random random, int length)
    {
        byte[] frame = new byte[length];
        random.NextBytes(frame.AsSpan(Math.Min(length, HeaderBytes)));
        new byte[] { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 }.CopyTo(frame, 0);
        int at = 12;
        if (random.Next(4) == 0)
        {
            Put16(frame, ref at, Vlan);
            Put16(frame, ref at, (ushort)random.Next(1, 4_095));
        }
        int kind = random.Next(16);
        ushort type = kind == 0 ? Arp : kind < 5 ? Ip6 : Ip4;
        Put16(frame, ref at, type);
        byte protocol = (byte)(random.Next(2) == 0 ? 17 : 6);
        if (type == Ip6) PutIp6(frame, ref at, protocol, random);
        else if (type == Ip4) PutIp4(frame, ref at, protocol, random);
        else return frame;
        Put16(frame, ref at, (ushort)random.Next(1_024, 65_536));
        Put16(frame, ref at, (ushort)(random.Next(2) == 0 ? 80 : 53));
        if (protocol == 17 && at + 2 <= length) Put16(frame, ref at, (ushort)(length - at + 4));
        else if (protocol == 6 && at + 9 <= length) frame[at + 8] = 0x50;
        return frame;
    }

    /// <summary>RFC 791, its checksum too.</summary>
    static void PutIp4(byte[] frame, ref int at, byte protocol, Random random)
    {
        Span<byte> header = frame.AsSpan(at, 20);
        header[0] = 0x45;
        header[1] = (byte)(random.Next(64) << 2);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(frame.Length - at));
        header[8] = (byte)random.Next(1, 256);
        header[9] = protocol;
        random.NextBytes(header[12..]);
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)~(sum + (sum >> 16)));
        at += header.Length;
    }

    /// <summary>RFC 8200.</summary>
    static void PutIp6(byte[] frame, ref int at, byte protocol, Random random)
    {
        Span<byte> header = frame.AsSpan(at, 40);
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)Math.Max(0, frame.Length - at - 40));
        header[6] = protocol;
        header[7] = (byte)random.Next(1, 256);
        random.NextBytes(header[8..]);
        at += 40;
    }

    static void Put16(byte[] frame, ref int at, ushort value)
    {
        if (at + 2 <= frame.Length) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), value);
        at += 2;
    }
}
