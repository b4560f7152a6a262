using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary><see cref="Burst"/> for modules with <c>packet = "write"</c>. What is written to a header that the packet lacks is
/// lost.</summary>
public readonly unsafe ref struct WritableBurst
{
    readonly Burst burst;

    /// <summary>For generated code, as <see cref="Burst"/>'s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WritableBurst(LcoreContext* lcore, ulong lanes) => burst = new Burst(lcore, lanes);

    /// <inheritdoc cref="Burst.NowCycles"/>
    public ulong NowCycles => burst.NowCycles;

    /// <inheritdoc cref="Burst.Headers"/>
    /// <remarks>As parsed before this module ran: its own writes don't change them.</remarks>
    public ParsedHeaders Headers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => burst.Headers;
    }

    /// <inheritdoc cref="Burst.Length"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Length(int lane) => burst.Length(lane);

    /// <inheritdoc cref="Burst.Available"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Available(int lane) => burst.Available(lane);

    /// <inheritdoc cref="Burst.Bytes"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Bytes(int lane) => burst.Span(lane);

    /// <inheritdoc cref="Burst.Ethernet"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref EthernetHeader Ethernet(int lane) => ref *(EthernetHeader*)burst.At(lane, 0, 14);

    /// <summary>The same with its outermost VLAN tag; in a frame without one, what lies there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TaggedHeader Tagged(int lane) => ref *(TaggedHeader*)burst.At(lane, 0, 18);

    /// <inheritdoc cref="Burst.Ip4"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Ip4Header Ip4(int lane) => ref *(Ip4Header*)burst.Layer(lane, HeaderLayers.Ip4, 20);

    /// <summary>The same of a lane that is the module's by its type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Ip4Header Ip4(LaneView packet) => ref *(Ip4Header*)burst.LayerOf(packet.Index, HeaderLayers.Ip4, 20);

    /// <inheritdoc cref="Burst.Each"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneViews Each(LaneMask of) => burst.Each(of);

    /// <inheritdoc cref="Burst.Ip6"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Ip6Header Ip6(int lane) => ref *(Ip6Header*)burst.Layer(lane, HeaderLayers.Ip6, 40);

    /// <inheritdoc cref="Burst.Tcp"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TcpHeader Tcp(int lane) => ref *(TcpHeader*)burst.Layer(lane, HeaderLayers.Tcp, 20);

    /// <inheritdoc cref="Burst.Udp"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref UdpHeader Udp(int lane) => ref *(UdpHeader*)burst.Layer(lane, HeaderLayers.Udp, 8);

    /// <summary>Adds zeros in front of the frame; false: no such lane, or the buffer has no room there (a device leaves 128
    /// bytes), and nothing has changed. Wants <c>resizes</c> in the manifest, as the three below.</summary>
    /// <remarks>Spans and headers taken before are the old frame's; <see cref="Headers"/>, offsets among them, stay as parsed
    /// before the module ran. Nodes behind it see the new frame.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAddFront(int lane, int bytes) =>
        burst.Holds(lane) && Resizing.TryAddFront(burst.Packet(lane), bytes, Tags.RoomFor(burst.Lcore, lane));

    /// <summary>Removes bytes in front; false: no such lane, or fewer than the 14 of an Ethernet header would be left, and
    /// nothing has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRemoveFront(int lane, int bytes) =>
        burst.Holds(lane) && Resizing.TryRemoveFront(burst.Lcore, burst.Packet(lane), bytes);

    /// <summary>Adds zeros at the end; false: no such lane, or the last segment's buffer has no room, and nothing has
    /// changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAddEnd(int lane, int bytes) =>
        burst.Holds(lane) && Resizing.TryAddEnd(burst.Lcore, burst.Packet(lane), bytes);

    /// <summary>Cuts bytes at the end; false as <see cref="TryRemoveFront"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRemoveEnd(int lane, int bytes) =>
        burst.Holds(lane) && Resizing.TryRemoveEnd(burst.Lcore, burst.Packet(lane), bytes);

    /// <summary>Asks for a VLAN tag in front of all others (IEEE 802.1Q), which a packet gets as it leaves by an output that the
    /// manifest's <c>tags</c> names: by the device that sends it, where it can. The last one asked for counts. False: no such
    /// lane, or the buffer has no room for it in front, as <see cref="TryAddFront"/>.</summary>
    /// <remarks>The module sees the frame without it.</remarks>
    /// <param name="type">0x8100 or 0x88a8.</param>
    /// <param name="control">3 bits of priority, 1 of drop eligibility, 12 of VLAN id.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPushTag(int lane, ushort type, ushort control)
    {
        if (!burst.Holds(lane) || burst.Packet(lane)->DataOffset < Tags.Bytes) return false;
        burst.Lcore->Headers->Tags[(nuint)(uint)(lane & 63)] = (uint)type << 16 | control;
        burst.Lcore->Tagged |= 1ul << lane;
        return true;
    }

    /// <summary>Exchanges the Ethernet addresses: one load, one shuffle, one store of 16 bytes where the frame has
    /// them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SwapEthernetAddresses(int lane)
    {
        if (!burst.Holds(lane)) return;
        Mbuf* packet = burst.Packet(lane);
        byte* frame = packet->Data;
        if (packet->DataLength >= 16) SwapAddressesIn16(frame);
        else if (packet->DataLength >= 14) SwapAddressesIn14(frame);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SwapAddressesIn16(byte* frame)
    {
        Vector128<byte> order = Vector128.Create((byte)6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15);
        Vector128.Shuffle(Vector128.Load(frame), order).Store(frame);
    }

    /// <remarks>No call: the registers of the loop that this is inlined into would have to survive it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SwapAddressesIn14(byte* frame)
    {
        ulong first = *(ulong*)frame, second = *(ulong*)(frame + 6);
        *(ulong*)frame = second & 0xffff_ffff_ffff | first << 48;
        *(ulong*)(frame + 6) = first & 0xffff_ffff_ffff | second & 0xffff_0000_0000_0000;
    }
}
