using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary><c>struct fp_module</c> of native/module/fp_module.h: what a module in C shows of itself.</summary>
[StructLayout(LayoutKind.Explicit, Size = 160)]
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
    /// <summary>Not 0: it may read all of the process.</summary>
    [FieldOffset(128)] public uint OnlyWrites;
    /// <summary>The nodes that take this variant: bits by <see cref="CNodeProtection"/>.</summary>
    [FieldOffset(132)] public uint Serves;
    /// <summary>Variants of the same module that follow in memory: for other nodes, or for other machines.</summary>
    [FieldOffset(136)] public uint VariantsBehind;
    [FieldOffset(140)] public uint LineCount;
    /// <summary>By their code: where in its source a fault is. Null: not known.</summary>
    [FieldOffset(144)] public CLine* Lines;
    /// <summary>Names, each with a 0 behind it.</summary>
    [FieldOffset(152)] public byte* Files;

    /// <summary>The variant that a node takes; null: the build made none.</summary>
    /// <param name="first">Of those that the build made, best first.</param>
    /// <param name="hasWrgsbase">Else a change of <c>gs</c> is a system call, which <see cref="CProtection.Mask"/>
    /// spares.</param>
    public static CModule* Choose(CModule* first, CNodeProtection node, bool hasWrgsbase)
    {
        CModule* found = null;
        for (CModule* each = first; each <= first + first->VariantsBehind; each++)
        {
            bool serves = (each->Serves >> (int)node & 1) != 0;
            bool isBetter = found == null || (!hasWrgsbase && found->Protection == CProtection.Segment);
            if (serves && isBetter) found = each;
        }

        return found;
    }
}

/// <summary><c>struct fp_line</c>: the source of a module's code from an instruction on.</summary>
public struct CLine
{
    /// <summary>From the first byte of the module's code.</summary>
    public uint Code;
    public uint Line;
    /// <summary>0: not known.</summary>
    public ushort Column;
    /// <summary>Which of <see cref="CModule.Files"/>.</summary>
    public ushort File;
}

/// <summary><c>enum fp_protection</c>.</summary>
public enum CProtection : uint
{
    /// <summary>It reaches all of the process.</summary>
    None,
    /// <summary>Every access is an offset into its arena.</summary>
    Segment,
    /// <summary>Every access is an offset from its arena's base, which the gate gives it.</summary>
    Mask,
    /// <summary>The same; its code compares the offsets.</summary>
    Compare,
    /// <summary>The same; its code has MPX compare them, on a machine that has it.</summary>
    Mpx,
}
