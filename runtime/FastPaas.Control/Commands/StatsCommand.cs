using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using FastPaas.Control.Report;
using FastPaas.Runtime;
using FastPaas.Runtime.ControlSocket;

namespace FastPaas.Control.Commands;

static class StatsCommand
{
    const int WatchIntervalMs = 1_000;

    public static Command Build(CommandContext context)
    {
        Option<string> instance = SharedOptions.Instance(context.Graph);
        Option<string?> state = SharedOptions.StateDirectory();
        var watch = new Option<bool>("--watch") { Description = "Again every second, until Ctrl-C." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("stats", "Ask a running instance for its counters.") { instance, state, watch, json };
        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(instance), parsed.GetValue(state), parsed.GetValue(watch), parsed.GetValue(json)));
        return command;
    }

    static int Run(CommandContext context, string instance, string? state, bool watch, bool json)
    {
        while (true)
        {
            StatsReport report = Ask(context.Graph, instance, state);
            if (json) Json.Write(context.Output, report, Json.Plain.StatsReport);
            else report.Counters.WriteRunning(context.Output);
            if (!watch) return ExitCode.Ok;
            context.Output.WriteLine();
            context.Output.Flush();
            if (context.Cancellation.WaitHandle.WaitOne(WatchIntervalMs)) return ExitCode.Ok;
        }
    }

    static StatsReport Ask(CompiledGraph graph, string instance, string? state)
    {
        ControlResponse response = ControlClient.Ask(state, instance, "stats");
        if (response.Graph != graph.Name || response.Counters is not { } counters
            || !graph.CounterNames.All(counters.ContainsKey))
        {
            throw new RefusedException(
                $"instance {instance} runs another graph ({response.Graph}): ask with the executable that it was started from.");
        }
        ulong[] values = [.. graph.CounterNames.Select(name => counters[name])];
        return new StatsReport(Json.Version, graph.Name, instance, CounterReport.From(graph, values, 0)
            .With(counters.Where(counter => !graph.CounterNames.Contains(counter.Key))));
    }
}
