using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary><c>struct fp_module</c> of native/module/fp_module.h: what a module in C shows of itself.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
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
}
