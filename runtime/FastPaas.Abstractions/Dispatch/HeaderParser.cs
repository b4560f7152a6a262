using System;
using System.Buffers.Binary;

namespace FastPaas;

/// <summary>The exact parser of graphs/SCHEMA.md, "What a packet means", one packet at a time: what generated loops leave to it
/// (options, extension headers, fragments, second tags, short packets), and what <c>explain</c> shows.</summary>
/// <remarks>Reads nothing beyond the first <see cref="VisibleBytes"/> bytes, the packet's length and its first segment.</remarks>
public static unsafe class HeaderParser
{
    /// <summary>Headers are looked for in so many bytes of a frame and nowhere else.</summary>
    public const uint VisibleBytes = 256;

    public const uint EthernetBytes = 14;

    const int ExtensionHeadersMax = 8;

    /// <summary>Fills all arrays of <paramref name="headers"/> for one lane; <see cref="HeaderLanes.Layers"/> says which mean
    /// something.</summary>
    public static void Parse(Mbuf* mbuf, HeaderLanes* headers, nuint lane)
    {
        byte* data = mbuf->Data;
        uint visible = Math.Min(Math.Min(mbuf->PacketLength, mbuf->DataLength), VisibleBytes);
        headers->Data[lane] = data;
        headers->PacketLength[lane] = mbuf->PacketLength;
        headers->Layers[lane] = 0;
        if (visible < EthernetBytes) return;

        headers->EthDst[lane] = (ulong)Word32(data) << 16 | Word16(data + 4);
        headers->EthSrc[lane] = (ulong)Word32(data + 6) << 16 | Word16(data + 10);
        uint type = Word16(data + 12);
        uint ip = EthernetBytes;
        HeaderLayers layers = HeaderLayers.None;
        if (IsTag(type) && ip + 4 <= visible)
        {
            layers = HeaderLayers.Vlan;
            headers->VlanId[lane] = (ushort)(Word16(data + ip) & 0xfff);
            type = Word16(data + ip + 2);
            ip += 4;
            if (IsTag(type) && ip + 4 <= visible)
            {
                type = Word16(data + ip + 2);
                ip += 4;
            }
        }

        headers->EthType[lane] = (ushort)type;
        headers->IpOffset[lane] = (ushort)ip;
        layers |= type switch
        {
            0x0800 => ParseIp4(data, visible, ip, headers, lane),
            0x86dd => ParseIp6(data, visible, ip, headers, lane),
            _ => HeaderLayers.None,
        };
        headers->Layers[lane] = (byte)layers;
    }

    static bool IsTag(uint type) => type is 0x8100 or 0x88a8;

    /// <summary>RFC 791; options are skipped, the checksum isn't looked at.</summary>
    static HeaderLayers ParseIp4(byte* data, uint visible, uint ip, HeaderLanes* headers, nuint lane)
    {
        if (ip + 20 > visible) return HeaderLayers.None;
        byte* header = data + ip;
        uint headerBytes = (header[0] & 15u) * 4;
        uint totalBytes = Word16(header + 2);
        if (header[0] >> 4 != 4 || headerBytes < 20 || ip + headerBytes > visible || totalBytes < headerBytes)
        {
            return HeaderLayers.None;
        }

        headers->IpSrc[lane] = Word32(header + 12);
        headers->IpDst[lane] = Word32(header + 16);
        headers->IpTtl[lane] = header[8];
        headers->IpDscp[lane] = (byte)(header[1] >> 2);
        headers->IpProto[lane] = header[9];
        uint folded = FlowHash.Fold(*(ulong*)(header + 12));
        uint fragment = Word16(header + 6);
        HeaderLayers layers = HeaderLayers.Ip4;
        if ((fragment & 0x3fff) != 0) layers |= HeaderLayers.Fragment;
        if ((fragment & 0x1fff) == 0)
        {
            uint end = Math.Min(visible, ip + totalBytes);
            layers |= ParseLayer4(data, ip + headerBytes, end, header[9], 1, headers, lane);
        }

        StoreHash(data, layers, folded, headers, lane);
        return layers;
    }

