using System;
using System.Buffers.Binary;
using System.IO;
using System.Net.Sockets;
using FastPaas.Runtime;

namespace FastPaas.Control.Explain;

/// <summary>A described packet as bytes on the wire, with correct lengths and checksums.</summary>
static class FrameBuilder
{
    const int FrameLengthMin = 60;
    const ushort VlanTag = 0x8100;
    const byte FragmentHeader = 44, Icmp = 1, Icmp6 = 58, Tcp = 6, Udp = 17;

    public static byte[] Build(PacketSpec spec)
    {
        bool isIp6 = spec.Src!.AddressFamily == AddressFamily.InterNetworkV6;
        using var frame = new MemoryStream();
        Write48(frame, spec.EthDst);
        Write48(frame, spec.EthSrc);
        foreach (ushort vlan in spec.VlanIds)
        {
            Write16(frame, VlanTag);
            Write16(frame, vlan);
        }
        bool isIp = spec.Protocol != PacketProtocol.Ethernet;
        Write16(frame, isIp ? isIp6 ? 0x86dd : 0x0800 : spec.EthType);
        int headers = (int)frame.Length + (isIp ? IpOverhead(spec, isIp6) + TransportBytes(spec) : 0);
        byte[] payload = spec.Payload;
        if (spec.Length > 0)
        {
            if (spec.Length < headers + payload.Length)
                throw new RefusedException($"length {spec.Length}: this packet needs {headers + payload.Length} bytes.");
            Array.Resize(ref payload, spec.Length - headers);
        }
        if (isIp) frame.Write(Packet(spec, isIp6, payload));
        else frame.Write(payload);
        while (spec.Length == 0 && frame.Length < FrameLengthMin) frame.WriteByte(0);
        return frame.ToArray();
    }

    static bool IsFragment(PacketSpec spec) => spec.HasMoreFragments || spec.FragmentOffset > 0;

    static int IpOverhead(PacketSpec spec, bool isIp6) => !isIp6 ? 20 : IsFragment(spec) ? 48 : 40;

    /// <summary>A fragment other than the first has no transport header.</summary>
    static int TransportBytes(PacketSpec spec) => spec.FragmentOffset > 0 ? 0 : spec.Protocol switch
    {
        PacketProtocol.Tcp => 20,
        PacketProtocol.Udp or PacketProtocol.Icmp => 8,
        _ => 0,
    };

    static byte[] Packet(PacketSpec spec, bool isIp6, byte[] payload)
    {
        int overhead = IpOverhead(spec, isIp6);
        var packet = new byte[overhead + TransportBytes(spec) + payload.Length];
        payload.CopyTo(packet.AsSpan(packet.Length - payload.Length));
        byte protocol = spec.Protocol switch
        {
            PacketProtocol.Tcp => Tcp,
            PacketProtocol.Udp => Udp,
            PacketProtocol.Icmp => isIp6 ? Icmp6 : Icmp,
            _ => spec.IpProto,
        };
        if (packet.Length - (isIp6 ? 40 : 0) > ushort.MaxValue)
            throw new RefusedException($"an IP packet of {packet.Length} bytes is longer than IP allows.");
        if (isIp6) WriteIp6(packet, spec, protocol);
        else WriteIp4(packet, spec, protocol);
        if (TransportBytes(spec) > 0) WriteTransport(packet.AsSpan(overhead), spec, protocol, isIp6);
        return packet;
    }

    /// <summary>RFC 791.</summary>
    static void WriteIp4(Span<byte> packet, PacketSpec spec, byte protocol)
    {
        packet[0] = 0x45;
        packet[1] = (byte)(spec.Dscp << 2);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet[6..], (ushort)((spec.HasMoreFragments ? 0x2000 : 0) | spec.FragmentOffset / 8));
        packet[8] = spec.Ttl;
        packet[9] = protocol;
        spec.Src!.TryWriteBytes(packet[12..], out _);
        spec.Dst!.TryWriteBytes(packet[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Checksum(packet[..20], 0));
    }

    /// <summary>RFC 8200; the fragment header is its section 4.5.</summary>
    static void WriteIp6(Span<byte> packet, PacketSpec spec, byte protocol)
    {
        packet[0] = (byte)(0x60 | spec.Dscp >> 2);
        packet[1] = (byte)(spec.Dscp << 6);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - 40));
        packet[6] = IsFragment(spec) ? FragmentHeader : protocol;
        packet[7] = spec.Ttl;
        spec.Src!.TryWriteBytes(packet[8..], out _);
        spec.Dst!.TryWriteBytes(packet[24..], out _);
        if (!IsFragment(spec)) return;
        packet[40] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(packet[42..], (ushort)(spec.FragmentOffset | (spec.HasMoreFragments ? 1 : 0)));
    }

    static void WriteTransport(Span<byte> segment, PacketSpec spec, byte protocol, bool isIp6)
    {
        int checksumAt;
        switch (spec.Protocol)
        {
            case PacketProtocol.Tcp:
                BinaryPrimitives.WriteUInt16BigEndian(segment, spec.SrcPort);
                BinaryPrimitives.WriteUInt16BigEndian(segment[2..], spec.DstPort);
                segment[12] = 0x50;
                segment[13] = spec.TcpFlags;
                BinaryPrimitives.WriteUInt16BigEndian(segment[14..], 65_535);
                checksumAt = 16;
                break;
            case PacketProtocol.Udp:
                BinaryPrimitives.WriteUInt16BigEndian(segment, spec.SrcPort);
                BinaryPrimitives.WriteUInt16BigEndian(segment[2..], spec.DstPort);
                BinaryPrimitives.WriteUInt16BigEndian(segment[4..], (ushort)segment.Length);
                checksumAt = 6;
                break;
            default:
                segment[0] = spec.IcmpType ?? (byte)(isIp6 ? 128 : 8);
                segment[1] = spec.IcmpCode;
                checksumAt = 2;
                break;
        }
        bool hasPseudoHeader = protocol != Icmp;
        ushort checksum = Checksum(segment, hasPseudoHeader ? PseudoHeaderSum(spec, protocol, segment.Length) : 0);
        // RFC 768: zero would say that there is none.
        if (protocol == Udp && checksum == 0) checksum = 0xffff;
        BinaryPrimitives.WriteUInt16BigEndian(segment[checksumAt..], checksum);
    }

    /// <summary>RFC 9293, section 3.1, and RFC 8200, section 8.1: in sum they are the same.</summary>
    static uint PseudoHeaderSum(PacketSpec spec, byte protocol, int length)
    {
        Span<byte> addresses = stackalloc byte[32];
        spec.Src!.TryWriteBytes(addresses, out int bytes);
        spec.Dst!.TryWriteBytes(addresses[bytes..], out _);
        return Sum(addresses[..(2 * bytes)]) + protocol + (uint)length;
    }

    /// <summary>RFC 1071.</summary>
    static ushort Checksum(ReadOnlySpan<byte> bytes, uint start)
    {
        uint sum = start + Sum(bytes);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < bytes.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        if (bytes.Length % 2 != 0) sum += (uint)bytes[^1] << 8;
        return sum;
    }

    static void Write16(Stream stream, int value)
    {
        stream.WriteByte((byte)(value >> 8));
        stream.WriteByte((byte)value);
    }

    static void Write48(Stream stream, ulong value)
    {
        for (int shift = 40; shift >= 0; shift -= 8) stream.WriteByte((byte)(value >> shift));
    }
}
