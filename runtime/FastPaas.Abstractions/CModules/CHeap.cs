using System;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas;

/// <summary><c>struct fp_heap</c> of native/module/fp_module.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 304)]
public unsafe struct CHeap
{
    public const int RefusalBytes = 256;

    [FieldOffset(0)] public ulong CyclesPerSecond;
    [FieldOffset(8)] public uint Lcore;
    [FieldOffset(12)] public uint Lcores;
    [FieldOffset(16)] public byte* Next;
    [FieldOffset(24)] public byte* End;
    [FieldOffset(32)] public byte* SharedNext;
    [FieldOffset(40)] public byte* SharedEnd;
    [FieldOffset(48)] byte refusal;

    /// <summary>Clock and place of the instance; zeros else.</summary>
    public void Describe(ModuleHeap heap)
    {
        this = default;
        CyclesPerSecond = heap.CyclesPerSecond;
        Lcore = (uint)heap.Lcore;
        Lcores = (uint)heap.Lcores;
    }

    /// <summary>Of an <c>init</c> that returned nothing.</summary>
    public ModuleConfigurationException Refused(string node)
    {
        string refusal = Refusal;
        return new ModuleConfigurationException(refusal.Length > 0 ? $"node {node}: {refusal}"
            : $"node {node}: its module refuses the configuration without saying why");
    }

    /// <summary>The sentence that the module wrote, of printable ASCII; empty: none.</summary>
    public string Refusal
    {
        get
        {
            var text = MemoryMarshal.CreateReadOnlySpan(ref refusal, RefusalBytes);
            int end = text.IndexOf((byte)0);
            StringBuilder shown = new();
            foreach (byte letter in end < 0 ? text : text[..end]) shown.Append(letter is >= 32 and < 127 ? (char)letter : '?');
            return shown.ToString();
        }
    }
}
