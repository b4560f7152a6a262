using System;
using System.Runtime.InteropServices;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Arenas;

/// <summary>native/module/fp_gate.h: the way into modules that are confined. Linked into the binary; tests load it as a
/// library.</summary>
static unsafe class Gate
{
    const string Library = "fp_gate";

    /// <summary>For lcores: without a transition.</summary>
    public static delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault> Enter =>
        (delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault>)Address(fp_enter_address());

    /// <summary>Into modules in C#, for raw threads alone.</summary>
    public static delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault> EnterManaged =>
        (delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault>)Address(fp_enter_managed_address());

    /// <summary>Addresses from here on are those of the executable's symbols.</summary>
    public static byte* ImageStart => (byte*)fp_image_start();

    /// <summary>Whether gs is set by an instruction; else by a system call.</summary>
    public static bool UsesWrgsbase => fp_gate_uses_wrgsbase() != 0;

    /// <summary>Puts the handler of faults in front of the runtime's, and starts the thread that ends endless calls; once a
    /// process, on the caller's CPUs.</summary>
    public static void Start()
    {
        int result = fp_gate_start();
        if (result != 0) throw new EnvironmentException($"faults of modules can't be caught: error {-result}.");
    }

    /// <summary>Whether checks by mpx end a module that fails one, on this machine: tried.</summary>
    /// <param name="instance">Whose arena is mapped; it isn't changed.</param>
    public static bool HasBounds(CInstance* instance) => fp_gate_has_bounds(instance) != 0;

    /// <summary>Before instances are freed.</summary>
    public static void Forget() => fp_gate_forget();

    /// <summary>For the control plane: the collector doesn't wait for it, and signals for others wait.</summary>
    public static CFault Call(CInstance* instance, void* entry, ulong argument0, ulong argument1, ulong argument2) =>
        fp_call(instance, entry, argument0, argument1, argument2);

    static nint Address(nint address)
    {
        // The runtime keeps a tag in this bit of a function's address.
        return (address & 2) == 0 ? address : throw new InvalidOperationException("The gate isn't aligned.");
    }

    [DllImport(Library)] static extern CFault fp_call(CInstance* instance, void* entry, ulong argument0, ulong argument1,
        ulong argument2);
    [DllImport(Library)] static extern nint fp_enter_address();
    [DllImport(Library)] static extern nint fp_enter_managed_address();
    [DllImport(Library)] static extern nint fp_image_start();
    [DllImport(Library)] static extern int fp_gate_has_bounds(CInstance* instance);
    [DllImport(Library)] static extern int fp_gate_start();
    [DllImport(Library)] static extern void fp_gate_forget();
    [DllImport(Library)] static extern int fp_gate_uses_wrgsbase();
}
