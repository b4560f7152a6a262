using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>The layers that a packet has, one byte a lane. The same bits as <c>FastPaas.Graph.Match.Layers</c>; a test compares
/// them.</summary>
[Flags]
public enum HeaderLayers : byte
{
    None = 0,
    Vlan = 1,
    Ip4 = 2,
    Ip6 = 4,
    Tcp = 8,
    Udp = 16,
    Icmp = 32,
    Fragment = 64,
}

/// <summary>The parsed headers of one burst as a structure of arrays, 64 lanes each, host byte order. The generator fills the
/// arrays that a graph reads and no others; a lane's value means something only where its layer is present.</summary>
/// <remarks>
/// Constant offsets from one base pointer, not <c>fixed</c> buffers: those cost a null check each access under NativeAOT.
/// Addresses of 128 bits are two arrays (high and low half), so that one SIMD compare takes four lanes.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 6656)]
public unsafe struct HeaderLanes
{
    public const int Lanes = 64;

    /// <summary>Of <c>this</c>, not of its first field: the address of a field costs a null check.</summary>
    byte* Base
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (byte*)Unsafe.AsPointer(ref this);
    }

    /// <summary>The first byte of each lane's frame.</summary>
    public byte** Data { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (byte**)Base; }
    public ulong* EthSrc { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 512); }
    public ulong* EthDst { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 1024); }
    public ulong* Ip6SrcHigh { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 1536); }
    public ulong* Ip6SrcLow { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 2048); }
    public ulong* Ip6DstHigh { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 2560); }
    public ulong* Ip6DstLow { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 3072); }
    public uint* IpSrc { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 3584); }
    public uint* IpDst { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 3840); }
    public uint* PacketLength { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 4096); }
    public uint* FlowHash { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 4352); }
    public ushort* EthType { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4608); }
    public ushort* VlanId { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4736); }
    /// <summary>tcp.src, udp.src and l4.src: which it is, the layers say.</summary>
    public ushort* L4Src { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4864); }
    public ushort* L4Dst { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4992); }
    public ushort* IpOffset { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 5120); }
    public ushort* L4Offset { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 5248); }
    public byte* Layers { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5376; }
    public byte* IpProto { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5440; }
    public byte* IpTtl { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5504; }
    public byte* IpDscp { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5568; }
    public byte* TcpFlags { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5632; }
    public byte* IcmpType { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 5696; }
    /// <summary>The tags that a node has asked for: type, then control, 16 bits each.</summary>
    public uint* Tags { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 5760); }
    /// <summary>Where fused nodes lay out the pointers to their states, at most 64.</summary>
    public void** States { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (void**)(Base + 6144); }
    /// <summary>64 bytes that stand for a header that a packet lacks (<see cref="Burst"/>).</summary>
    public byte* Absent { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 6080; }
}
