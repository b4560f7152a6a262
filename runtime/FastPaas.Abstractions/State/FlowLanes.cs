using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>What a look into a <see cref="FlowTable"/> notes of one burst, 64 lanes each: one a lcore, for all its tables in
/// turn.</summary>
/// <remarks>Constant offsets from one base pointer, as <see cref="HeaderLanes"/>.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 5056)]
public unsafe struct FlowLanes
{
    /// <summary>Of <see cref="Matches"/> and <see cref="Equal"/>: all 16 bits.</summary>
    internal const ushort AllBytes = 0xffff;

    byte* Base
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (byte*)Unsafe.AsPointer(ref this);
    }

    /// <summary>The flow's entry until the burst ends; of a lane without a flow <see cref="Nobody"/>. Of lanes that weren't asked
    /// for, anything.</summary>
    public byte** Entries { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (byte**)Base; }
    /// <summary>The home group of each lane's flow: what is known in the place of <see cref="Entries"/> before the tags are.
    /// </summary>
    internal FlowGroup** Homes { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (FlowGroup**)Base; }
    internal ulong* Hashes { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 512); }
    internal Vector128<byte>* Keys { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (Vector128<byte>*)(Base + 1024); }
    /// <summary>Both of an IPv6 packet, 32 bytes a lane.</summary>
    internal byte* Addresses { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 2048; }
    /// <summary>Slots of the home group with the flow's tag.</summary>
    internal ushort* Matches { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4096); }
    internal ushort* PassedOver { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4224); }
    /// <summary>Which bytes of the entry's key are the packet's.</summary>
    internal ushort* Equal { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ushort*)(Base + 4352); }
    /// <summary><see cref="FlowClass"/> of the packet alone.</summary>
    internal byte* Classes { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 4480; }
    /// <summary><see cref="FlowClass"/> of the slot.</summary>
    internal byte* Found { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 4544; }
    /// <summary>0xff where the key has ports.</summary>
    internal byte* HasPorts { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 4608; }
    /// <summary>An entry that is nobody's: zero when a burst begins.</summary>
    public byte* Nobody { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 4672; }

    /// <summary>Lanes whose packet is IPv6.</summary>
    [FieldOffset(4928)] internal ulong Ip6;
    /// <summary>Lanes whose flow this burst has made; their fields are zero.</summary>
    [FieldOffset(4936)] public ulong Created;
}
