using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>tshark on what comes and goes at an interface of a network namespace, from construction to disposal.</summary>
sealed partial class Capture : IDisposable
{
    const int Interrupt = 2;

    readonly Process process;

    public Capture(string space, string link, string file)
    {
        string[] line = ["netns", "exec", space, "tshark", "-q", "-i", link, "-w", file];
        process = Process.Start(new ProcessStartInfo("ip", line) { RedirectStandardError = true })!;
        var listening = new ManualResetEventSlim();
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data?.StartsWith("Capturing on", StringComparison.Ordinal) == true) listening.Set();
        };
        process.BeginErrorReadLine();
        Assert.True(listening.Wait(TimeSpan.FromSeconds(30)), "tshark doesn't capture.");
        // It says so a moment before its child has opened the interface.
        for (int i = 0; i < 100 && !File.Exists(file); i++) Thread.Sleep(50);
        Thread.Sleep(500);
    }

    public void Dispose()
    {
        Thread.Sleep(1000);
        Kill(process.Id, Interrupt);
        process.WaitForExit();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
