using System;
using System.Threading;

namespace FastPaas.Control.Commands;

/// <summary>Ctrl-C ends a command even where it waits in the kernel, for a pipe that nobody writes: after a moment for a clean
/// end.</summary>
sealed class StopDeadline : IDisposable
{
    const int MomentMs = 500;

    readonly Timer timer;
    readonly CancellationTokenRegistration registration;

    public StopDeadline(CancellationToken cancellation)
    {
        timer = new Timer(_ => End());
        registration = cancellation.Register(() => timer.Change(MomentMs, Timeout.Infinite));
    }

    /// <summary>What may be left behind unfinished.</summary>
    public IDisposable? Unfinished { get; set; }

    void End()
    {
        Unfinished?.Dispose();
        Environment.Exit(ExitCode.Interrupted);
    }

    public void Dispose()
    {
        registration.Dispose();
        timer.Dispose();
    }
}
