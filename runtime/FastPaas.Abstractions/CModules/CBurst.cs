using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary><c>struct fp_burst</c> of native/module/fp_module.h: the packets of one call, densely. A test compares every offset
/// with the header.</summary>
/// <remarks>
/// <code>
///   0 now_cycles   8 state   16 count   24 packets (64 of {offset, length})   536 beyond   792 verdicts   856 bases
/// </code>
/// All of it is the module's to write; so the host keeps what it needs to know (which mbufs, how many) elsewhere, and takes
/// verdicts and descriptors only as numbers that it checks.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 1368)]
public unsafe struct CBurst
{
    /// <summary>No output has this number.</summary>
    public const byte NoVerdict = 0xff;

    [FieldOffset(0)] public ulong NowCycles;
    [FieldOffset(8)] public void* State;
    [FieldOffset(16)] public uint Count;

    byte* Base
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (byte*)Unsafe.AsPointer(ref NowCycles);
    }

    /// <summary><c>struct fp_packet</c> as one number: the offset below, the length above.</summary>
    public ulong* Packets { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (ulong*)(Base + 24); }
    public uint* Beyond { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (uint*)(Base + 536); }
    public byte* Verdicts { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => Base + 792; }
    public byte** Bases { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (byte**)(Base + 856); }
}
