using System;
using System.Buffers.Binary;
using System.Linq;
using System.Net;

namespace FastPaas.Architecture.Tests;

/// <summary>Ethernet frames, innermost layer first: <c>Frames.Ethernet(0x0800, Frames.Ip4(...))</c>. Numbers in network
/// order, checksums right.</summary>
static class Frames
{
    public const byte Icmp = 1;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Icmp6 = 58;

    static readonly byte[] Lan = [0x02, 0, 0, 0, 0, 0x01];
    static readonly byte[] Customer = [0x02, 0, 0, 0, 0, 0x10];

    public static byte[] Ethernet(ushort type, byte[] payload) => [.. Lan, .. Customer, .. Number16(type), .. payload];

    public static byte[] Vlan(ushort id, ushort type, byte[] payload) =>
        Ethernet(0x8100, [.. Number16(id), .. Number16(type), .. payload]);

    public static byte[] Arp(string asker, string asked) => Ethernet(0x0806,
        [0, 1, 8, 0, 6, 4, 0, 1, .. Customer, .. Address(asker), 0, 0, 0, 0, 0, 0, .. Address(asked)]);

    /// <param name="options">A multiple of four bytes.</param>
    /// <param name="fragment">Flags and offset as on the wire: 0x2000 more fragments, else the offset in units of 8
    /// bytes.</param>
    public static byte[] Ip4(
        string source, string destination, byte protocol, byte[] payload, byte ttl = 64, byte[]? options = null,
        ushort fragment = 0)
    {
        options ??= [];
        byte[] header =
        [
            (byte)(0x45 + options.Length / 4), 0, .. Number16((ushort)(20 + options.Length + payload.Length)), 0, 1,
            .. Number16(fragment),
            ttl, protocol, 0, 0, .. Address(source), .. Address(destination), .. options,
        ];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return [.. header, .. payload];
    }

    /// <param name="protocol">Of the first header behind the fixed one.</param>
    public static byte[] Ip6(string source, string destination, byte protocol, byte[] payload, byte hopLimit = 64) =>
        [0x60, 0, 0, 0, .. Number16((ushort)payload.Length), protocol, hopLimit, .. Address(source), .. Address(destination),
            .. payload];

    /// <summary>Hop-by-hop options, all padding, in front of <paramref name="payload"/>.</summary>
    public static byte[] HopByHop(byte next, byte[] payload) => [next, 0, 1, 4, 0, 0, 0, 0, .. payload];

    public static byte[] UdpTo(string source, string destination, ushort from, ushort to, int bytes = 32)
    {
        byte[] packet = [.. Number16(from), .. Number16(to), .. Number16((ushort)(8 + bytes)), 0, 0, .. Text(bytes)];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), Checksum(Pseudo(source, destination, Udp, packet)));
        return packet;
    }

    public static byte[] TcpTo(string source, string destination, ushort from, ushort to, byte flags = 0x18, int bytes = 16)
    {
        byte[] packet =
            [.. Number16(from), .. Number16(to), 0, 0, 0, 1, 0, 0, 0, 1, 0x50, flags, .. Number16(64_240), 0, 0, 0, 0,
                .. Text(bytes)];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(16), Checksum(Pseudo(source, destination, Tcp, packet)));
        return packet;
    }

    public static byte[] Echo(ushort sequence)
    {
        byte[] packet = [8, 0, 0, 0, 0, 7, .. Number16(sequence), .. Text(24)];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    static byte[] Pseudo(string source, string destination, byte protocol, byte[] packet) =>
        [.. Address(source), .. Address(destination), 0, 0, .. Number16((ushort)packet.Length), 0, protocol, .. packet];

    static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    static byte[] Number16(ushort value) => [(byte)(value >> 8), (byte)value];

    static byte[] Text(int bytes) => [.. Enumerable.Range(0, bytes).Select(index => (byte)('a' + index % 26))];

    /// <summary>RFC 1071.</summary>
    static ushort Checksum(byte[] data)
    {
        uint sum = 0;
        for (int index = 0; index < data.Length; index += 2)
        {
            sum += (uint)(data[index] << 8) | (index + 1 < data.Length ? data[index + 1] : 0u);
        }
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
