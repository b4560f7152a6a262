using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The header fields that the host parsed before the module ran, host byte order. Only those that the manifest lists in
/// <c>reads</c> mean anything, and only on the lanes that have the layer (graphs/SCHEMA.md, "What a packet means"). The layers
/// themselves
/// are parsed for every module that reads a field of them.</summary>
public readonly unsafe ref struct ParsedHeaders
{
    readonly LcoreContext* lcore;
    readonly ulong lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ParsedHeaders(LcoreContext* lcore, ulong lanes)
    {
        this.lcore = lcore;
        this.lanes = lanes;
    }

    /// <summary>The lanes that carry at least one VLAN tag.</summary>
    public LaneMask Vlan => With(HeaderLayers.Vlan);
    public LaneMask Ip4 => With(HeaderLayers.Ip4);
    public LaneMask Ip6 => With(HeaderLayers.Ip6);
    public LaneMask Ip => Ip4 | Ip6;
    public LaneMask Tcp => With(HeaderLayers.Tcp);
    public LaneMask Udp => With(HeaderLayers.Udp);
    public LaneMask TcpOrUdp => Tcp | Udp;
    /// <summary>ICMP in IPv4, ICMPv6 in IPv6.</summary>
    public LaneMask Icmp => With(HeaderLayers.Icmp);
    /// <summary>First fragments too.</summary>
    public LaneMask Fragment => With(HeaderLayers.Fragment);

    /// <summary>eth.src, 48 bits.</summary>
    public ulong EthSrc(int lane) => Holds(lane) ? lcore->Headers->EthSrc[Index(lane)] : 0;
    public ulong EthDst(int lane) => Holds(lane) ? lcore->Headers->EthDst[Index(lane)] : 0;
    public ushort EthType(int lane) => Holds(lane) ? lcore->Headers->EthType[Index(lane)] : (ushort)0;
    public ushort VlanId(int lane) => Holds(lane) ? lcore->Headers->VlanId[Index(lane)] : (ushort)0;
    public uint IpSrc(int lane) => Holds(lane) ? lcore->Headers->IpSrc[Index(lane)] : 0;
    public uint IpDst(int lane) => Holds(lane) ? lcore->Headers->IpDst[Index(lane)] : 0;
    public UInt128 Ip6Src(int lane) =>
        Holds(lane) ? new UInt128(lcore->Headers->Ip6SrcHigh[Index(lane)], lcore->Headers->Ip6SrcLow[Index(lane)]) : default;
    public UInt128 Ip6Dst(int lane) =>
        Holds(lane) ? new UInt128(lcore->Headers->Ip6DstHigh[Index(lane)], lcore->Headers->Ip6DstLow[Index(lane)]) : default;
    public byte IpProto(int lane) => Holds(lane) ? lcore->Headers->IpProto[Index(lane)] : (byte)0;
    /// <summary>Time to live, or hop limit.</summary>
    public byte IpTtl(int lane) => Holds(lane) ? lcore->Headers->IpTtl[Index(lane)] : (byte)0;
    public byte IpDscp(int lane) => Holds(lane) ? lcore->Headers->IpDscp[Index(lane)] : (byte)0;
    /// <summary>tcp.src, udp.src or l4.src: which it is, <see cref="Tcp"/> and <see cref="Udp"/> say.</summary>
    public ushort L4Src(int lane) => Holds(lane) ? lcore->Headers->L4Src[Index(lane)] : (ushort)0;
    public ushort L4Dst(int lane) => Holds(lane) ? lcore->Headers->L4Dst[Index(lane)] : (ushort)0;
    public byte TcpFlags(int lane) => Holds(lane) ? lcore->Headers->TcpFlags[Index(lane)] : (byte)0;
    public byte IcmpType(int lane) => Holds(lane) ? lcore->Headers->IcmpType[Index(lane)] : (byte)0;
    public uint PacketLength(int lane) => Holds(lane) ? lcore->Headers->PacketLength[Index(lane)] : 0;
    public uint FlowHash(int lane) => Holds(lane) ? lcore->Headers->FlowHash[Index(lane)] : 0;
    /// <summary>ip.offset: where the IP header starts, bytes from the frame's first.</summary>
    public ushort IpOffset(int lane) => Holds(lane) ? lcore->Headers->IpOffset[Index(lane)] : (ushort)0;
    /// <summary>l4.offset: where the layer-4 header starts, bytes from the frame's first.</summary>
    public ushort L4Offset(int lane) => Holds(lane) ? lcore->Headers->L4Offset[Index(lane)] : (ushort)0;

    /// <summary>The lanes whose eth.type is <paramref name="type"/> (<see cref="EtherType"/>): one test for all.</summary>
    public LaneMask EthTypeIs(ushort type) =>
        lanes != 0 ? new(lanes & LaneCompare.Equal(lcore->Headers->EthType, type, HeaderLanes.Lanes)) : default;

    /// <summary>The IPv4 lanes whose ip.src lies in a range, both ends included.</summary>
    public LaneMask IpSrcIn(uint first, uint last) => lanes != 0 ? In(lcore->Headers->IpSrc, first, last) : default;

    /// <summary>The IPv4 lanes whose ip.dst lies in a range, both ends included.</summary>
    public LaneMask IpDstIn(uint first, uint last) => lanes != 0 ? In(lcore->Headers->IpDst, first, last) : default;

    /// <summary>The IPv4 and IPv6 lanes whose TTL or hop limit lies in a range, both ends included.</summary>
    public LaneMask IpTtlIn(byte first, byte last) => lanes != 0 && first <= last
        ? Ip & new LaneMask(LaneCompare.InRange(lcore->Headers->IpTtl, first, last, HeaderLanes.Lanes))
        : default;

    LaneMask In(uint* values, uint first, uint last) =>
        first <= last ? Ip4 & new LaneMask(LaneCompare.InRange(values, first, last, HeaderLanes.Lanes)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Holds(int lane) => lanes == ulong.MaxValue || (lanes >> lane & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Index(int lane) => (uint)(lane & HeaderLanes.Lanes - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    LaneMask With(HeaderLayers layer) =>
        lanes != 0 ? new(lanes & LaneCompare.HasLayer(lcore->Headers->Layers, layer, HeaderLanes.Lanes)) : default;
}
