using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Bench.Faults;

/// <summary>What one instance of bench/faults/graph did, after its first moments.</summary>
/// <param name="ReceivedPerSecond">Packets of both ports.</param>
/// <param name="LostPackets">By the source that has the neighbour's packets.</param>
/// <param name="StrayPackets">Neighbour's that entered its node and weren't sent.</param>
/// <param name="P999Us">Of the neighbour's packets, from due to sent.</param>
sealed record FaultSample(
    double ReceivedPerSecond, double TrapsPerSecond, ulong LostPackets, ulong StrayPackets, double P50Us, double P99Us,
    double P999Us, double MaxUs);

/// <summary>Starts a deployment binary, lets it run, reads what it says at the end.</summary>
/// <param name="Folder">In memory: an lcore stores into the counter file, and writing back to a disk can hold it.</param>
sealed record FaultRun(string Binary, string Folder)
{
    /// <summary>The source times no packet of its first half second, and what it lost by then isn't counted here.</summary>
    static readonly TimeSpan Start = TimeSpan.FromSeconds(0.6);

    /// <summary>Devices' counters are copied ten times a second.</summary>
    static readonly TimeSpan End = TimeSpan.FromSeconds(0.2);

    readonly string name = $"faults{Environment.ProcessId}";

    /// <param name="lcores">CPUs: of the control core, then of each worker.</param>
    public FaultSample Run(TimeSpan time, string lcores, params string[] devices)
    {
        string seconds = FormattableString.Invariant($"{(Start + time + End).TotalSeconds:0.###}");
        using Process process = Process.Start(new ProcessStartInfo(Binary,
        [
            "run", "--instance", name, "--state-dir", Folder, "--json", "--duration", seconds, "--lcores", lcores,
            .. devices.SelectMany(device => new[] { "--port", device }),
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new IOException($"{Binary} doesn't start");
        string said = "";
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("ready:", StringComparison.Ordinal))
            said += line + "\n";
        // Read on, or a full pipe would stop it.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (process.HasExited) throw new InvalidOperationException($"{Binary} doesn't run: {said}");
        using CounterReader counters = CounterReader.Open(Path.Combine(Folder, name + ".counters"));
        Thread.Sleep(Start);
        Moment first = Moment.Of(counters);
        Thread.Sleep(time);
        Moment last = Moment.Of(counters);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Binary} ended with {process.ExitCode}: {output}{errors.Result}");
        return Sample(first, last, JsonDocument.Parse(output).RootElement.GetProperty("counters"));
    }

    static FaultSample Sample(Moment first, Moment last, JsonElement end)
    {
        double seconds = Stopwatch.GetElapsedTime(first.Time, last.Time).TotalSeconds;
        Dictionary<string, ulong> runtime = end.GetProperty("runtime").EnumerateArray().ToDictionary(
            counter => counter.GetProperty("name").GetString()!, counter => counter.GetProperty("value").GetUInt64());
        // What crosses lcores would pay for both, wherever the traps are.
        if (runtime["lcore.handed_over"] > 0) throw new InvalidOperationException("a flow isn't polled where it belongs");
        ulong entered = Named(end, "nodes", "neighbour/swap").GetProperty("in_packets").GetUInt64();
        ulong sent = Named(end, "ports", "wire").GetProperty("tx_packets").GetUInt64();
        double Us(string percentile) => runtime.GetValueOrDefault($"port.wire.latency_{percentile}_ns") / 1e3;
        return new(
            (last.Received - first.Received) / seconds, (last.Traps - first.Traps) / seconds,
            runtime["port.wire.lost"] - first.Lost, entered - sent, Us("p50"), Us("p99"), Us("p999"), Us("max"));
    }

    static JsonElement Named(JsonElement counters, string list, string name) =>
        counters.GetProperty(list).EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);

    readonly record struct Moment(long Time, ulong Received, ulong Lost, ulong Traps)
    {
        public static Moment Of(CounterReader counters)
        {
            long time = Stopwatch.GetTimestamp();
            ulong[] values = counters.Read();
            ulong Sum(Func<string, bool> isOne) =>
                values.Where((_, i) => isOne(counters.Names[i])).Aggregate(0ul, (sum, value) => sum + value);
            return new(time, Sum(counter => counter.EndsWith(".rx_packets", StringComparison.Ordinal)),
                Sum(counter => counter == "port.wire.lost"), Sum(counter => counter == "fault.memory"));
        }
    }
}
