using System;

namespace FastPaas.Graph.Tests;

/// <summary>Bounds on time that hold on a busy machine too: the processor time of this process, other tests' share included,
/// so give them room.</summary>
public static class ProcessorTime
{
    public static double SecondsOf(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
