using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Runtime;
using FastPaas.Runtime.ControlSocket;

namespace FastPaas.Control.Commands;

static class StatsCommand
{
    const int WatchIntervalMs = 1_000;

    public static Command Build(CommandContext context)
    {
        Option instance = SharedOptions.Instance(context.Graph), state = SharedOptions.StateDirectory();
        var watch = new Option("--watch", "Again every second, until Ctrl-C.");
        var lcores = new Option("--lcores", "What each lcore counted, beside the sums.");
        Option json = SharedOptions.Json();
        return new Command("stats", "Ask a running instance for its counters.", given =>
        {
            string name = SharedOptions.InstanceOf(given, instance, context.Graph);
            string? directory = SharedOptions.StateDirectoryOf(given, state);
            bool asJson = given.Has(json);
            return Repeat(context, given.Has(watch), given.Has(lcores)
                ? () => PrintLcores(context, name, directory, asJson)
                : () => PrintSums(context, name, directory, asJson));
        })
        {
            Options = [instance, state, lcores, watch, json],
        };
    }

    static int Repeat(CommandContext context, bool watch, Action print)
    {
        while (true)
        {
            print();
            if (!watch) return ExitCode.Ok;
            context.Output.WriteLine();
            context.Output.Flush();
            if (context.Cancellation.WaitHandle.WaitOne(WatchIntervalMs)) return ExitCode.Ok;
        }
    }

    static void PrintSums(CommandContext context, string instance, string? state, bool json)
    {
        CompiledGraph graph = context.Graph;
        ControlResponse response = Ask(graph, instance, state, "stats", answer => answer.Counters);
        Dictionary<string, ulong> counters = response.Counters!;
        ulong[] values = graph.CounterNames.ConvertAll(name => counters[name]);
        foreach (string name in graph.CounterNames) counters.Remove(name);
        var report = new StatsReport(
            Json.Version, graph.Name, instance, CounterReport.From(graph, values, 0).With(counters));
        if (json) Json.Write(context.Output, report);
        else report.Counters.WriteRunning(context.Output);
    }

    static void PrintLcores(CommandContext context, string instance, string? state, bool json)
    {
        ControlResponse response = Ask(
            context.Graph, instance, state, "lcores", answer => answer.Lcores is [var first, ..] ? first.Counters : null);
        LcoreReport[] lcores = response.Lcores!.ConvertAll(lcore => new LcoreReport(
            lcore.Lcore, lcore.Cpu, NamedCounter.ListOf(lcore.Counters)));
        var report = new LcoresReport(Json.Version, context.Graph.Name, instance, lcores);
        if (json) Json.Write(context.Output, report);
        else LcoreReport.Write(lcores, context.Output);
    }

    /// <param name="find">Counters of the answer, which must have all of the graph's.</param>
    static ControlResponse Ask(
        CompiledGraph graph, string instance, string? state, string verb, Func<ControlResponse, Dictionary<string, ulong>?> find)
    {
        ControlResponse response = ControlClient.Ask(state, instance, verb);
        if (response.Graph != graph.Name || find(response) is not { } counters
            || !graph.CounterNames.TrueForAll(counters.ContainsKey))
        {
            throw new RefusedException(
                $"instance {instance} runs another graph ({response.Graph}): ask with the executable that it was started from.");
        }
        return response;
    }
}
