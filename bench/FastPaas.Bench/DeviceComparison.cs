using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace FastPaas.Bench;

/// <summary>A graph on a DPDK device beside dpdk-testpmd on the same device string, in turns.</summary>
/// <param name="Ratio">Packets a second of processor: ours to testpmd's.</param>
sealed record DeviceResult(string Device, string Graph, double Cycles, double CyclesOfTestPmd, Estimate Ratio);

/// <summary>Two processes take turns on one processor: the macro benchmark's server and testpmd, both told when to forward.
/// Cycles are the processor time of the forwarding thread, which is 0 between turns.</summary>
static class DeviceComparison
{
    const int TurnMs = 100, CaptureFrames = 2048;

    /// <summary>What <c>io</c> and <c>macswap</c> mean is the same on both sides.</summary>
    static readonly string[] Graphs = ["io", "macswap"];

    /// <summary>The ring of the driver holds 1,023.</summary>
    const int RingBursts = 16;

    public static IReadOnlyList<DeviceResult> Run(MacroBinary binary, int rounds, double tscHz)
    {
        string capture = Path.Combine(Path.GetTempPath(), $"fastpaas-bench-{Environment.ProcessId}.pcap");
        try
        {
            using var server = new MacroServer(binary, Graphs);
            server.Ask($"capture {capture} {CaptureFrames}");
            var results = new List<DeviceResult>();
            // The last is the common source: a capture that never ends, copied packet by packet.
            foreach ((string device, int bursts) in new[]
            {
                ("net_null0", 0), ("net_ring0", RingBursts), ($"net_pcap0,rx_pcap={capture},infinite_rx=1", 0),
            })
            {
                server.Ask($"device {device} {bursts}");
                foreach (string graph in Graphs) results.Add(Compare(server, device, graph, bursts, rounds, tscHz));
            }
            return results;
        }
        finally
        {
            File.Delete(capture);
        }
    }

    static DeviceResult Compare(MacroServer server, string device, string graph, int bursts, int rounds, double tscHz)
    {
        using var testPmd = new TestPmd(device, graph);
        List<double> ours = [], theirs = [];
        for (int round = -1; round < rounds; round++)
        {
            string[] answer = server.Ask($"run {device} {graph} {Side.FastPaas} {TurnMs}").Split(' ');
            double ourNs = Number(answer[2]) / Number(answer[0]);
            (ulong packets, ulong cpuNs) = testPmd.Run(TurnMs, bursts);
            if (packets == 0) throw new InvalidOperationException($"dpdk-testpmd forwards nothing on {device}");
            if (round < 0) continue;
            ours.Add(ourNs);
            theirs.Add((double)cpuNs / packets);
        }
        double cyclesPerNs = tscHz / 1e9;
        return new(
            device.Split(',')[0], graph, Statistics.Median(ours).Median * cyclesPerNs,
            Statistics.Median(theirs).Median * cyclesPerNs, Statistics.Ratio(theirs, ours));
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static void Print(IReadOnlyList<DeviceResult> results)
    {
        Console.WriteLine("beside dpdk-testpmd, in turns on the same devices; cycles: processor time of the forwarding thread");
        Console.WriteLine($"{"device",-12}{"graph",-10}{"fastpaas",10}{"testpmd",10}{"times its rate",16}{"95% interval",18}");
        foreach (DeviceResult row in results)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{row.Device,-12}{row.Graph,-10}{row.Cycles,10:0.00}{row.CyclesOfTestPmd,10:0.00}{row.Ratio.Median,16:0.000}")
                + FormattableString.Invariant($"{$"{row.Ratio.Low:0.000} .. {row.Ratio.High:0.000}",18}"));
        }
    }

    public static IEnumerable<Goal> Goals(IReadOnlyList<DeviceResult> results)
    {
        foreach ((string device, double wanted) in new[] { ("net_null0", 1.3), ("net_ring0", 1.3), ("net_pcap0", 1.1) })
        {
            double? measured = results.SingleOrDefault(row => row.Device == device && row.Graph == "macswap")?.Ratio.Median;
            yield return new(
                $"macswap against dpdk-testpmd on {device}", $"at least {Goal.Text(wanted)} times its rate",
                measured is null ? null : Goal.Text(measured.Value), measured >= wanted);
        }
    }
}
