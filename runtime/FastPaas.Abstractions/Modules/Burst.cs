using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>A module's view of the burst, read only. Every access stays inside the packet, whatever lane or field it names, and
/// none
/// faults: a lane that isn't the module's, or a header that the packet lacks, reads as zeros.</summary>
/// <remarks>
/// The lanes are part of the view because a burst holds other tenants' packets too. Where the host knows that a module names its
/// own
/// lanes only (<c>trusted = true</c>) it passes all 64 as a constant, and the test of the lane folds away.
/// </remarks>
public readonly unsafe ref struct Burst
{
    readonly LcoreContext* lcore;
    readonly ulong lanes;

    /// <summary>For generated code. The received burst must fill <paramref name="lanes"/>, or the module be known to stay in
    /// it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Burst(LcoreContext* lcore, ulong lanes)
    {
        this.lcore = lcore;
        this.lanes = lanes;
    }

    /// <summary>This burst's clock, TSC cycles.</summary>
    public ulong NowCycles => lanes != 0 ? lcore->Now() : 0;

    /// <summary>The fields that the manifest lists in <c>reads</c>, parsed, host order.</summary>
    public ParsedHeaders Headers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(lcore, lanes);
    }

    /// <summary>Those of <paramref name="of"/> that are the module's, one after the other: the fast way to a field of each, since
    /// no lane is tested again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneViews Each(LaneMask of) => new(lcore, of.Bits & lanes);

    /// <summary>Bytes of the frame on the wire, over all segments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Length(int lane) => Holds(lane) ? Packet(lane)->PacketLength : 0;

    /// <summary>Bytes of the frames of all these lanes together, as <see cref="Length(int)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Length(LaneMask of)
    {
        ulong bytes = 0, rest = of.Bits & lanes;
        if (rest == 0) return 0;
        Mbuf** burst = lcore->Burst;
        for (; rest != 0; rest = LaneMasks.WithoutLowest(rest)) bytes += burst[LaneMasks.Lowest(rest)]->PacketLength;
        return bytes;
    }

    /// <summary>Bytes of the frame that <see cref="Bytes"/> shows: the first segment's. At least min(length, 256) in a module
    /// whose
    /// manifest says <c>packet = "read"</c> or <c>"write"</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Available(int lane) => Holds(lane) ? Packet(lane)->DataLength : 0;

    /// <summary>The frame from its first byte, as far as it is contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int lane) => Span(lane);

    /// <summary>Every packet has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly EthernetHeader Ethernet(int lane) => ref *(EthernetHeader*)At(lane, 0, 14);

    /// <summary>RFC 791; options follow it. Wants <c>ip.offset</c> in <c>reads</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Ip4Header Ip4(int lane) => ref *(Ip4Header*)Layer(lane, HeaderLayers.Ip4, 20);

    /// <summary>The lanes whose IPv4 header has no options and the right checksum (RFC 1071), and whose packet is all there. What
    /// is left out may be right too, and wants a closer look. Wants <c>ip.offset</c> in <c>reads</c>.</summary>
    /// <remarks>Ones' complement sums without folding: 2^16 is 1 modulo 65,535, so the sum is right if that of the 32-bit
    /// words is a multiple of 65,535, which one multiplication by its inverse modulo 2^64 tells.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneMask SoundIp4(LaneMask of)
    {
        const ulong inverse = 0xfffe_fffe_fffe_ffff, quotientMax = ulong.MaxValue / 65_535;
        ulong asked = of.Bits & lanes;
        if (asked == 0) return default;
        HeaderLanes* headers = lcore->Headers;
        Mbuf** burst = lcore->Burst;
        asked &= LaneCompare.HasLayer(headers->Layers, HeaderLayers.Ip4, HeaderLanes.Lanes);
        ulong unsound = 0;
        for (ulong rest = asked; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* packet = burst[lane];
            uint offset = headers->IpOffset[lane];
            byte* ip = packet->Data + offset;
            if (offset + 20 <= packet->DataLength)
            {
                if (ip[0] == 0x45 && SumOf20(ip) * inverse <= quotientMax
                    && offset + PlainHeaders.Word16(ip + 2) <= packet->PacketLength) continue;
            }
            unsound |= 1ul << (int)lane;
        }
        return new(asked & ~unsound);
    }

    /// <summary>Of the five 32-bit words of an IPv4 header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong SumOf20(byte* ip)
    {
        (Vector128<ulong> low, Vector128<ulong> high) = Vector128.Widen(Vector128.Load((uint*)ip));
        return Vector128.Sum(low + high) + *(uint*)(ip + 16);
    }

    /// <summary>RFC 8200. Wants <c>ip.offset</c> in <c>reads</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Ip6Header Ip6(int lane) => ref *(Ip6Header*)Layer(lane, HeaderLayers.Ip6, 40);

    /// <summary>RFC 9293; options follow it. Wants <c>l4.offset</c> in <c>reads</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly TcpHeader Tcp(int lane) => ref *(TcpHeader*)Layer(lane, HeaderLayers.Tcp, 20);

    /// <summary>RFC 768. Wants <c>l4.offset</c> in <c>reads</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly UdpHeader Udp(int lane) => ref *(UdpHeader*)Layer(lane, HeaderLayers.Udp, 8);

    internal LcoreContext* Lcore => lcore;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Holds(int lane) => lanes == ulong.MaxValue || (lanes >> lane & 1) != 0;

    /// <summary>Only for a lane that <see cref="Holds"/>. The mask is that of the shift there: lane 64 is lane 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Mbuf* Packet(int lane) => lcore->Burst[(nuint)(uint)(lane & 63)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Span(int lane)
    {
        if (!Holds(lane)) return default;
        Mbuf* packet = Packet(lane);
        return new Span<byte>(packet->Data, packet->DataLength);
    }

    /// <summary>The address of <paramref name="size"/> (at most 64) bytes of the packet, or of as many zeros that aren't the
    /// packet's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* At(int lane, uint offset, uint size)
    {
        if (!Holds(lane)) return Absent(lcore);
        Mbuf* packet = Packet(lane);
        return offset + size <= packet->DataLength ? packet->Data + offset : Absent(lcore);
    }

    /// <summary>Offsets come from the host's parser, but a manifest that forgets <c>reads</c> leaves an older burst's there: so
    /// the
    /// length is tested against this packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Layer(int lane, HeaderLayers layer, uint size)
        => Holds(lane) ? LayerOf((uint)(lane & 63), layer, size) : Absent(lcore);

    /// <param name="lane">One that <see cref="Holds"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* LayerOf(nuint lane, HeaderLayers layer, uint size)
    {
        HeaderLanes* headers = lcore->Headers;
        bool isIp = (layer & (HeaderLayers.Ip4 | HeaderLayers.Ip6)) != 0;
        uint offset = isIp ? headers->IpOffset[lane] : headers->L4Offset[lane];
        Mbuf* packet = lcore->Burst[lane];
        if ((headers->Layers[lane] & (byte)layer) == 0 || offset + size > packet->DataLength) return Absent(lcore);
        return packet->Data + offset;
    }

    /// <summary>Zeroed each time: what one module writes where no packet is must not be read by the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static byte* Absent(LcoreContext* lcore)
    {
        byte* block = lcore->Headers->Absent;
        Vector256<byte>.Zero.Store(block);
        Vector256<byte>.Zero.Store(block + 32);
        return block;
    }
}
