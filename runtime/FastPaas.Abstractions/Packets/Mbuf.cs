using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>DPDK's <c>rte_mbuf</c> (22.11), the fields that the data plane uses. A test compares every offset with the C
/// header.</summary>
/// <remarks>
/// <code>
///   0 buf_addr      16 data_off  18 refcnt  20 nb_segs  22 port   24 ol_flags
///  32 packet_type   36 pkt_len   40 data_len  42 vlan_tci  44 hash  52 vlan_tci_outer  54 buf_len  56 pool
///  64 next (second cache line)  72 tx_offload
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public unsafe struct Mbuf
{
    [FieldOffset(0)] public byte* Buffer;
    [FieldOffset(16)] public ushort DataOffset;
    [FieldOffset(18)] public ushort References;
    [FieldOffset(20)] public ushort Segments;
    [FieldOffset(22)] public ushort Port;
    [FieldOffset(24)] public ulong Flags;
    [FieldOffset(32)] public uint PacketType;
    /// <summary>Bytes of the whole packet, over all segments.</summary>
    [FieldOffset(36)] public uint PacketLength;
    /// <summary>Bytes of this segment.</summary>
    [FieldOffset(40)] public ushort DataLength;
    [FieldOffset(42)] public ushort VlanTci;
    [FieldOffset(44)] public uint Hash;
    [FieldOffset(54)] public ushort BufferLength;
    [FieldOffset(56)] public void* Pool;
    [FieldOffset(64)] public Mbuf* Next;
    /// <summary>For the device, lengths of headers: 7 bits of layer 2, 9 of layer 3, 8 of layer 4.</summary>
    [FieldOffset(72)] public ulong TransmitOffload;

    /// <summary>The first byte of this segment's data.</summary>
    public readonly byte* Data => Buffer + DataOffset;
}
