using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The checksums of UDP datagrams that a module has written, made here or by the device that sends them: the same bytes
/// (docs/adr/0014).</summary>
public static unsafe class Checksums
{
    /// <summary><c>RTE_MBUF_F_TX_*</c>.</summary>
    const ulong MakeUdp = 3ul << 52, IsIp4 = 1ul << 55, IsIp6 = 1ul << 56;
    const uint UdpBytes = 8, Ip6Bytes = 40;
    const byte Udp = 17;

    /// <summary>For the lanes that leave a node by an output that its manifest's <c>checksums</c> names, as parsed before it.
    /// What isn't a whole datagram right behind its IP header stays as it is.</summary>
    /// <param name="ports">That the lanes can come to, a bit each, if nothing looks at their bytes before; else 0.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OfUdp(LcoreContext* lcore, ulong lanes, ulong ports)
    {
        bool mayLeave = ports != 0 && (lcore->ChecksumPorts & ports) == ports;
        HeaderLanes* headers = lcore->Headers;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* packet = lcore->Burst[lane];
            uint ip = headers->IpOffset[lane], udp = headers->L4Offset[lane];
            if ((headers->Layers[lane] & (byte)HeaderLayers.Udp) == 0 || udp + UdpBytes > packet->DataLength) continue;
            bool isIp6 = (headers->Layers[lane] & (byte)HeaderLayers.Ip6) != 0;
            uint length = PlainHeaders.Word16(packet->Data + udp + 4);
            if (length < UdpBytes || udp + length > packet->PacketLength || (isIp6 && udp != ip + Ip6Bytes)) continue;
            if (mayLeave && IsForDevice(packet, ip, udp + length, isIp6)) Leave(packet, ip, udp - ip, isIp6);
            else Make(packet, ip, udp, length, isIp6);
        }
    }

    /// <summary>What some devices would make other bytes of is made here: virtio sums up to the frame's end (1.2, 5.1.6.2),
    /// padding too; net_tap writes IPv4's own checksum again, and 0xffff where that of RFC 1071 is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsForDevice(Mbuf* packet, uint ip, uint end, bool isIp6) =>
        end == packet->PacketLength && (isIp6 || *(ushort*)(packet->Data + ip + 10) != 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Leave(Mbuf* packet, uint ip, uint ipBytes, bool isIp6)
    {
        packet->TransmitOffload = ip | (ulong)ipBytes << 7 | (ulong)UdpBytes << 16;
        packet->Flags |= MakeUdp | (isIp6 ? IsIp6 : IsIp4);
    }

    /// <summary>RFC 768; RFC 8200 section 8.1. The addresses lie together in either header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Make(Mbuf* packet, uint ip, uint udp, uint length, bool isIp6)
    {
        byte* header = packet->Data + udp, addresses = packet->Data + ip + (isIp6 ? 8 : 12);
        *(ushort*)(header + 6) = 0;
        ulong sum = BinaryPrimitives.ReverseEndianness((ushort)length) + ((ulong)Udp << 8);
        sum += isIp6 ? InternetChecksum.SumOf(ref *addresses, 32) : InternetChecksum.SumOf(ref *addresses, 8);
        if (udp + length <= packet->DataLength) sum += InternetChecksum.SumOf(ref *header, length);
        else sum += SumOfSegments(packet, udp, length);
        ushort checksum = (ushort)~InternetChecksum.Fold(sum);
        *(ushort*)(header + 6) = checksum == 0 ? (ushort)0xffff : checksum;
    }

    /// <summary>A segment that begins at an odd byte of the datagram has the halves of its words exchanged.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static ulong SumOfSegments(Mbuf* packet, uint at, uint bytes)
    {
        ulong sum = 0;
        uint done = 0;
        for (Mbuf* segment = packet; segment != null && done < bytes; segment = segment->Next)
        {
            uint count = Math.Min(segment->DataLength - at, bytes - done);
            ushort part = InternetChecksum.Fold(InternetChecksum.SumOf(ref segment->Data[at], count));
            sum += (done & 1) == 0 ? part : BinaryPrimitives.ReverseEndianness(part);
            done += count;
            at = 0;
        }

        return sum;
    }
}