    /// <summary>RFC 8200.</summary>
    static HeaderLayers ParseIp6(byte* data, uint visible, uint ip, HeaderLanes* headers, nuint lane)
    {
        byte* header = data + ip;
        if (ip + 40 > visible || header[0] >> 4 != 6) return HeaderLayers.None;
        ulong* addresses = (ulong*)(header + 8);
        headers->Ip6SrcHigh[lane] = BinaryPrimitives.ReverseEndianness(addresses[0]);
        headers->Ip6SrcLow[lane] = BinaryPrimitives.ReverseEndianness(addresses[1]);
        headers->Ip6DstHigh[lane] = BinaryPrimitives.ReverseEndianness(addresses[2]);
        headers->Ip6DstLow[lane] = BinaryPrimitives.ReverseEndianness(addresses[3]);
        headers->IpTtl[lane] = header[7];
        headers->IpDscp[lane] = (byte)((header[0] & 15) << 2 | header[1] >> 6);
        uint payloadBytes = Word16(header + 4);
        uint end = payloadBytes == 0 ? visible : Math.Min(visible, ip + 40 + payloadBytes);
        uint protocol = header[6];
        uint offset = ip + 40;
        HeaderLayers layers = HeaderLayers.Ip6;
        if (SkipExtensionHeaders(data, end, ref offset, ref protocol, ref layers))
        {
            layers |= ParseLayer4(data, offset, end, protocol, 58, headers, lane);
        }

        headers->IpProto[lane] = (byte)protocol;
        uint folded = FlowHash.Fold(addresses[0] ^ addresses[1] ^ addresses[2] ^ addresses[3]);
        StoreHash(data, layers, folded, headers, lane);
        return layers;
    }

    /// <summary>RFC 8200, section 4, and RFC 6275 (mobility). True: <paramref name="offset"/> is where layer 4 starts.</summary>
    static bool SkipExtensionHeaders(byte* data, uint end, ref uint offset, ref uint protocol, ref HeaderLayers layers)
    {
        for (int followed = 0; ; followed++)
        {
            if (protocol is not (0 or 43 or 44 or 51 or 60 or 135)) return true;
            // None is shorter than 8 bytes.
            if (followed == ExtensionHeadersMax || offset + 8 > end) return false;
            uint bytes = protocol switch
            {
                44 => 8u,
                51 => 4 * (data[offset + 1] + 2u),
                _ => 8 * (data[offset + 1] + 1u),
            };
            if (offset + bytes > end) return false;
            uint fragment = protocol == 44 ? Word16(data + offset + 2) : 0u;
            protocol = data[offset];
            offset += bytes;
            if ((fragment & 0xfff9) != 0) layers |= HeaderLayers.Fragment;
            if ((fragment & 0xfff8) != 0) return false;
        }
    }

    static HeaderLayers ParseLayer4(
        byte* data, uint offset, uint end, uint protocol, uint icmpProtocol, HeaderLanes* headers, nuint lane)
    {
        byte* header = data + offset;
        headers->L4Offset[lane] = (ushort)offset;
        if ((protocol == 6 && offset + 20 <= end) || (protocol == 17 && offset + 8 <= end))
        {
            headers->L4Src[lane] = Word16(header);
            headers->L4Dst[lane] = Word16(header + 2);
            if (protocol == 17) return HeaderLayers.Udp;
            headers->TcpFlags[lane] = header[13];
            return HeaderLayers.Tcp;
        }

        if (protocol != icmpProtocol || offset + 4 > end) return HeaderLayers.None;
        headers->IcmpType[lane] = header[0];
        return HeaderLayers.Icmp;
    }

    static void StoreHash(byte* data, HeaderLayers layers, uint folded, HeaderLanes* headers, nuint lane)
    {
        bool ports = (layers & (HeaderLayers.Tcp | HeaderLayers.Udp)) != 0 && (layers & HeaderLayers.Fragment) == 0;
        if (ports) folded ^= FlowHash.Fold(*(uint*)(data + headers->L4Offset[lane]));
        headers->FlowHash[lane] = FastPaas.FlowHash.OfFolded(folded);
    }

    static ushort Word16(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(ushort*)bytes);

    static uint Word32(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(uint*)bytes);
}
