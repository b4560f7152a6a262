using System;
using System.IO;
using FastPaas.Control.Explain;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;

namespace FastPaas.Control.Commands;

static class ExplainCommand
{
    public static Command Build(CommandContext context)
    {
        var port = new Option("--port", "The port that receives it.") { Value = "port" };
        Option json = SharedOptions.Json();
        return new Command(
            "explain", "Show what the graph does with a packet: path, verdict, cost.",
            given => Run(context, string.Join(' ', given.Operands), given.Value(port), given.Has(json)))
        {
            Operands = [new("packet", "The packet, in words or hexadecimal.", takesMore: true)],
            Options = [port, json],
            Grammar = PacketText.Grammar,
        };
    }

    static int Run(CommandContext context, string packet, string? port, bool json)
    {
        byte[] frame = PacketText.Parse(packet);
        int entry = EntryPort.Choose(context.Graph, port, "--port");
        ExplainReport report = PacketTrace.Explain(context.Graph, entry, frame);
        if (json) Json.Write(context.Output, report);
        else Write(context.Output, report);
        return ExitCode.Ok;
    }

    static void Write(TextWriter output, ExplainReport report)
    {
        var facts = new Table("", "");
        facts.Add("packet", report.Packet);
        facts.Add("enters", $"port {report.From}");
        facts.Add("verdict", report.Port is { } port ? $"sent on port {port}" : $"dropped: {report.DropReason}");
        foreach (string change in report.Changes) facts.Add("changed", change);
        foreach (ExplainCopy copy in report.Copies ?? [])
            facts.Add("copy", $"{copy.Bytes.Length / 2} bytes, sent on port {copy.Port}");
        foreach (string fault in report.Faults ?? []) facts.Add("fault", fault["fault: ".Length..]);
        facts.Add("state", report.State);
        CostReport cost = report.Cost;
        string alone = Cost(cost.AloneNs, cost.AloneCycles), full = Cost(cost.FullBurstNs, cost.FullBurstCycles);
        facts.Add("cost", $"{alone} alone, {full} in a full burst of its kind");
        facts.Add("", $"({cost.Method})");
        facts.Write(output);
        if (report.Path.Count == 0) return;
        output.WriteLine();
        var path = new Table("path", "module", "line", "output", "to");
        foreach (ExplainStep step in report.Path)
            path.Add(step.Node, step.Module ?? "(branch)", step.Source, step.Output, step.To);
        path.Write(output);
    }

    static string Cost(double ns, double? cycles) => cycles is null ? $"{ns:F1} ns" : $"{ns:F1} ns ({cycles:F0} cycles)";
}
