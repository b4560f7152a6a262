using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary><see cref="ParsedHeaders"/> of one packet: the fields that the manifest lists in <c>reads</c>, host byte order, each
/// where the packet has its layer; what it lacks means nothing.</summary>
public readonly unsafe ref struct PacketHeaders
{
    readonly HeaderLanes* headers;
    readonly nuint lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PacketHeaders(HeaderLanes* headers, nuint lane)
    {
        this.headers = headers;
        this.lane = lane;
    }

    /// <inheritdoc cref="ParsedHeaders.Vlan"/>
    public bool Vlan => Has(HeaderLayers.Vlan);
    public bool Ip4 => Has(HeaderLayers.Ip4);
    public bool Ip6 => Has(HeaderLayers.Ip6);
    public bool Ip => Has(HeaderLayers.Ip4 | HeaderLayers.Ip6);
    public bool Tcp => Has(HeaderLayers.Tcp);
    public bool Udp => Has(HeaderLayers.Udp);
    public bool TcpOrUdp => Has(HeaderLayers.Tcp | HeaderLayers.Udp);
    /// <inheritdoc cref="ParsedHeaders.Icmp"/>
    public bool Icmp => Has(HeaderLayers.Icmp);
    /// <inheritdoc cref="ParsedHeaders.Fragment"/>
    public bool Fragment => Has(HeaderLayers.Fragment);

    /// <inheritdoc cref="ParsedHeaders.EthSrc"/>
    public ulong EthSrc => headers->EthSrc[lane];
    public ulong EthDst => headers->EthDst[lane];
    public ushort EthType => headers->EthType[lane];
    public ushort VlanId => headers->VlanId[lane];
    public uint IpSrc => headers->IpSrc[lane];
    public uint IpDst => headers->IpDst[lane];
    public UInt128 Ip6Src => new(headers->Ip6SrcHigh[lane], headers->Ip6SrcLow[lane]);
    public UInt128 Ip6Dst => new(headers->Ip6DstHigh[lane], headers->Ip6DstLow[lane]);
    public byte IpProto => headers->IpProto[lane];
    /// <inheritdoc cref="ParsedHeaders.IpTtl"/>
    public byte IpTtl => headers->IpTtl[lane];
    public byte IpDscp => headers->IpDscp[lane];
    /// <inheritdoc cref="ParsedHeaders.L4Src"/>
    public ushort L4Src => headers->L4Src[lane];
    public ushort L4Dst => headers->L4Dst[lane];
    public byte TcpFlags => headers->TcpFlags[lane];
    public byte IcmpType => headers->IcmpType[lane];
    public uint PacketLength => headers->PacketLength[lane];
    public uint FlowHash => headers->FlowHash[lane];
    /// <inheritdoc cref="ParsedHeaders.IpOffset"/>
    public ushort IpOffset => headers->IpOffset[lane];
    /// <inheritdoc cref="ParsedHeaders.L4Offset"/>
    public ushort L4Offset => headers->L4Offset[lane];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Has(HeaderLayers layers) => (headers->Layers[lane] & (byte)layers) != 0;
}
