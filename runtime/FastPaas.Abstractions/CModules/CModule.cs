using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary><c>struct fp_module</c> of native/module/fp_module.h: what a module in C shows of itself.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public unsafe struct CModule
{
    /// <summary>Of its configuration's struct; a node's block is at least as long.</summary>
    [FieldOffset(0)] public uint ConfigBytes;
    [FieldOffset(4)] public uint Outputs;
    /// <summary>Heap and configuration to the instance's state; null: the module has none. On the control plane.</summary>
    [FieldOffset(8)] public delegate* unmanaged[Cdecl]<CHeap*, void*, void*> Init;
    /// <summary>On lcores.</summary>
    [FieldOffset(16)] public delegate* managed<CBurst*, void> Process;
    /// <summary>State, heap, new configuration; null: its configuration can't change while it runs.</summary>
    [FieldOffset(24)] public delegate* managed<void*, CHeap*, void*, byte> Reconfigure;
    /// <summary>State and clock; null: nothing of it grows old.</summary>
    [FieldOffset(32)] public delegate* managed<void*, ulong, void> Expire;
    /// <summary>Anything but <see cref="CProtection.None"/>: the functions above are for the gate alone.</summary>
    [FieldOffset(40)] public CProtection Protection;
    /// <summary>Of <see cref="Image"/>, the first, whole pages: read-only.</summary>
    [FieldOffset(44)] public uint ConstantBytes;
    /// <summary>That <see cref="Image"/> holds.</summary>
    [FieldOffset(48)] public uint InitialisedBytes;
    /// <summary>Of all globals; those behind <see cref="InitialisedBytes"/> are zero.</summary>
    [FieldOffset(52)] public uint GlobalsBytes;
    [FieldOffset(56)] public byte* Image;
    [FieldOffset(64)] public byte* TextStart;
    [FieldOffset(72)] public byte* TextEnd;
    [FieldOffset(80)] public byte* ConstantsStart;
    [FieldOffset(88)] public byte* ConstantsEnd;
    /// <summary>Of 32 bytes; of a module that is confined, by the verifier.</summary>
    [FieldOffset(96)] public byte Certificate;
}

/// <summary><c>enum fp_protection</c>.</summary>
public enum CProtection : uint
{
    /// <summary>It reaches all of the process.</summary>
    None,
    /// <summary>Every access is an offset into its arena.</summary>
    Segment,
}
