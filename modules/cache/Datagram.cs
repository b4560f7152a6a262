using System;

namespace FastPaas.Modules;

/// <summary>A whole UDP datagram in one segment whose lengths agree: IPv4 without options or IPv6 without extension headers, as
/// clients of DNS and memcached send it. What is built otherwise isn't answered.</summary>
readonly struct Datagram
{
    const int Ip4Bytes = 20, Ip6Bytes = 40, UdpBytes = 8;
    const byte Udp = 17, Ttl = 64;

    readonly int ip;
    readonly int l4;
    readonly int payloadBytes;
    readonly bool isIp6;

    Datagram(int ip, int l4, int payloadBytes, bool isIp6) =>
        (this.ip, this.l4, this.payloadBytes, this.isIp6) = (ip, l4, payloadBytes, isIp6);

    public static bool TryRead(WritableBurst burst, int lane, out Datagram datagram)
    {
        datagram = default;
        ParsedHeaders headers = burst.Headers;
        int ip = headers.IpOffset(lane), l4 = headers.L4Offset(lane), available = burst.Available(lane);
        bool isIp6 = headers.Ip6.Contains(lane);
        if ((uint)available != burst.Length(lane) || l4 + UdpBytes > available) return false;
        if (l4 != ip + (isIp6 ? Ip6Bytes : Ip4Bytes)) return false;
        int length = burst.Udp(lane).Length;
        if (length < UdpBytes || l4 + length > available) return false;
        bool agrees = isIp6
            ? burst.Ip6(lane).NextHeader == Udp && burst.Ip6(lane).PayloadLength == length
            : burst.Ip4(lane).VersionAndLength == 0x45 && burst.Ip4(lane).TotalLength == Ip4Bytes + length;
        datagram = new Datagram(ip, l4, length - UdpBytes, isIp6);
        return agrees && length - UdpBytes >= 2;
    }

    /// <summary>No answer to groups, from groups or to nobody, whatever the question (RFC 1122 section 3.2.1.3).</summary>
    public bool MayBeAnswered(WritableBurst burst, int lane)
    {
        if ((burst.Headers.EthDst(lane) >> 40 & 1) != 0) return false;
        uint ip4 = burst.Headers.IpSrc(lane);
        UInt128 ip6 = burst.Headers.Ip6Src(lane);
        return isIp6 ? ip6 > 1 && (ulong)(ip6 >> 120) != 0xff : ip4 >> 24 is not (0 or 127 or >= 224);
    }

    public Span<byte> Payload(WritableBurst burst, int lane) => burst.Bytes(lane).Slice(l4 + UdpBytes, payloadBytes);

    public byte Family => isIp6 ? (byte)6 : (byte)4;

    public UInt128 Source(ParsedHeaders headers, int lane) => isIp6 ? headers.Ip6Src(lane) : headers.IpSrc(lane);

    public UInt128 Destination(ParsedHeaders headers, int lane) => isIp6 ? headers.Ip6Dst(lane) : headers.IpDst(lane);

    /// <summary>Gives the frame room for a payload, exactly; false: the buffer has none, and nothing has changed. What the new
    /// payload shares with the old stays; <paramref name="payload"/> is where it lies now.</summary>
    public bool TryResize(WritableBurst burst, int lane, int bytes, out Span<byte> payload)
    {
        payload = default;
        int end = l4 + UdpBytes + bytes, now = burst.Available(lane);
        if (end > now ? !burst.TryAddEnd(lane, end - now) : !burst.TryRemoveEnd(lane, now - end)) return false;
        payload = burst.Bytes(lane).Slice(l4 + UdpBytes, bytes);
        return true;
    }

    /// <summary>Sends the frame back where it came from: addresses and ports exchanged, the lengths of the payload that lies
    /// there. UDP's checksum is the host's to make (<c>checksums</c> of the manifest).</summary>
    public void TurnRound(WritableBurst burst, int lane, int bytes)
    {
        burst.SwapEthernetAddresses(lane);
        int length = UdpBytes + bytes;
        if (isIp6)
        {
            ref Ip6Header header = ref burst.Ip6(lane);
            (header.Source, header.Destination) = (header.Destination, header.Source);
            header.PayloadLength = (ushort)length;
            header.HopLimit = Ttl;
        }
        else
        {
            ref Ip4Header header = ref burst.Ip4(lane);
            (header.Source, header.Destination) = (header.Destination, header.Source);
            header.TotalLength = (ushort)(Ip4Bytes + length);
            // RFC 6864 section 4.1: what can't be fragmented needs no identification.
            header.Identification = 0;
            header.FlagsAndOffset = 0x4000;
            header.TimeToLive = Ttl;
            header.Checksum = 0;
            header.Checksum = InternetChecksum.Of(burst.Bytes(lane).Slice(ip, Ip4Bytes));
        }
        ref UdpHeader udp = ref burst.Udp(lane);
        (udp.Source, udp.Destination) = (udp.Destination, udp.Source);
        udp.Length = (ushort)length;
    }
}
