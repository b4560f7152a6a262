using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>What generated parsing loops ask of a packet before they take its fields at fixed places: whether it is of the plain
/// kind (no options, no fragment, no extension header, no second tag, long enough). A packet that isn't is odd, and left to
/// <see cref="HeaderParser"/> after the loop. Each question is one never-taken jump for plain traffic.</summary>
public static unsafe class PlainHeaders
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    const ushort Tag = 0x0081, ServiceTag = 0xa888, Ip6Type = 0xdd86;

    /// <summary>1 if a VLAN tag follows the addresses, else 0.</summary>
    [MethodImpl(Inline)]
    public static nuint Tags(byte* data) => IsTag(data + 12) ? 1u : 0u;

    /// <param name="type">Where an Ethernet type is.</param>
    [MethodImpl(Inline)]
    public static bool IsTag(byte* type)
    {
        uint value = *(ushort*)type;
        return value == Tag | value == ServiceTag;
    }

    /// <summary>1 if the type before <paramref name="ip"/> is IPv6, else 0.</summary>
    [MethodImpl(Inline)]
    public static nuint IsIp6(byte* ip) => *(ushort*)(ip - 2) == Ip6Type ? 1u : 0u;

    /// <summary>IPv4 with a header of 20 bytes, no fragment, and at least so many bytes in all.</summary>
    [MethodImpl(Inline)]
    public static bool IsPlainIp4(byte* ip, uint totalBytesMin) => IsPlainIp4(Vector128.Load(ip - 2), totalBytesMin);

    /// <summary>The same of a header that is in a register: all four questions in one test.</summary>
    /// <param name="head">16 bytes from the type on.</param>
    [MethodImpl(Inline)]
    public static bool IsPlainIp4(Vector128<byte> head, uint totalBytesMin)
    {
        // As 16-bit words: type | version, length, service | total length | flags, offset.
        Vector128<byte> order = Vector128.Create((byte)0, 1, 3, 2, 5, 4, 8, 9, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<ushort> pattern = Vector128.Create((ushort)8, 0x4500, ushort.MaxValue, 0, 0, 0, 0, 0);
        // What a word may differ from the pattern by. The length's pattern is the largest length: it differs by less the longer
        // the packet is.
        Vector128<ushort> spread = Vector128.Create((ushort)0, 0xff, (ushort)(ushort.MaxValue - totalBytesMin), 0, 0, 0, 0, 0);
        Vector128<byte> mask = Vector128.Create(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 0xff, 0, 0, 0, 0, 0, 0, 0, 0);
        Vector128<ushort> words = Vector128.Shuffle(head, order).AsUInt16() ^ pattern;
        return IsZero(Vector128.SubtractSaturate(words, spread).AsByte(), mask);
    }

    /// <summary>Plain IPv4 or IPv6, without a jump on which of them.</summary>
    /// <param name="ip6">From <see cref="IsIp6"/>.</param>
    /// <param name="roomBytes">From <paramref name="ip"/> to the end of the segment.</param>
    /// <param name="layer4Bytes">That the longest layer-4 header in question needs.</param>
    [MethodImpl(Inline)]
    public static bool IsPlainIp(byte* ip, nuint ip6, uint roomBytes, uint layer4Bytes)
    {
        byte* shape = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Shapes)) + 32 * ip6;
        if (!IsZero(Vector128.Load(ip - 2) ^ Vector128.Load(shape), Vector128.Load(shape + 16))) return false;
        // IPv4's total length counts its 20 bytes of header, IPv6's payload length doesn't.
        int spare = Word16(ip + 2 + 2 * ip6) - (int)(layer4Bytes + 20 - 20 * (uint)ip6);
        int room = (int)(roomBytes - layer4Bytes) - (int)(20 + 20 * (uint)ip6);
        int known = (int)(UpperProtocols >> ip[6] & 1) - (int)ip6;
        return (spare | room | known) >= 0;
    }

    /// <summary>The layers of a plain packet of this protocol.</summary>
    [MethodImpl(Inline)]
    public static byte LayersOf(uint protocol, nuint ip6) =>
        Unsafe.Add(ref MemoryMarshal.GetReference(LayersByProtocol), protocol + 256 * ip6);

    /// <summary>1 if the masked bytes equal the pattern, else 0: one exclusive or, one test.</summary>
    [MethodImpl(Inline)]
    public static ulong Matches(Vector256<byte> bytes, Vector256<byte> pattern, Vector256<byte> mask)
    {
        Vector256<byte> difference = bytes ^ pattern;
        if (Avx.IsSupported) return Avx.TestZ(difference, mask) ? 1ul : 0ul;
        return Vector256.EqualsAll(difference & mask, Vector256<byte>.Zero) ? 1ul : 0ul;
    }

    /// <summary><c>flow.hash</c> of a plain packet.</summary>
    /// <param name="layers">From <see cref="LayersOf"/>.</param>
    [MethodImpl(Inline)]
    public static uint HashOf(byte* ip, nuint ip6, byte layers)
    {
        ulong isIp6 = 0 - (ulong)ip6;
        ulong words6 = *(ulong*)(ip + 8) ^ *(ulong*)(ip + 16) ^ *(ulong*)(ip + 24) ^ *(ulong*)(ip + 32);
        ulong words = (*(ulong*)(ip + 12) & ~isIp6) | (words6 & isIp6);
        uint ports = *(uint*)(ip + 20 + 20 * ip6);
        uint hasPorts = (layers & (uint)(HeaderLayers.Tcp | HeaderLayers.Udp)) != 0 ? uint.MaxValue : 0;
        return FlowHash.OfFolded(FlowHash.Fold(words ^ (ports & hasPorts)));
    }

    [MethodImpl(Inline)]
    public static ushort Word16(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(ushort*)bytes);

    [MethodImpl(Inline)]
    public static uint Word32(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(uint*)bytes);

    /// <summary>Six bytes as a number.</summary>
    [MethodImpl(Inline)]
    public static ulong Word48(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(ulong*)bytes) >> 16;

    [MethodImpl(Inline)]
    public static ulong Word64(byte* bytes) => BinaryPrimitives.ReverseEndianness(*(ulong*)bytes);

    [MethodImpl(Inline)]
    static bool IsZero(Vector128<byte> difference, Vector128<byte> mask) => Sse41.IsSupported
        ? Sse41.TestZ(difference, mask)
        : Vector128.EqualsAll(difference & mask, Vector128<byte>.Zero);

    /// <summary>TCP, UDP, ICMPv6. The shift takes a protocol modulo 64, which makes no extension header one of these.</summary>
    const ulong UpperProtocols = 1ul << 6 | 1ul << 17 | 1ul << 58;

    /// <summary>Pattern and mask from the type on, of IPv4 (as in <see cref="IsPlainIp4"/>), then of IPv6: type and
    /// version.</summary>
    static ReadOnlySpan<byte> Shapes =>
    [
        0x08, 0x00, 0x45, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0x3f, 0xff, 0, 0, 0, 0, 0, 0,
        0x86, 0xdd, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Layers of IPv4 protocols, then of IPv6's: 1 and 58 are ICMP, 6 TCP, 17 UDP.</summary>
    static ReadOnlySpan<byte> LayersByProtocol =>
    [
        2, 34, 2, 2, 2, 2, 10, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 18, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        4, 4, 4, 4, 4, 4, 12, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 20, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 36, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
    ];
}
