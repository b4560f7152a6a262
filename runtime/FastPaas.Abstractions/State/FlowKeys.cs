using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>From packets to keys of flows, as <see cref="FlowEntry"/> draws them. Where headers are, the host's parser has
/// said.</summary>
static unsafe class FlowKeys
{
    const byte Kinds = (byte)(HeaderLayers.Ip4 | HeaderLayers.Ip6 | HeaderLayers.Fragment);

    /// <summary>One load takes protocol and addresses of RFC 791's header, wherever options end.</summary>
    /// <param name="ports">0 or all ones: whether there are any.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Ip4(byte* data, HeaderLanes* headers, nuint lane, nuint ports)
    {
        Vector128<byte> kept = Vector128.Create(0, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
        Vector128<byte> ip = Vector128.Load(data + headers->IpOffset[lane] + 8) & kept;
        uint kind = (uint)(headers->Layers[lane] & Kinds);
        return ip | Vector128.CreateScalar(kind).WithElement(3, Ports(data, headers, lane, ports)).AsByte();
    }

    /// <summary>The key without its hash, which tells addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Ip6(byte* data, HeaderLanes* headers, nuint lane, nuint ports)
    {
        uint kind = (uint)(headers->Layers[lane] & Kinds) | (uint)headers->IpProto[lane] << 8;
        return Vector128.Create(kind, Ports(data, headers, lane, ports), 0, 0).AsByte();
    }

    /// <summary>Without ports, what is loaded lies in the frame's first bytes, and is forgotten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Ports(byte* data, HeaderLanes* headers, nuint lane, nuint ports) =>
        *(uint*)(data + (headers->L4Offset[lane] & ports)) & (uint)ports;

    /// <summary>The identifier of an ICMP query (RFC 792, RFC 4443) as both ports; of any other message, 0.</summary>
    public static uint Identifier(Mbuf* packet, HeaderLanes* headers, nuint lane)
    {
        uint at = headers->L4Offset[lane];
        if (at + 8 > packet->DataLength) return 0;
        bool isIp6 = (headers->Layers[lane] & (byte)HeaderLayers.Ip6) != 0;
        byte type = headers->IcmpType[lane];
        bool isQuery = isIp6 ? type is 128 or 129 : type is 0 or 8 or 13 or 14 or 15 or 16 or 17 or 18;
        uint identifier = *(ushort*)(packet->Data + at + 4);
        return isQuery ? identifier | identifier << 16 : 0;
    }

    /// <summary>The same for both directions: the lower pair of address and port, as the machine reads them, is first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Symmetric(Vector128<byte> ip4)
    {
        Vector128<byte> order = Vector128.Create((byte)0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 14, 15, 12, 13);
        Vector128<byte> turned = Vector128.ShuffleNative(ip4, order);
        ulong low = ip4.AsUInt64().ToScalar(), high = ip4.AsUInt64().GetElement(1);
        ulong source = low >> 32 | (high >> 32 & 0xffff) << 32, destination = high & uint.MaxValue | high >> 48 << 32;
        Vector128<ulong> asIs = Vector128.Create(0 - (source <= destination ? 1ul : 0ul));
        return Vector128.ConditionalSelect(asIs.AsByte(), ip4, turned);
    }

    /// <summary>As <see cref="Symmetric"/>, of IPv6.</summary>
    /// <param name="addresses">Source and destination, which may change places.</param>
    public static Vector128<byte> Symmetric(Vector128<byte> ip6, ulong* addresses)
    {
        uint ports = ip6.AsUInt32().GetElement(1), turned = ports << 16 | ports >> 16;
        bool isTurned = addresses[0] != addresses[2] ? addresses[0] > addresses[2]
            : addresses[1] != addresses[3] ? addresses[1] > addresses[3]
            : ports > turned;
        if (!isTurned) return ip6;
        (addresses[0], addresses[2]) = (addresses[2], addresses[0]);
        (addresses[1], addresses[3]) = (addresses[3], addresses[1]);
        return ip6.AsUInt32().WithElement(1, turned).AsByte();
    }
}
