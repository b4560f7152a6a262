using System;

namespace FastPaas.Modules.Tests;

/// <summary>What the host parsed of one packet, as a module's oracle wants it.</summary>
readonly record struct Parsed(
    HeaderLayers Layers, ushort EthType, UInt128 Src, UInt128 Dst, byte Proto, ushort SrcPort, ushort DstPort)
{
    public bool IsIp => (Layers & (HeaderLayers.Ip4 | HeaderLayers.Ip6)) != 0;

    public bool IsIp6 => (Layers & HeaderLayers.Ip6) != 0;

    public bool HasPorts => (Layers & (HeaderLayers.Tcp | HeaderLayers.Udp)) != 0;

    public unsafe void WriteTo(HeaderLanes* headers, int lane)
    {
        headers->Layers[lane] = (byte)Layers;
        headers->EthType[lane] = EthType;
        headers->IpSrc[lane] = (uint)Src;
        headers->IpDst[lane] = (uint)Dst;
        headers->Ip6SrcHigh[lane] = (ulong)(Src >> 64);
        headers->Ip6SrcLow[lane] = (ulong)Src;
        headers->Ip6DstHigh[lane] = (ulong)(Dst >> 64);
        headers->Ip6DstLow[lane] = (ulong)Dst;
        headers->IpProto[lane] = Proto;
        headers->L4Src[lane] = SrcPort;
        headers->L4Dst[lane] = DstPort;
    }
}

/// <summary>Packets and prefixes out of few bits, so that they meet; with the edges of the number ranges.</summary>
sealed class RandomHeaders(int seed)
{
    readonly Random random = new(seed);

    public Random Random => random;

    public Parsed Packet()
    {
        byte[] protos = [0, 1, 6, 6, 6, 17, 17, 43, 44, 50, 51, 58, 59, 60, 132, 135, 255];
        byte proto = protos[random.Next(protos.Length)];
        bool cut = random.Next(5) == 0;
        HeaderLayers layer4 = cut ? HeaderLayers.Fragment : proto == 6 ? HeaderLayers.Tcp : proto == 17 ? HeaderLayers.Udp
            : HeaderLayers.None;
        bool isIp6 = random.Next(2) == 0;
        Parsed ip = new(
            layer4 | (isIp6 ? HeaderLayers.Ip6 : HeaderLayers.Ip4), isIp6 ? EtherType.Ip6 : EtherType.Ip4, Address(isIp6),
                Address(isIp6),
            proto, Port(), Port());
        return random.Next(8) switch
        {
            0 => ip with { Layers = HeaderLayers.None },
            1 => ip with { Layers = HeaderLayers.Vlan, EthType = random.Next(2) == 0 ? EtherType.Arp : (ushort)0x8100 },
            _ => ip,
        };
    }

    public UInt128 Address(bool isIp6)
    {
        uint low = (uint)random.Next(8) * 0x2000_0000 | (uint)random.Next(4) * 0x0001_0000 | (uint)random.Next(4);
        if (random.Next(6) == 0) low = random.Next(2) == 0 ? 0 : uint.MaxValue;
        if (!isIp6) return low;
        return new UInt128((ulong)low << 32 | (random.Next(2) == 0 ? 0 : uint.MaxValue), (ulong)low << 32 | low);
    }

    public IpPrefix Prefix()
    {
        bool isIp6 = random.Next(2) == 0;
        int width = isIp6 ? 128 : 32;
        int length = random.Next(4) switch { 0 => width, 1 => random.Next(3), _ => random.Next(width + 1) };
        UInt128 mask = length == 0 ? 0 : UInt128.MaxValue << (width - length);
        UInt128 address = Address(isIp6) & mask;
        return new IpPrefix((ulong)(address >> 64), (ulong)address, length, isIp6);
    }

    public ushort Port() => random.Next(6) switch
    {
        0 => 0,
        1 => ushort.MaxValue,
        2 => 80,
        _ => (ushort)random.Next(20),
    };

    public NumberRange PortRange()
    {
        ushort a = Port(), b = Port();
        return new NumberRange(Math.Min(a, b), Math.Max(a, b));
    }
}
