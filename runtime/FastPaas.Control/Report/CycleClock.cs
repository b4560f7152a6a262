using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastPaas.Dpdk;

namespace FastPaas.Control.Report;

/// <summary>How fast the time-stamp counter runs, found by reading it beside the clock from construction on.</summary>
sealed unsafe class CycleClock
{
    readonly long start = Stopwatch.GetTimestamp();
    readonly ulong startCycles = Read();

    /// <summary>Null under the JIT, where there is no native code to read it.</summary>
    public double? CyclesPerNs()
    {
        ulong cycles = Read();
        return cycles == 0 ? null : (cycles - startCycles) / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    static ulong Read() => RuntimeFeature.IsDynamicCodeSupported ? 0 : Eal.Tsc();
}
