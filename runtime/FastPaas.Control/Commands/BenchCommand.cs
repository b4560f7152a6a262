using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using FastPaas.Control.Explain;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Runtime;
using FastPaas.Runtime.Capture;
using FastPaas.Runtime.Offline;

namespace FastPaas.Control.Commands;

static class BenchCommand
{
    const int FramesMax = 8_192, ChunksMin = 101;
    const double Seconds = 2, SecondsMax = 600;
    const string MadeUp = "made up: for every way that random packets found, one in turn";
    const string Method =
        "chunks of 128 bursts in memory, graph and empty pass in turn; median and quartiles of the chunks; "
        + "a packet's share includes copying its frame";

    public static Command Build(CommandContext context)
    {
        var seconds = new Option("--seconds", $"How long to measure. [default: {Seconds}]") { Value = "seconds" };
        var capture = new Option("--capture", $"Its first {FramesMax} frames are the traffic. [default: {MadeUp}]")
        {
            Value = "file",
        };
        var port = new Option("--port", "The port that receives.") { Value = "port" };
        Option json = SharedOptions.Json();
        return new Command(
            "bench", "Measure this graph on traffic in memory, without any device or privilege.",
            given => Run(
                context, SharedOptions.SecondsOf(given, seconds, SecondsMax) ?? Seconds, given.Value(capture), given.Value(port),
                given.Has(json)))
        {
            Options = [seconds, capture, port, json],
        };
    }

    static int Run(CommandContext context, double seconds, string? capture, string? port, bool json)
    {
        CompiledGraph graph = context.Graph;
        int entry = EntryPort.Choose(graph, port, "--port");
        List<byte[]> frames = capture is null
            ? SyntheticTraffic.For(graph, entry, FramesMax / graph.BurstSize * graph.BurstSize)
            : FromCapture(capture, context.Cancellation);
        using var bench = new OfflineBench(graph, entry, frames, graph.BurstSize);
        var clock = new CycleClock();
        (double[] full, double[] empty) = bench.Measure(TimeSpan.FromSeconds(seconds), ChunksMin, context.Cancellation);
        double packetNs = Statistics.Median(full);
        double? cyclesPerNs = clock.CyclesPerNs();
        CounterReport verdicts = RunOnce(graph, entry, frames);
        var report = new BenchReport(
            Json.Version, graph.Name, capture ?? MadeUp, frames.Count,
            verdicts.Conservation.SentPackets, verdicts.Drops.FindAll(drop => drop.Packets > 0), graph.BurstSize, full.Length,
            Statistics.Spread(full), Statistics.Spread(empty), Math.Round(1_000 / packetNs, 2),
            Math.Round(packetNs / Statistics.Median(empty), 3), InCycles(full), InCycles(empty), Method)
        {
            OverEmptyNs = Statistics.Spread(Difference(full, empty)),
            UnreachedNodes = verdicts.Nodes.FindAll(node => node.InPackets == 0).ConvertAll(node => node.Name),
        };
        if (json) Json.Write(context.Output, report);
        else Write(context.Output, report);
        return ExitCode.Ok;

        Spread? InCycles(double[] ns) => cyclesPerNs is { } factor ? Statistics.Spread(ns, factor) : null;
    }

    static double[] Difference(double[] full, double[] empty)
    {
        var over = new double[full.Length];
        for (int round = 0; round < over.Length; round++) over[round] = full[round] - empty[round];
        return over;
    }

    static void Write(TextWriter output, BenchReport report)
    {
        output.WriteLine($"{report.FrameCount} frames ({report.Traffic}), bursts of {report.BurstSize}, {report.Rounds} rounds");
        string drops = string.Join(", ", report.Drops.ConvertAll(drop => $"{drop.Packets} {drop.Reason}"));
        output.WriteLine($"of them {report.SentPackets} are sent{(drops == "" ? "" : $"; dropped: {drops}")}");
        if (report.UnreachedNodes.Count > 0)
            output.WriteLine($"not reached: {string.Join(", ", report.UnreachedNodes)}; a --capture may");
        output.WriteLine();
        var table = new Table("a packet", "ns median", "quartiles", "cycles median");
        Add("graph", report.PacketNs, report.PacketCycles);
        Add("empty pass", report.EmptyNs, report.EmptyCycles);
        double? cyclesOver = report.PacketCycles?.Median - report.EmptyCycles?.Median;
        table.Add(
            "over it", $"{report.OverEmptyNs.Median:F2}",
            $"{report.OverEmptyNs.LowerQuartile:F2} .. {report.OverEmptyNs.UpperQuartile:F2}",
            cyclesOver is null ? "unknown" : $"{cyclesOver:F1}");
        table.Write(output);
        output.WriteLine();
        output.WriteLine($"{report.MppsPerCpuSecond:F2} Mpps a CPU second; {report.RatioToEmpty:F3} times the empty pass");
        output.WriteLine($"({report.Method})");

        void Add(string name, Spread ns, Spread? cycles) => table.Add(
            name, $"{ns.Median:F2}", $"{ns.LowerQuartile:F2} .. {ns.UpperQuartile:F2}",
            cycles is null ? "unknown" : $"{cycles.Median:F1}");
    }

    static CounterReport RunOnce(CompiledGraph graph, int port, List<byte[]> frames)
    {
        using var lcore = new OfflineLcore(graph);
        foreach (byte[] frame in frames)
        {
            if (lcore.TryAdd(frame)) continue;
            Run();
            lcore.TryAdd(frame);
        }
        Run();
        return CounterReport.From(graph, lcore.Counters, lcore.Leaked);

        void Run()
        {
            lcore.Run(port, OfflineLcore.CyclesPerSecond);
            lcore.ReleaseSent();
        }
    }

    static List<byte[]> FromCapture(string path, CancellationToken cancellation)
    {
        using var deadline = new StopDeadline(cancellation);
        using CaptureReader reader = CaptureReader.Open(path);
        var frames = new List<byte[]>();
        while (frames.Count < FramesMax && reader.Read(out CaptureFrame frame))
        {
            if (frame.Bytes.Length <= OfflineBench.FrameLengthMax) frames.Add(frame.Bytes.ToArray());
        }
        return frames.Count > 0 ? frames : throw new RefusedException($"{path} holds no frame that can be used.");
    }
}
