using System.Collections.Generic;
using System.Net;

namespace FastPaas.Control.Explain;

enum PacketProtocol
{
    Ethernet,
    Ip,
    Tcp,
    Udp,
    Icmp,
}

/// <summary>A packet as the user describes it; what he left out has the values here.</summary>
sealed class PacketSpec
{
    public PacketProtocol Protocol { get; set; } = PacketProtocol.Tcp;
    public ulong EthSrc { get; set; } = 0x02_00_00_00_00_01;
    public ulong EthDst { get; set; } = 0x02_00_00_00_00_02;
    /// <summary>For <see cref="PacketProtocol.Ethernet"/>; 0x88b5 is for experiments (IEEE 802).</summary>
    public ushort EthType { get; set; } = 0x88b5;
    /// <summary>Outer first.</summary>
    public List<ushort> VlanIds { get; } = [];
    public IPAddress? Src { get; set; }
    public IPAddress? Dst { get; set; }
    public ushort SrcPort { get; set; } = 49_152;
    public ushort DstPort { get; set; }
    public byte Ttl { get; set; } = 64;
    public byte Dscp { get; set; }
    /// <summary>For <see cref="PacketProtocol.Ip"/>; 253 is for experiments (RFC 3692).</summary>
    public byte IpProto { get; set; } = 253;
    /// <summary>SYN: a flow's first packet.</summary>
    public byte TcpFlags { get; set; } = 0x02;
    /// <summary>Null: an echo request.</summary>
    public byte? IcmpType { get; set; }
    public byte IcmpCode { get; set; }
    /// <summary>Bytes, a multiple of 8.</summary>
    public int FragmentOffset { get; set; }
    public bool HasMoreFragments { get; set; }
    public byte[] Payload { get; set; } = [];
    /// <summary>Of the frame; 0: as long as it needs, at least 60 (the least on Ethernet, without its check sequence).</summary>
    public int Length { get; set; }
}
