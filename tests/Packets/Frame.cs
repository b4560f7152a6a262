using System;
using System.Buffers.Binary;
using System.Linq;
using System.Net;

namespace FastPaas.Packets.Tests;

/// <summary>Frames of our own making, innermost layer first: <c>Frame.Ethernet(Frame.Ip4("10.0.0.1", "10.0.0.2", 17, Frame.Udp(1,
/// 2)))</c>.
/// Lengths and the IPv4 checksum are right unless a caller breaks them.</summary>
static class Frame
{
    public const byte Tcp6 = 6, Udp17 = 17;

    /// <param name="tags">VLAN ids, the outer first.</param>
    public static byte[] Ethernet((ushort Type, byte[] Bytes) payload, params ushort[] tags) =>
    [
        2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1,
        .. tags.SelectMany((tag, i) => new[] { (ushort)(i + 1 < tags.Length ? 0x88a8 : 0x8100), tag }).SelectMany(Number),
        .. Number(payload.Type), .. payload.Bytes,
    ];

    public static (ushort, byte[]) Other(ushort type, int bytes = 46) => (type, Fill(bytes));

    public static (ushort, byte[]) Arp(string sender, string target) =>
        (0x0806, [0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, .. Address(sender), 0, 0, 0, 0, 0, 0, .. Address(target),
            .. new byte[18]]);

    /// <param name="fragment">Flags and offset as on the wire: 0x2000 is MF, the low 13 bits count 8 bytes.</param>
    /// <param name="optionBytes">A multiple of 4.</param>
    public static (ushort, byte[]) Ip4(string src, string dst, byte proto, byte[] payload, byte ttl = 64, ushort fragment = 0,
        int optionBytes = 0)
    {
        byte[] header =
        [
            (byte)(0x45 + optionBytes / 4), 0, .. Number((ushort)(20 + optionBytes + payload.Length)), 0x12, 0x34,
                .. Number(fragment),
            ttl, proto, 0, 0, .. Address(src), .. Address(dst), .. Enumerable.Repeat((byte)1, optionBytes),
        ];
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(i));
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)~sum);
        return (0x0800, [.. header, .. payload]);
    }

    /// <param name="next">Of the first header behind the fixed one.</param>
    public static (ushort, byte[]) Ip6(string src, string dst, byte next, byte[] payload, byte hopLimit = 64) =>
        (0x86dd, [0x60, 0, 0, 0, .. Number((ushort)payload.Length), next, hopLimit, .. Address(src), .. Address(dst),
            .. payload]);

    /// <summary>Destination options of 8 bytes, all padding, RFC 8200 section 4.6; <paramref name="count"/> of them.</summary>
    public static byte[] Options(int count, byte next, byte[] payload) =>
        count == 0 ? payload : [count == 1 ? next : (byte)60, 0, 1, 4, 0, 0, 0, 0, .. Options(count - 1, next, payload)];

    /// <param name="offset">In units of 8 bytes.</param>
    public static byte[] Fragment(byte next, ushort offset, bool more, byte[] payload) =>
        [next, 0, .. Number((ushort)(offset << 3 | (more ? 1 : 0))), 0, 0, 0, 7, .. payload];

    public static byte[] Tcp(ushort src, ushort dst) =>
        [.. Number(src), .. Number(dst), 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0, .. Fill(8)];

    public static byte[] Udp(ushort src, ushort dst, int bytes = 10) =>
        [.. Number(src), .. Number(dst), .. Number((ushort)(8 + bytes)), 0, 0, .. Fill(bytes)];

    /// <summary>ICMP over IPv6, its checksum right.</summary>
    public static (ushort, byte[]) Icmp6(string src, string dst, byte[] message, byte hopLimit = 64)
    {
        byte[] pseudo = [.. Address(src), .. Address(dst), 0, 0, .. Number((ushort)message.Length), 0, 0, 0, 58];
        byte[] summed = [.. message[..2], 0, 0, .. message[4..]];
        Number(Checksum([.. pseudo, .. summed])).CopyTo(summed, 2);
        return Ip6(src, dst, 58, summed, hopLimit);
    }

    /// <summary>RFC 4861 section 4.3.</summary>
    public static byte[] Solicitation(string target, bool sourceOption) =>
        [135, 0, 0, 0, 0, 0, 0, 0, .. Address(target), .. sourceOption ? (byte[])[1, 1, 2, 0, 0, 0, 0, 1] : []];

    /// <summary>A ping with that type instead of 8; its checksum is right in IPv4.</summary>
    public static byte[] Echo(byte type, int bytes = 10)
    {
        byte[] message = [type, 0, 0, 0, 0, 1, 0, 1, .. Fill(bytes)];
        Number(Checksum(message)).CopyTo(message, 2);
        return message;
    }

    /// <summary>RFC 1071; an odd last byte counts as if a zero followed.</summary>
    static ushort Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    public static byte[] Ping() => [8, 0, 0, 0, 0, 1, 0, 1, .. Fill(10)];

    /// <summary>A copy with one byte changed.</summary>
    public static byte[] With(this byte[] frame, int at, byte value)
    {
        byte[] copy = [.. frame];
        copy[at] = value;
        return copy;
    }

    public static byte[] Cut(this byte[] frame, int length) => frame[..length];

    static byte[] Fill(int bytes) => [.. Enumerable.Range(1, bytes).Select(i => (byte)i)];

    static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];

    static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();
}
