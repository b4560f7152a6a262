using System;
using System.IO;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Runtime.Capture;
using FastPaas.Runtime.Offline;

namespace FastPaas.Control.Commands;

static class ReplayCommand
{
    public static Command Build(CommandContext context)
    {
        var from = new Option("--from", "The port that receives the packets.") { Value = "port" };
        Option json = SharedOptions.Json();
        return new Command(
            "replay",
            "Push a capture through the graph and write what leaves it. Its timestamps drive the clock. Needs no device.",
            given => Run(context, given.Operands[0], given.Operands[1], given.Value(from), given.Has(json)))
        {
            Operands =
            [
                new("in", "The capture: pcap or pcapng, Ethernet; - is standard input."),
                new("out", "The pcap file for what leaves; - is standard output, the report then goes to standard error."),
            ],
            Options = [from, json],
        };
    }

    static int Run(CommandContext context, string input, string output, string? from, bool json)
    {
        CompiledGraph graph = context.Graph;
        int port = EntryPort.Choose(graph, from, "--from");
        using var deadline = new StopDeadline(context.Cancellation);
        using CaptureReader reader = CaptureReader.Open(input);
        using OutputFile file = OutputFile.Create(output, input);
        deadline.Unfinished = file;
        CounterReport counters;
        ReplayReport report;
        try
        {
            using var replay = new OfflineReplay(graph, port, new CaptureWriter(file.Stream, reader.HasNanoseconds));
            replay.Run(reader, context.Cancellation);
            foreach (string fault in replay.Faults) context.Error.WriteLine(fault);
            counters = CounterReport.From(graph, replay.Counters, replay.LeakedMbufs);
            report = new ReplayReport(
                Json.Version, graph.Name, input, output, graph.Ports[port].Name, reader.FrameCount, reader.SnappedCount,
                replay.BurstCount, replay.LastNs - Math.Min(replay.FirstNs, replay.LastNs), counters);
        }
        catch (IOException error)
        {
            throw file.WriteError(error);
        }
        file.Commit();
        Write(output == "-" ? context.Error : context.Output, report, json);
        return counters.Conservation.IsConserved ? ExitCode.Ok : ExitCode.Failed;
    }

    static void Write(TextWriter output, ReplayReport report, bool json)
    {
        if (json)
        {
            Json.Write(output, report);
            return;
        }
        output.WriteLine(
            $"{report.Packets} packets of {report.Input} into port {report.From}, {report.BurstCount} bursts, " +
            $"{report.CaptureNs / 1e9:F6} s of capture");
        if (report.SnappedPackets > 0)
            output.WriteLine($"cut off by the capture, replayed as short as they are: {report.SnappedPackets}");
        output.WriteLine();
        report.Counters.Write(output);
    }
}
