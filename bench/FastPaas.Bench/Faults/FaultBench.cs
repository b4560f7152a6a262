using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Bench.Faults;

/// <param name="Binary">A deployment binary of bench/faults/graph.</param>
/// <param name="Pairs">Runs with traps and runs without, in turn.</param>
/// <param name="Seconds">Of one.</param>
sealed record FaultOptions(string Binary, int Pairs, double Seconds);

/// <summary><c>./build.sh bench faults</c>: what traps in one tenant cost the other, on the same lcore and on another.</summary>
static class FaultBench
{
    const double Load = 0.7;

    /// <summary>A tenth more than the goal: of packets that come while their node isn't back yet, none traps.</summary>
    const double HostilePerSecond = 1_100;

    const ulong MoreThanAnyLcore = 1_000_000_000;

    const int Calibrations = 3, Workers = 2;

    /// <summary>Ports go round the workers in the order of their names: aside, wire.</summary>
    const int HostileWorker = 0, NeighbourWorker = 1;

    static readonly TimeSpan CalibrationTime = TimeSpan.FromSeconds(1);

    public static int Run(string root, FaultOptions options)
    {
        int[] cpus = AllowedCpus();
        if (cpus.Length < 2) throw new InvalidOperationException("bench faults wants a CPU for packets and one for control");
        string folder = Directory.CreateDirectory(Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fastpaas-faults{Environment.ProcessId}")).FullName;
        try
        {
            IReadOnlyList<FaultCost> costs = FaultCost.Measure(root);
            var run = new FaultRun(options.Binary, folder);
            TimeSpan time = TimeSpan.FromSeconds(options.Seconds);
            string one = $"{cpus[0]},{cpus[^1]}", two = $"{cpus[0]},{cpus[^Workers]},{cpus[^1]}";
            double capacity = Calibrate(run, folder, one), rate = Math.Floor(Load * capacity);
            FaultPairs same = SameLcore(run, options.Pairs, time, one, folder, rate);
            FaultPairs other = OtherLcore(run, options.Pairs, time, two, folder, rate);
            return FaultReport.Print(root, new(capacity, rate, costs, same, other, cpus.Length > Workers));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Packets a second that one lcore takes from a source that always has some, without traps.</summary>
    static double Calibrate(FaultRun run, string folder, string lcores)
    {
        string capture = Path.Combine(folder, "capacity.pcap");
        FaultTraffic.WriteMixed(capture, packetsPerSecond: 4_000_000, HostilePerSecond, traps: false);
        return Statistics.Median(Enumerable.Range(0, Calibrations).Select(_ => run.Run(
            CalibrationTime, lcores, Source("wire", MoreThanAnyLcore, capture), Idle(capture)).ReceivedPerSecond)).Median;
    }

    /// <summary>Both tenants' packets come from one source.</summary>
    static FaultPairs SameLcore(FaultRun run, int pairs, TimeSpan time, string lcores, string folder, double rate)
    {
        string CaptureOf(bool traps) => Path.Combine(folder, $"mixed-{traps}.pcap");
        foreach (bool traps in new[] { false, true }) FaultTraffic.WriteMixed(CaptureOf(traps), rate, HostilePerSecond, traps);
        return FaultPairs.Run(pairs, traps => run.Run(
            time, lcores, Source("wire", (ulong)rate, CaptureOf(traps)), Idle(CaptureOf(traps: false))));
    }

    /// <summary>Each has a source, which the lcore polls that the tenant's flows belong to.</summary>
    static FaultPairs OtherLcore(FaultRun run, int pairs, TimeSpan time, string lcores, string folder, double rate)
    {
        string neighbour = Path.Combine(folder, "neighbour.pcap");
        string CaptureOf(bool traps) => Path.Combine(folder, $"hostile-{traps}.pcap");
        FaultTraffic.WriteNeighbour(neighbour, NeighbourWorker);
        foreach (bool traps in new[] { false, true }) FaultTraffic.WriteHostile(CaptureOf(traps), HostileWorker, traps);
        return FaultPairs.Run(pairs, traps => run.Run(
            time, lcores, Source("wire", (ulong)rate, neighbour), Source("aside", (ulong)HostilePerSecond, CaptureOf(traps))));
    }

    static string Source(string port, ulong rate, string capture) =>
        string.Create(CultureInfo.InvariantCulture, $"{port}=open_loop,rate_pps={rate},pcap={capture}");

    static int[] AllowedCpus()
    {
        const string Key = "Cpus_allowed_list:";
        string list = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Key, StringComparison.Ordinal));
        return [.. list[Key.Length..].Split(',').SelectMany(range =>
        {
            int[] ends = [.. range.Split('-').Select(cpu => int.Parse(cpu, CultureInfo.InvariantCulture))];
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        })];
    }

    /// <summary>The port that is polled beside the one that is measured: a packet a second.</summary>
    static string Idle(string capture) => Source("aside", 1, capture);
}
