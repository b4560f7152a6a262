using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Runtime;
using FastPaas.Runtime.ControlSocket;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Bench.Soak;

/// <summary>A deployment binary that runs, with a state directory of its own.</summary>
sealed partial class SoakInstance : IDisposable
{
    /// <summary>Bytes, hexadecimal: a collection for every 256 KiB that the control plane allocates.</summary>
    const string FirstGeneration = "40000";

    const int Terminate = 15, StopMs = 30_000;

    readonly string state = Directory.CreateTempSubdirectory("fastpaas-soak").FullName;
    readonly string name = $"soak{Environment.ProcessId}";
    readonly Process process;
    readonly Task<string> errors;
    readonly CounterReader counters;
    readonly RunningConservation conservation;
    readonly int[] received;
    readonly int[] lost;
    readonly Stopwatch clock = Stopwatch.StartNew();

    public SoakInstance(string binary, IEnumerable<string> prefix, IEnumerable<string> devices)
    {
        List<string> arguments = [.. prefix, "run", "--instance", name, "--state-dir", state, "--json"];
        foreach (string device in devices) arguments.AddRange(["--port", device]);
        process = Process.Start(new ProcessStartInfo(binary, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["DOTNET_GCgen0size"] = FirstGeneration },
        }) ?? throw new IOException($"{binary} doesn't start");
        string said = "";
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("ready:", StringComparison.Ordinal))
            said += line + "\n";
        // Read on, or a full pipe would stop it.
        errors = process.StandardError.ReadToEndAsync();
        string file = Path.Combine(state, name + ".counters");
        if (process.HasExited || !File.Exists(file)) throw new InvalidOperationException($"{binary} doesn't run: {said}");
        counters = CounterReader.Open(file);
        conservation = new RunningConservation(counters.Names);
        received = Slots(counter => counter.EndsWith(".rx_packets", StringComparison.Ordinal));
        lost = Slots(counter => counter.EndsWith(".lost", StringComparison.Ordinal));
    }

    int[] Slots(Func<string, bool> isOne) =>
        [.. Enumerable.Range(0, counters.Names.Count).Where(slot => isOne(counters.Names[slot]))];

    public SoakSample Sample()
    {
        ulong[] before = counters.Read(), between = counters.Read(), after = counters.Read();
        ulong Sum(int[] slots) => slots.Aggregate(0ul, (sum, slot) => sum + between[slot]);
        return new(
            clock.Elapsed.TotalSeconds, Sum(received), Sum(lost), ResidentBytes(),
            conservation.Check(before, between, after, counters.Blocks - 1));
    }

    /// <summary>False: it doesn't answer, or says that something is wrong.</summary>
    public bool Poll()
    {
        try
        {
            ControlClient.Ask(state, name, "stats");
            return true;
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or RefusedException)
        {
            return false;
        }
    }

    /// <summary>Ends it as an operator would, and takes its last words.</summary>
    public SoakEnd Stop(int polls, int failedPolls)
    {
        if (!process.HasExited) Kill(process.Id, Terminate);
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(StopMs)) process.Kill();
        process.WaitForExit();
        Console.Error.Write(errors.Result);
        if (output.Length == 0) return new(process.ExitCode, null, false, failedPolls, polls);
        using JsonDocument report = JsonDocument.Parse(output);
        JsonElement end = report.RootElement.GetProperty("counters").GetProperty("conservation");
        return new(
            process.ExitCode, end.GetProperty("leaked_mbufs").GetInt64(), end.GetProperty("is_conserved").GetBoolean(),
            failedPolls, polls);
    }

    long ResidentBytes()
    {
        string pages = File.ReadAllText($"/proc/{process.Id}/statm").Split(' ')[1];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    public void Dispose()
    {
        counters.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
        Directory.Delete(state, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
