using System;
using System.Buffers.Binary;
using System.Linq;
using FastPaas.TestHost;

namespace FastPaas.Modules.Tests;

/// <summary>Ethernet, IPv4 or IPv6, UDP; checksums from scratch.</summary>
sealed record UdpFrame(
    bool IsIp6, UInt128 Source, UInt128 Destination, ushort SourcePort, ushort DestinationPort, byte[] Payload)
{
    static readonly byte[] Client = [2, 0, 0, 0, 0, 1], Server = [2, 0, 0, 0, 0, 2];

    /// <summary>From whom the answer has to come, to whom it has to go.</summary>
    public UdpFrame Back(byte[] payload) => new(IsIp6, Destination, Source, DestinationPort, SourcePort, payload);

    public CacheDatagram Datagram => new(IsIp6, Source, Destination, SourcePort, DestinationPort, Payload);

    public byte[] Bytes() => Bytes(Server, Client, identification: 0x1234, flags: 0, ttl: 61);

    /// <summary>As the cache sends it.</summary>
    public byte[] Answer() => Bytes(Client, Server, identification: 0, flags: 0x4000, ttl: 64);

    byte[] Bytes(byte[] to, byte[] from, ushort identification, ushort flags, byte ttl)
    {
        int length = 8 + Payload.Length;
        byte[] addresses = [.. Address(Source), .. Address(Destination)];
        byte[] udp = [.. Words(SourcePort, DestinationPort, (ushort)length, 0), .. Payload];
        ushort sum = Checksum([.. addresses, .. Words(17, (ushort)length), .. udp]);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(6), sum == 0 ? (ushort)0xffff : sum);
        if (IsIp6) return [.. to, .. from, 0x86, 0xdd, 0x60, 0, 0, 0, .. Words((ushort)length), 17, ttl, .. addresses, .. udp];
        byte[] ip = [0x45, 0, .. Words((ushort)(20 + length), identification, flags), ttl, 17, 0, 0, .. addresses];
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), Checksum(ip));
        return [.. to, .. from, 8, 0, .. ip, .. udp];
    }

    byte[] Address(UInt128 address)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return IsIp6 ? bytes : bytes[12..];
    }

    static byte[] Words(params ushort[] words) => [.. words.SelectMany(word => (byte[])[(byte)(word >> 8), (byte)word])];

    static ushort Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
