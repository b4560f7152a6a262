using System;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Differential.Reference;

/// <summary>What a packet means, read off graphs/SCHEMA.md sentence by sentence: one packet, plain arrays, no speed.
/// It shares nothing with the header parser that generated code calls.</summary>
sealed class ReferenceHeaders
{
    public const int VisibleBytesMax = 256;
    const int Ethernet = 14;
    const int ExtensionHeadersMax = 8;

    readonly UInt128?[] fields = new UInt128?[HeaderFieldInfo.All.Count];
    readonly byte[] frame;
    readonly int visible;

    ReferenceHeaders(byte[] frame)
    {
        this.frame = frame;
        visible = Math.Min(frame.Length, VisibleBytesMax);
    }

    public bool HasVlan { get; private set; }
    public bool HasIp4 { get; private set; }
    public bool HasIp6 { get; private set; }
    public bool HasTcp { get; private set; }
    public bool HasUdp { get; private set; }
    public bool HasIcmp { get; private set; }
    public bool IsFragment { get; private set; }

    /// <summary>Null where the field's layer is absent.</summary>
    public UInt128? this[HeaderField field] => fields[(int)field];

    /// <param name="frame">The whole frame, all segments; at least 14 bytes.</param>
    public static ReferenceHeaders Parse(byte[] frame)
    {
        var headers = new ReferenceHeaders(frame);
        headers.ParseEthernet();
        return headers;
    }

    /// <summary>For a failure's report.</summary>
    public override string ToString() => string.Join(' ', HeaderFieldInfo.All.Where(info => this[info.Field] != null)
        .Select(info => $"{info.Name}={this[info.Field]:x}")) + (IsFragment ? " fragment" : "");

    void ParseEthernet()
    {
        Set(HeaderField.EthDst, Number(0, 6));
        Set(HeaderField.EthSrc, Number(6, 6));
        Set(HeaderField.PacketLength, (UInt128)frame.Length);

        int type = (int)Number(12, 2);
        int l3 = Ethernet;
        if (IsTag(type) && l3 + 4 <= visible)
        {
            HasVlan = true;
            Set(HeaderField.VlanId, Number(l3, 2) & 0xfff);
            type = (int)Number(l3 + 2, 2);
            l3 += 4;
            if (IsTag(type) && l3 + 4 <= visible)
            {
                type = (int)Number(l3 + 2, 2);
                l3 += 4;
            }
        }

        Set(HeaderField.EthType, (UInt128)type);
        if (type == 0x0800) ParseIp4(l3);
        if (type == 0x86dd) ParseIp6(l3);
        if (HasIp4 || HasIp6) Set(HeaderField.FlowHash, FlowHash(l3));
    }

    static bool IsTag(int type) => type is 0x8100 or 0x88a8;

    void ParseIp4(int l3)
    {
        if (l3 + 20 > visible || frame[l3] >> 4 != 4) return;
        int headerBytes = 4 * (frame[l3] & 15);
        int totalLength = (int)Number(l3 + 2, 2);
        if (headerBytes < 20 || l3 + headerBytes > visible || totalLength < headerBytes) return;

        HasIp4 = true;
        int protocol = frame[l3 + 9];
        Set(HeaderField.IpSrc, Number(l3 + 12, 4));
        Set(HeaderField.IpDst, Number(l3 + 16, 4));
        Set(HeaderField.IpProto, (UInt128)protocol);
        Set(HeaderField.IpTtl, frame[l3 + 8]);
        Set(HeaderField.IpDscp, (UInt128)(frame[l3 + 1] >> 2));
        Set(HeaderField.IpOffset, (UInt128)l3);

        int end = Math.Min(visible, l3 + totalLength);
        int fragmentBits = (int)Number(l3 + 6, 2);
        bool moreFragments = (fragmentBits & 0x2000) != 0;
        int fragmentOffset = fragmentBits & 0x1fff;
        IsFragment = moreFragments || fragmentOffset != 0;
        if (fragmentOffset == 0) ParseLayer4(protocol, l3 + headerBytes, end, icmp: 1);
    }

