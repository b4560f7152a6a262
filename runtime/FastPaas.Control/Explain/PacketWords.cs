using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas.Control.Explain;

/// <summary>A packet in one line, by the same parser as the graph's: what it shows is what the rules see.</summary>
static unsafe class PacketWords
{
    public static string Describe(ReadOnlySpan<byte> frame)
    {
        var headers = (HeaderLanes*)NativeMemory.AlignedAlloc((nuint)sizeof(HeaderLanes), 64);
        try
        {
            NativeMemory.Clear(headers, (nuint)sizeof(HeaderLanes));
            fixed (byte* data = frame)
            {
                var mbuf = new Mbuf
                {
                    Buffer = data,
                    PacketLength = (uint)frame.Length,
                    DataLength = (ushort)Math.Min(frame.Length, ushort.MaxValue),
                };
                HeaderParser.Parse(&mbuf, headers, 0);
                return Describe(frame, headers);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(headers);
        }
    }

    static string Describe(ReadOnlySpan<byte> frame, HeaderLanes* headers)
    {
        if (frame.Length < HeaderParser.EthernetBytes) return $"{frame.Length} bytes, shorter than an Ethernet header";
        var layers = (HeaderLayers)headers->Layers[0];
        var text = new StringBuilder();
        bool isIp = (layers & (HeaderLayers.Ip4 | HeaderLayers.Ip6)) != 0;
        if (isIp) AppendIp(text, layers, headers);
        else text.Append($"eth {Mac(headers->EthSrc[0])} > {Mac(headers->EthDst[0])} type 0x{headers->EthType[0]:x4}");
        if ((layers & HeaderLayers.Vlan) != 0) text.Append($" vlan {headers->VlanId[0]}");
        if (isIp)
        {
            text.Append($" ttl {headers->IpTtl[0]}");
            if (headers->IpDscp[0] != 0) text.Append($" dscp {headers->IpDscp[0]}");
            if ((layers & HeaderLayers.Fragment) != 0) text.Append(", a fragment");
        }
        return text.Append($", {frame.Length} bytes").ToString();
    }

    static void AppendIp(StringBuilder text, HeaderLayers layers, HeaderLanes* headers)
    {
        bool isIp6 = (layers & HeaderLayers.Ip6) != 0;
        string source = isIp6 ? Ip6(headers->Ip6SrcHigh[0], headers->Ip6SrcLow[0]) : Ip4(headers->IpSrc[0]);
        string destination = isIp6 ? Ip6(headers->Ip6DstHigh[0], headers->Ip6DstLow[0]) : Ip4(headers->IpDst[0]);
        bool isTcp = (layers & HeaderLayers.Tcp) != 0;
        if (isTcp || (layers & HeaderLayers.Udp) != 0)
        {
            if (isIp6) (source, destination) = ($"[{source}]", $"[{destination}]");
            text.Append($"{(isTcp ? "tcp" : "udp")} {source}:{headers->L4Src[0]} > {destination}:{headers->L4Dst[0]}");
            if (isTcp) text.Append($" flags {Flags(headers->TcpFlags[0])}");
        }
        else if ((layers & HeaderLayers.Icmp) != 0) text.Append($"icmp {source} > {destination} type {headers->IcmpType[0]}");
        else text.Append($"ip {source} > {destination} proto {headers->IpProto[0]}");
    }

    static string Flags(byte flags)
    {
        string[] names = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"];
        var set = new List<string>();
        for (int bit = 0; bit < 8; bit++)
        {
            if ((flags >> bit & 1) != 0) set.Add(names[bit]);
        }
        return set.Count == 0 ? "0" : string.Join(",", set);
    }

    static string Ip4(uint address) => $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}";

    static string Ip6(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new IPAddress(bytes).ToString();
    }

    static string Mac(ulong bits)
    {
        var text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) text.Append(shift < 40 ? ":" : "").Append($"{bits >> shift & 255:x2}");
        return text.ToString();
    }
}
