using System;
using System.Diagnostics.CodeAnalysis;

namespace FastPaas;

/// <summary>How raw code fails: it can't throw (its thread is unknown to the runtime), so it leaves through the host's
/// trap.</summary>
public static unsafe class Trap
{
    /// <summary>Native, never returns; set by the runtime before any lcore starts. Null under the JIT, where a test wants the
    /// exception.</summary>
    public static delegate* managed<int, void> Handler;

    /// <remarks>The compiler sees for itself that this never returns, and doesn't inline it: so its caller keeps nothing alive
    /// across the call, and the call is out of the way. <c>NoInlining</c> would keep it from looking.</remarks>
    [DoesNotReturn]
    public static void IndexOutOfRange()
    {
        if (Handler != null) Handler(1);
        throw new IndexOutOfRangeException("A module indexed outside its array or packet.");
    }
}
