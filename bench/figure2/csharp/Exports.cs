using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas.Figure2;

/// <summary>What bench/figure2/native finds by name. A module's <c>init</c> enters the managed runtime; its <c>process</c> is
/// called as an lcore calls it, without a word to the runtime.</summary>
static unsafe class Exports
{
    static Twin policer, macswap, lpm;

    [UnmanagedCallersOnly(EntryPoint = "fp_module_policer_c")]
    public static CDescriptor* Policer() => CDescriptor.Make(&InitPolicer);

    [UnmanagedCallersOnly(EntryPoint = "fp_module_macswap_c")]
    public static CDescriptor* Macswap() => CDescriptor.Make(&InitMacswap);

    [UnmanagedCallersOnly(EntryPoint = "fp_module_lpm_c")]
    public static CDescriptor* Lpm() => CDescriptor.Make(&InitLpm);

    [UnmanagedCallersOnly]
    static Twin* InitPolicer(void* heap, void* config) => Init(ref policer, "policer");

    [UnmanagedCallersOnly]
    static Twin* InitMacswap(void* heap, void* config) => Init(ref macswap, "macswap");

    [UnmanagedCallersOnly]
    static Twin* InitLpm(void* heap, void* config) => Init(ref lpm, "lpm");

    /// <summary>Descriptors as this side's host has them: an mbuf for each frame, and in a burst its address.</summary>
    [UnmanagedCallersOnly(EntryPoint = "figure2_packets")]
    public static Mbuf** Packets(byte* frames, uint count, uint bytes)
    {
        Mbuf* mbufs = (Mbuf*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(Mbuf)), 64);
        Mbuf** packets = (Mbuf**)NativeMemory.Alloc(count, (nuint)sizeof(Mbuf*));
        for (uint i = 0; i < count; i++)
        {
            mbufs[i] = new Mbuf
            {
                Buffer = frames + i * bytes, References = 1, Segments = 1, DataLength = (ushort)bytes, PacketLength = bytes,
                BufferLength = (ushort)bytes,
            };
            packets[i] = mbufs + i;
        }
        return packets;
    }

    /// <summary>The verdicts of the burst that was processed last, as bytes.</summary>
    [UnmanagedCallersOnly(EntryPoint = "figure2_put_verdicts")]
    public static void PutVerdicts(CBurstOfMbufs* burst) => burst->Twin->PutVerdicts(burst);

    /// <summary>Lives as long as the process, in memory that doesn't move.</summary>
    static Twin* Init(ref Twin twin, string graph)
    {
        twin = new Twin(graph);
        return (Twin*)Unsafe.AsPointer(ref twin);
    }
}

/// <summary><c>struct fp_module</c>, as far as an unprotected module fills it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 160)]
unsafe struct CDescriptor
{
    [FieldOffset(8)] public delegate* unmanaged<void*, void*, Twin*> Init;
    [FieldOffset(16)] public delegate* managed<CBurstOfMbufs*, void> Process;

    public static CDescriptor* Make(delegate* unmanaged<void*, void*, Twin*> init)
    {
        CDescriptor* made = (CDescriptor*)NativeMemory.AllocZeroed((nuint)sizeof(CDescriptor));
        made->Init = init;
        made->Process = &Twin.Process;
        return made;
    }
}

/// <summary><c>struct fp_burst</c>, with addresses of mbufs where descriptors are: as large.</summary>
[StructLayout(LayoutKind.Explicit)]
unsafe struct CBurstOfMbufs
{
    [FieldOffset(0)] public ulong NowCycles;
    [FieldOffset(8)] public Twin* Twin;
    [FieldOffset(16)] public uint Count;
    [FieldOffset(24)] public Mbuf* FirstPacket;
    [FieldOffset(792)] public byte FirstVerdict;
}
