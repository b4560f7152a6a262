using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The packet of a module with <c>shape = "packet"</c>: as <see cref="WritableBurst"/>, without a lane to name. Where
/// the frame begins and ends is looked up once for all modules that are called for the packet in one walk, so none of them may
/// resize it.</summary>
public readonly unsafe ref struct WritablePacket
{
    readonly LcoreContext* lcore;
    readonly nuint lane;
    readonly byte* frame;
    readonly nuint frameBytes;

    /// <summary>For generated code: an admitted packet of this burst, which has 14 bytes in its first segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WritablePacket(LcoreContext* lcore, Mbuf* packet, nuint lane)
    {
        this.lcore = lcore;
        this.lane = lane;
        frame = packet->Data;
        frameBytes = packet->DataLength;
    }

    /// <inheritdoc cref="Burst.NowCycles"/>
    public ulong NowCycles => lcore->Now();

    /// <inheritdoc cref="Burst.Headers"/>
    /// <remarks>As parsed before this module ran: its own writes don't change them.</remarks>
    public PacketHeaders Headers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(lcore->Headers, lane);
    }

    /// <inheritdoc cref="Burst.Length(int)"/>
    public uint Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => lcore->Burst[lane]->PacketLength;
    }

    /// <inheritdoc cref="Burst.Bytes"/>
    public Span<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(frame, (int)frameBytes);
    }

    /// <inheritdoc cref="Burst.Ethernet"/>
    public ref EthernetHeader Ethernet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(EthernetHeader*)frame;
    }

    /// <inheritdoc cref="WritableBurst.Tagged"/>
    public ref TaggedHeader Tagged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(TaggedHeader*)(frameBytes >= 18 ? frame : Burst.Absent(lcore));
    }

    /// <inheritdoc cref="Burst.Ip4"/>
    public ref Ip4Header Ip4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(Ip4Header*)Layer(HeaderLayers.Ip4, lcore->Headers->IpOffset[lane], 20);
    }

    /// <inheritdoc cref="Burst.Ip6"/>
    public ref Ip6Header Ip6
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(Ip6Header*)Layer(HeaderLayers.Ip6, lcore->Headers->IpOffset[lane], 40);
    }

    /// <inheritdoc cref="Burst.Tcp"/>
    public ref TcpHeader Tcp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(TcpHeader*)Layer(HeaderLayers.Tcp, lcore->Headers->L4Offset[lane], 20);
    }

    /// <inheritdoc cref="Burst.Udp"/>
    public ref UdpHeader Udp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(UdpHeader*)Layer(HeaderLayers.Udp, lcore->Headers->L4Offset[lane], 8);
    }

    /// <inheritdoc cref="WritableBurst.SwapEthernetAddresses"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SwapEthernetAddresses()
    {
        if (frameBytes >= 16) WritableBurst.SwapAddressesIn16(frame);
        else WritableBurst.SwapAddressesIn14(frame);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* Layer(HeaderLayers layer, uint offset, uint size)
    {
        bool isThere = (lcore->Headers->Layers[lane] & (byte)layer) != 0 && offset + size <= frameBytes;
        return isThere ? frame + offset : Burst.Absent(lcore);
    }
}
