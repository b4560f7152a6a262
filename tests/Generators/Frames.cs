using System;
using System.Buffers.Binary;

namespace FastPaas.Generators.Tests;

/// <summary>Frames: valid ones by hand, and hostile ones by chance.</summary>
static class Frames
{
    public static byte[] Udp4(uint dst = 0x0a000001, ushort dstPort = 80, int tags = 0, int options = 0, int length = 60) =>
        Ip4(17, dst, dstPort, tags, options, length);

    public static byte[] Tcp4(uint dst = 0x0a000001, ushort dstPort = 80, int tags = 0, int options = 0, int length = 64) =>
        Ip4(6, dst, dstPort, tags, options, length);

    public static byte[] Ip4(byte protocol, uint dst, ushort dstPort, int tags, int options, int length)
    {
        byte[] frame = new byte[Math.Max(length, 14 + 4 * tags + 20 + options + 20)];
        int ip = Ethernet(frame, tags, 0x0800);
        frame[ip] = (byte)(0x45 + options / 4);
        Write16(frame, ip + 2, frame.Length - ip);
        frame[ip + 8] = 64;
        frame[ip + 9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(ip + 12), 0xc0000201);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(ip + 16), dst);
        Layer4(frame, ip + 20 + options, dstPort);
        return frame;
    }

    public static byte[] Ip6(byte protocol, ushort dstPort, int tags = 0, int length = 80)
    {
        byte[] frame = new byte[Math.Max(length, 14 + 4 * tags + 40 + 20)];
        int ip = Ethernet(frame, tags, 0x86dd);
        frame[ip] = 0x60;
        Write16(frame, ip + 4, frame.Length - ip - 40);
        frame[ip + 6] = protocol;
        frame[ip + 7] = 64;
        for (int i = 0; i < 32; i++) frame[ip + 8 + i] = (byte)(i * 7 + 1);
        Layer4(frame, ip + 40, dstPort);
        return frame;
    }

    /// <summary>Any of the kinds above, often damaged in a few bytes that parsers look at, often cut.</summary>
    public static byte[] Hostile(Random random)
    {
        int tags = random.Next(4);
        byte protocol = (byte)new[] { 1, 6, 17, 58, 0, 44, 43, 51, 60, 135, 50, 89 }[random.Next(12)];
        byte[] frame = random.Next(5) switch
        {
            0 => Ip6(protocol, (ushort)random.Next(100), tags, random.Next(60, 120)),
            1 => Ip6((byte)(random.Next(2) == 0 ? 6 : 17), 80, tags % 2, 80),
            2 => Ip4((byte)(random.Next(2) == 0 ? 6 : 17), 0x0a000001, 80, tags % 2, 0, 64),
            _ =>
                Ip4(protocol, (uint)random.Next(), (ushort)random.Next(100), tags, random.Next(4) == 0 ? 4 * random.Next(11) : 0,
                    random.Next(34, 100)),
        };
        for (int damage = random.Next(4); damage > 0; damage--)
        {
            frame[random.Next(Math.Min(frame.Length, 60))] = (byte)random.Next(256);
        }
        return random.Next(4) == 0 ? frame[..random.Next(1, frame.Length)] : frame;
    }

    static int Ethernet(byte[] frame, int tags, int type)
    {
        for (int i = 0; i < 12; i++) frame[i] = (byte)(2 + i);
        for (int tag = 0; tag < tags; tag++)
        {
            Write16(frame, 12 + 4 * tag, tag == 0 ? 0x8100 : 0x88a8);
            Write16(frame, 14 + 4 * tag, 100 + tag);
        }

        Write16(frame, 12 + 4 * tags, type);
        return 14 + 4 * tags;
    }

    static void Layer4(byte[] frame, int offset, ushort dstPort)
    {
        Write16(frame, offset, 1234);
        Write16(frame, offset + 2, dstPort);
        frame[offset + 13] = 0x12;
    }

    static void Write16(byte[] frame, int offset, int value) =>
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(offset), (ushort)value);
}
