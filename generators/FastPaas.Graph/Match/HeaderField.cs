using System;
using System.Collections.Generic;

namespace FastPaas.Graph.Match;

/// <summary>The fields that match expressions and manifests (<c>reads</c>, <c>writes</c>) name. Meanings: graphs/SCHEMA.md, "What
/// a packet means".</summary>
public enum HeaderField
{
    EthType, EthSrc, EthDst, VlanId,
    IpSrc, IpDst, IpProto, IpTtl, IpDscp, Ip6Src, Ip6Dst,
    TcpSrc, TcpDst, TcpFlags, UdpSrc, UdpDst, L4Src, L4Dst, IcmpType,
    PacketLength, FlowHash,
    /// <summary>Manifests only: where the IP header starts, in bytes from the frame's first.</summary>
    IpOffset,
    /// <summary>Manifests only: where the layer-4 header starts, in bytes from the frame's first.</summary>
    L4Offset,
}

/// <summary>The layers that a packet has; a comparison on a field of an absent layer is false. One byte a lane at run time
/// (<c>FastPaas.HeaderLayers</c> is the same table on the other side of the generator).</summary>
[Flags]
public enum Layers
{
    /// <summary>Every packet has it: <c>eth.*</c>, <c>packet.length</c>.</summary>
    None = 0,
    Vlan = 1,
    Ip4 = 2,
    Ip6 = 4,
    Tcp = 8,
    Udp = 16,
    Icmp = 32,
    Fragment = 64,
}

/// <param name="Name">As written in TOML: <c>tcp.dst</c>.</param>
/// <param name="Bits">Width of the value.</param>
/// <param name="AnyOf">Present when the packet has one of these layers; <see cref="Layers.None"/>: always.</param>
public sealed record HeaderFieldInfo(HeaderField Field, string Name, int Bits, Layers AnyOf, bool InExpressions)
{
    public static IReadOnlyList<HeaderFieldInfo> All { get; } =
    [
        new(HeaderField.EthType, "eth.type", 16, Layers.None, true),
        new(HeaderField.EthSrc, "eth.src", 48, Layers.None, true),
        new(HeaderField.EthDst, "eth.dst", 48, Layers.None, true),
        new(HeaderField.VlanId, "vlan.id", 12, Layers.Vlan, true),
        new(HeaderField.IpSrc, "ip.src", 32, Layers.Ip4, true),
        new(HeaderField.IpDst, "ip.dst", 32, Layers.Ip4, true),
        new(HeaderField.IpProto, "ip.proto", 8, Layers.Ip4 | Layers.Ip6, true),
        new(HeaderField.IpTtl, "ip.ttl", 8, Layers.Ip4 | Layers.Ip6, true),
        new(HeaderField.IpDscp, "ip.dscp", 6, Layers.Ip4 | Layers.Ip6, true),
        new(HeaderField.Ip6Src, "ip6.src", 128, Layers.Ip6, true),
        new(HeaderField.Ip6Dst, "ip6.dst", 128, Layers.Ip6, true),
        new(HeaderField.TcpSrc, "tcp.src", 16, Layers.Tcp, true),
        new(HeaderField.TcpDst, "tcp.dst", 16, Layers.Tcp, true),
        new(HeaderField.TcpFlags, "tcp.flags", 8, Layers.Tcp, true),
        new(HeaderField.UdpSrc, "udp.src", 16, Layers.Udp, true),
        new(HeaderField.UdpDst, "udp.dst", 16, Layers.Udp, true),
        new(HeaderField.L4Src, "l4.src", 16, Layers.Tcp | Layers.Udp, true),
        new(HeaderField.L4Dst, "l4.dst", 16, Layers.Tcp | Layers.Udp, true),
        new(HeaderField.IcmpType, "icmp.type", 8, Layers.Icmp, true),
        new(HeaderField.PacketLength, "packet.length", 32, Layers.None, true),
        new(HeaderField.FlowHash, "flow.hash", 32, Layers.Ip4 | Layers.Ip6, true),
        new(HeaderField.IpOffset, "ip.offset", 16, Layers.Ip4 | Layers.Ip6, false),
        new(HeaderField.L4Offset, "l4.offset", 16, Layers.Tcp | Layers.Udp | Layers.Icmp, false),
    ];

    /// <summary>What its values look like in match expressions.</summary>
    public LiteralKind Literal => Field switch
    {
        HeaderField.EthSrc or HeaderField.EthDst => LiteralKind.Mac,
        HeaderField.IpSrc or HeaderField.IpDst => LiteralKind.Ip4,
        HeaderField.Ip6Src or HeaderField.Ip6Dst => LiteralKind.Ip6,
        _ => LiteralKind.Number,
    };

    public static HeaderFieldInfo Of(HeaderField field) => All[(int)field];
}
