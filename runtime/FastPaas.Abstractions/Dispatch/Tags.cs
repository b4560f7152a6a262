using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The tags of VLANs that a module has asked for, pushed here or by the device that sends the packet: the same bytes
/// (docs/adr/0014).</summary>
public static unsafe class Tags
{
    internal const uint Bytes = 4;
    /// <summary><c>RTE_MBUF_F_TX_VLAN</c>; <c>RTE_MBUF_F_EXTERNAL</c> and <c>RTE_MBUF_F_INDIRECT</c>.</summary>
    const ulong Insert = 1ul << 57, NotItsOwnBuffer = 3ul << 61;

    /// <summary>Of the headroom of a packet, what the tag takes that was asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint RoomFor(LcoreContext* lcore, int lane) => (uint)(lcore->Tagged >> lane & 1) * Bytes;

    /// <summary>For the lanes that leave a node by an output that its manifest's <c>tags</c> names. There is room: who asked
    /// found it, and it stays (<see cref="RoomFor"/>).</summary>
    /// <param name="ports">The port that they come to next, a bit by its id; 0: they come to a node.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Push(LcoreContext* lcore, ulong lanes, ulong ports)
    {
        bool mayLeave = (lcore->TagPorts & ports) != 0;
        for (ulong rest = lanes & lcore->Tagged; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* packet = lcore->Burst[lane];
            uint tag = lcore->Headers->Tags[lane];
            if (mayLeave && IsForDevice(packet, tag))
            {
                packet->VlanTci = (ushort)tag;
                packet->Flags |= Insert;
            }
            else
            {
                Push(packet, tag);
            }
        }
    }

    /// <summary>A device pushes tags of the customer's type; DPDK does it for one that can't, in a buffer that is the packet's
    /// alone (<c>rte_vlan_insert</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsForDevice(Mbuf* packet, uint tag) =>
        tag >> 16 == EtherType.CustomerTag && packet->References == 1 && (packet->Flags & NotItsOwnBuffer) == 0;

    /// <summary>The addresses move; the old type, a tag's or not, is already where the new one's wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Push(Mbuf* packet, uint tag)
    {
        byte* frame = packet->Data;
        ulong first = *(ulong*)frame;
        uint rest = *(uint*)(frame + 8);
        frame -= Bytes;
        *(ulong*)frame = first;
        *(uint*)(frame + 8) = rest;
        *(uint*)(frame + 12) = BinaryPrimitives.ReverseEndianness(tag);
        packet->DataOffset -= (ushort)Bytes;
        packet->DataLength += (ushort)Bytes;
        packet->PacketLength += Bytes;
    }
}
