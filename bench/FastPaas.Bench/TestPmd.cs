using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace FastPaas.Bench;

/// <summary>A running <c>dpdk-testpmd</c> with one port looped to itself, told to forward for a while, again and again.</summary>
sealed class TestPmd : IDisposable
{
    public const string Tool = "/usr/bin/dpdk-testpmd";

    /// <summary>As the macro benchmark's, so that neither has the better pool.</summary>
    const int PoolMbufs = 8191, PoolCacheMbufs = 256, Descriptors = 512;

    readonly Process process;
    readonly string workerStatistics;

    /// <param name="mode"><c>io</c> or <c>macswap</c>.</param>
    public TestPmd(string device, string mode)
    {
        // Line by line: to a pipe it would say all at the end.
        var start = new ProcessStartInfo("stdbuf") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "-oL", Tool, "-l", $"0,{Environment.ProcessorCount - 1}", "--no-huge", "-m", "256", "--no-shconf", "--no-pci",
            "--no-telemetry", "--log-level=error", $"--file-prefix=testpmd{Environment.ProcessId}", $"--vdev={device}", "--",
            "-i", $"--forward-mode={mode}", "--port-topology=loop", "--burst=32", $"--rxd={Descriptors}", $"--txd={Descriptors}",
            $"--total-num-mbufs={PoolMbufs}", $"--mbcache={PoolCacheMbufs}",
        }) start.ArgumentList.Add(argument);
        process = Process.Start(start) ?? throw new IOException("dpdk-testpmd doesn't start");
        process.StandardInput.AutoFlush = true;
        ReadTo("Checking link statuses");
        workerStatistics = Path.Combine(WorkerThread(), "schedstat");
    }

    /// <param name="bursts">Packets to begin with, for a device that only returns what it is given.</param>
    /// <returns>Packets received, and nanoseconds that the forwarding thread had the processor.</returns>
    public (ulong Packets, ulong CpuNs) Run(int runMs, int bursts)
    {
        ulong before = WorkerCpuNs();
        process.StandardInput.WriteLine(bursts > 0 ? $"start tx_first {bursts}" : "start");
        Thread.Sleep(runMs);
        process.StandardInput.WriteLine("stop");
        ReadTo("Accumulated forward statistics");
        string line = ReadTo("RX-packets:");
        ReadTo("Done.");
        string number = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return (ulong.Parse(number, CultureInfo.InvariantCulture), WorkerCpuNs() - before);
    }

    string ReadTo(string text)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }
        throw new IOException($"dpdk-testpmd ended before it said \"{text}\"");
    }

    string WorkerThread() => Directory.GetDirectories($"/proc/{process.Id}/task")
        .Single(task => File.ReadAllText(Path.Combine(task, "comm")).Contains("worker", StringComparison.Ordinal));

    ulong WorkerCpuNs() => ulong.Parse(File.ReadAllText(workerStatistics).Split(' ')[0], CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.StandardInput.WriteLine("quit");
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
        }
        process.WaitForExit();
        process.Dispose();
    }
}
