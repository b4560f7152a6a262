using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary><c>struct fp_instance</c> of native/module/fp_gate.h: a module instance as the gate sees it, in memory that no module
/// reaches. A test compares every offset with the header.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
public unsafe struct CInstance
{
    /// <summary>The arena's first byte: what gs is inside.</summary>
    [FieldOffset(0)] public byte* Base;
    [FieldOffset(8)] public byte* MachineStackTop;
    /// <summary>Calls so far.</summary>
    [FieldOffset(16)] public ulong Sequence;
    /// <summary>What the function returned; of a pointer the offset in the arena.</summary>
    [FieldOffset(24)] public ulong Result;
    /// <summary>Of the last call that had one.</summary>
    [FieldOffset(32)] public CFault Fault;
    /// <summary>Counted from <see cref="Base"/>; of a fault of memory or stack.</summary>
    [FieldOffset(40)] public long FaultAddress;
    /// <summary>Counted from <see cref="TextStart"/>.</summary>
    [FieldOffset(48)] public ulong FaultInstruction;
    [FieldOffset(56)] public ulong Condemned;
    /// <summary>CPU time that a call may take.</summary>
    [FieldOffset(64)] public ulong BudgetNs;
    [FieldOffset(72)] public byte* TextStart;
    [FieldOffset(80)] public byte* TextEnd;
    [FieldOffset(88)] public byte* MachineStackLow;
    /// <summary><see cref="Base"/> for a module whose code has it; of <see cref="CProtection.Segment"/> null.</summary>
    [FieldOffset(96)] public byte* ShownBase;
    /// <summary>Of code in C#, else null: while it points to what isn't 0, no fault is the module's.</summary>
    [FieldOffset(104)] public int* Unbroken;
}

/// <summary><c>FP_FAULT_*</c> of native/module/fp_gate.h: what a module did that it mustn't.</summary>
public enum CFault : uint
{
    None,
    /// <summary>An address that is none of the arena's, or only to be read.</summary>
    Memory,
    /// <summary>A call through a pointer to no function.</summary>
    WildCall,
    /// <summary>By zero, or a quotient that doesn't fit.</summary>
    Division,
    /// <summary>An instruction that this machine doesn't have.</summary>
    Illegal,
    /// <summary>Of either stack.</summary>
    Stack,
    /// <summary>Longer than its budget.</summary>
    Endless,
    /// <summary>It ended itself, or came where its code says that nothing comes.</summary>
    Abort,
    /// <summary>A verdict that is no output's.</summary>
    Verdict,
    /// <summary>A descriptor outside the packet's buffer.</summary>
    Length,
    /// <summary>Of code in C#: outside of its array or packet, or what the library throws for.</summary>
    Index,
}
