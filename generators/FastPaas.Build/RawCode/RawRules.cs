using System;
using System.Linq;

namespace FastPaas.Build.RawCode;

/// <summary>What raw code may touch, by the names that the compiler and the runtime give to things (ilc 9).</summary>
static class RawRules
{
    /// <summary>What a reference out of a raw function means.</summary>
    public enum Verdict
    {
        Allowed,
        /// <summary>Managed code: it runs on the lcore too, and is examined.</summary>
        Follow,
        /// <summary>A helper that ends in a wrapped entry point of the runtime: the function can trap there.</summary>
        Trap,
        Forbidden,
    }

    /// <summary>Native functions that the compiler calls by itself and that know nothing of the runtime.</summary>
    static readonly string[] Harmless = ["memcpy", "memmove", "memset", "memcmp", "RhpStackProbe"];

    /// <summary>Copies and clears, in C#, under names that look like the runtime's.</summary>
    const string ManagedExports = "RhSpanHelpers_";

    /// <summary>They build an exception and throw it, both through wrapped entry points.</summary>
    static readonly string[] TrapHelpers = ["_ThrowHelpers__Throw", "_System_ThrowHelper__", "_FastPaas_Trap__", "_SR__"];

    /// <summary>By the start of the name; the first that fits says what is wrong.</summary>
    static readonly (string Prefix, string Why)[] Helpers =
    [
        ("RhpTrapThreads", "polls for the collector"),
        ("RhpGcPoll", "polls for the collector"),
        ("RhpNew", "allocates"),
        ("RhNew", "allocates"),
        ("RhAllocate", "allocates"),
        ("RhpGcAlloc", "allocates"),
        ("RhBox", "boxes a value"),
        ("RhpThrow", "throws"),
        ("RhpRethrow", "throws"),
        ("RhpInitialDynamicInterfaceDispatch", "calls through an interface"),
        ("RhpInterfaceDispatch", "calls through an interface"),
        ("__InterfaceDispatchCell", "calls through an interface"),
        ("__imp___InterfaceDispatchCell", "calls through an interface"),
        ("RhpPInvoke", "calls native code with a transition (DllImport)"),
        ("RhpReversePInvoke", "enters through UnmanagedCallersOnly"),
        ("RhpAssignRef", "stores an object reference"),
        ("RhpCheckedAssignRef", "stores an object reference"),
        ("RhpByRefAssignRef", "stores an object reference"),
        ("RhpCallCatch", "catches an exception"),
        ("RhpCallFinally", "catches an exception"),
        ("__tls_get_addr", "uses a thread static"),
        ("RhpGetThread", "uses a thread static"),
        ("RhGetThreadStatic", "uses a thread static"),
        ("__THREADSTATIC", "uses a thread static"),
        ("__TypeThreadStaticIndex", "uses a thread static"),
        ("__GCSTATICS", "uses a static field that holds an object"),
        ("__GCStaticBase", "uses a static field that holds an object"),
        ("__FrozenObj", "uses an object"),
        ("__FrozenString", "uses a string"),
        ("__Str", "uses a string"),
        ("_ZTV", "uses a type at run time (allocation, cast or box)"),
        ("Rhp", "calls the runtime"),
        ("Rh", "calls the runtime"),
    ];

    /// <summary>Managed code of the class library that no raw code may enter: entering says more than what lies behind
    /// it.</summary>
    static readonly (string Part, string Why)[] Library =
    [
        ("ClassConstructorRunner", "runs a static constructor"),
        ("__GetGCStaticBase", "uses a static field that holds an object"),
        ("__GetNonGCStaticBase", "runs a static constructor"),
        ("__GetThreadStaticBase", "uses a thread static"),
        ("_System_Threading_Monitor__", "takes a lock"),
        ("_System_Threading_Lock__", "takes a lock"),
        ("_System_Threading_ObjectHeader__", "takes a lock"),
        ("_Internal_Runtime_CompilerHelpers_SynchronizedMethodHelpers", "takes a lock"),
        ("_System_Runtime_TypeCast__", "casts an object"),
        ("_GenericVirtualMethod", "calls a generic virtual method"),
        ("_Internal_Runtime_CompilerHelpers_InteropHelpers", "calls native code with a transition (DllImport)"),
    ];

    /// <summary>A module's code, or code that modules are inlined into.</summary>
    public static bool IsOfModules(string name) =>
        name.Contains("_FastPaas_Modules_", StringComparison.Ordinal)
        || name.Contains("_FastPaas_Generated_", StringComparison.Ordinal);

    /// <param name="name">The symbol referred to; null: none covers the address.</param>
    /// <param name="isManaged">Its address lies in managed code.</param>
    /// <param name="isCall">Called or jumped to, not read.</param>
    public static (Verdict Verdict, string Why) Judge(string? name, bool isManaged, bool isCall)
    {
        if (name == null) return isCall ? (Verdict.Forbidden, "calls code without a name") : (Verdict.Allowed, "");
        if (name.StartsWith("__wrap_", StringComparison.Ordinal)) name = name["__wrap_".Length..];
        if (Harmless.Contains(name)) return (Verdict.Allowed, "");
        if (isManaged && name.StartsWith(ManagedExports, StringComparison.Ordinal)) return (Verdict.Follow, "");
        foreach ((string prefix, string why) in Helpers)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return (Verdict.Forbidden, why);
        foreach ((string part, string why) in Library)
            if (name.Contains(part, StringComparison.Ordinal)) return (Verdict.Forbidden, why);
        // A module's class may be called as a helper's.
        bool isTrap = isManaged && !IsOfModules(name)
            && TrapHelpers.Any(helper => name.Contains(helper, StringComparison.Ordinal));
        if (isTrap) return (Verdict.Trap, "");
        if (isManaged) return (Verdict.Follow, "");
        return isCall ? (Verdict.Forbidden, "calls native code by name") : (Verdict.Allowed, "");
    }
}