    void ParseIp6(int l3)
    {
        if (l3 + 40 > visible || frame[l3] >> 4 != 6) return;

        HasIp6 = true;
        Set(HeaderField.Ip6Src, Number(l3 + 8, 16));
        Set(HeaderField.Ip6Dst, Number(l3 + 24, 16));
        Set(HeaderField.IpTtl, frame[l3 + 7]);
        Set(HeaderField.IpDscp, (Number(l3, 2) >> 4 & 0xff) >> 2);
        Set(HeaderField.IpOffset, (UInt128)l3);

        int payload = (int)Number(l3 + 4, 2);
        int end = payload == 0 ? visible : Math.Min(visible, l3 + 40 + payload);
        int next = frame[l3 + 6];
        int at = l3 + 40;
        bool laterFragment = false;
        for (int followed = 0; followed < ExtensionHeadersMax && !laterFragment; followed++)
        {
            int bytes = ExtensionBytes(next, at, end);
            if (bytes == 0) break;
            if (next == 44)
            {
                int fragmentBits = (int)Number(at + 2, 2);
                int offset = fragmentBits >> 3;
                if (offset != 0 || (fragmentBits & 1) != 0) IsFragment = true;
                laterFragment = offset != 0;
            }

            next = frame[at];
            at += bytes;
        }

        Set(HeaderField.IpProto, (UInt128)next);
        if (!laterFragment) ParseLayer4(next, at, end, icmp: 58);
    }

    /// <returns>The bytes of the extension header at <paramref name="at"/>; 0: it is none, or it doesn't fit.</returns>
    int ExtensionBytes(int next, int at, int end)
    {
        if (at + 2 > end) return 0;
        int bytes = next switch
        {
            0 or 43 or 60 or 135 => 8 * (1 + frame[at + 1]),
            51 => 4 * (frame[at + 1] + 2),
            44 => 8,
            _ => 0,
        };
        return at + bytes <= end ? bytes : 0;
    }

    void ParseLayer4(int protocol, int l4, int end, int icmp)
    {
        if (protocol == 6 && l4 + 20 <= end)
        {
            HasTcp = true;
            Set(HeaderField.TcpSrc, Number(l4, 2));
            Set(HeaderField.TcpDst, Number(l4 + 2, 2));
            Set(HeaderField.TcpFlags, frame[l4 + 13]);
        }

        if (protocol == 17 && l4 + 8 <= end)
        {
            HasUdp = true;
            Set(HeaderField.UdpSrc, Number(l4, 2));
            Set(HeaderField.UdpDst, Number(l4 + 2, 2));
        }

        if (protocol == icmp && l4 + 4 <= end)
        {
            HasIcmp = true;
            Set(HeaderField.IcmpType, frame[l4]);
        }

        if (HasTcp || HasUdp)
        {
            Set(HeaderField.L4Src, Number(l4, 2));
            Set(HeaderField.L4Dst, Number(l4 + 2, 2));
        }

        if (HasTcp || HasUdp || HasIcmp) Set(HeaderField.L4Offset, (UInt128)l4);
    }

    /// <summary>Toeplitz (Microsoft RSS), bit by bit: input bit i toggles the 32 key bits that start at i.</summary>
    uint FlowHash(int l3)
    {
        int addresses = HasIp4 ? 8 : 32;
        byte[] input = new byte[addresses + 4];
        Array.Copy(frame, l3 + (HasIp4 ? 12 : 8), input, 0, addresses);
        int bytes = addresses;
        if ((HasTcp || HasUdp) && !IsFragment)
        {
            Array.Copy(frame, (int)this[HeaderField.L4Offset]!, input, addresses, 4);
            bytes += 4;
        }

        uint hash = 0;
        for (int bit = 0; bit < 8 * bytes; bit++)
        {
            if ((input[bit / 8] >> (7 - bit % 8) & 1) == 0) continue;
            for (int i = 0; i < 32; i++) hash ^= KeyBit(bit + i) << (31 - i);
        }

        return hash;
    }

    static uint KeyBit(int index) => 0x6d5au >> (15 - index % 16) & 1;

    void Set(HeaderField field, UInt128 value) => fields[(int)field] = value;

    UInt128 Number(int at, int bytes)
    {
        UInt128 value = 0;
        for (int i = 0; i < bytes; i++) value = value << 8 | frame[at + i];
        return value;
    }
}
