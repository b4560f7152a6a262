using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>How raw code fails: it can't throw (its thread is unknown to the runtime), so it leaves through the host's
/// trap.</summary>
public static unsafe class Trap
{
    /// <summary>Native, never returns; set by the runtime before any lcore starts. Null under the JIT, where a test wants the
    /// exception.</summary>
    public static delegate* managed<int, void> Handler;

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void IndexOutOfRange()
    {
        if (Handler != null) Handler(1);
        throw new IndexOutOfRangeException("A module indexed outside its array or packet.");
    }
}
