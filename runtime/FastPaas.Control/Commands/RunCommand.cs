using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Runtime;
using Microsoft.Extensions.Logging;

namespace FastPaas.Control.Commands;

static class RunCommand
{
    const double DurationSecondsMax = 1e6;

    public static Command Build(CommandContext context)
    {
        var ports = new Option(
            "--port", "NAME=DEVICE: this DPDK device for a port, in place of the graph's. Can be repeated.")
        {
            Value = "port", Repeats = true,
        };
        Option instance = SharedOptions.Instance(context.Graph), state = SharedOptions.StateDirectory();
        var lcores = new Option(
            "--lcores", "CPUs: of the control core, then of each worker, such as 0,2,3. "
                + "[default: what the graph says, else the first and the last]")
        {
            Value = "cpus",
        };
        var duration = new Option("--duration", "Stop after so many seconds.") { Value = "seconds" };
        var unprotected = new Option(
            "--unprotected", "Start modules by mpx also where nothing confines them: this machine has no MPX.");
        Option json = SharedOptions.Json();
        return new Command(
            "run", "Run the graph on its ports until Ctrl-C; then print every counter.",
            given => Run(
                context,
                new DataPlaneOptions(
                    context.Graph, SharedOptions.InstanceOf(given, instance, context.Graph),
                    SharedOptions.StateDirectoryOf(given, state), ParsePorts(context.Graph, given.Values(ports)),
                    given.Value(lcores)) { AllowsUnprotected = given.Has(unprotected) },
                SharedOptions.SecondsOf(given, duration, DurationSecondsMax), given.Has(json)))
        {
            Options = [ports, instance, state, lcores, duration, unprotected, json],
        };
    }

    static int Run(CommandContext context, DataPlaneOptions options, double? duration, bool json)
    {
        CompiledGraph graph = context.Graph;
        if (Proofs.Complaints(graph) is [var wrong, ..])
            throw new RefusedException($"the graph's certificate is wrong: {wrong}. Build it anew.");
        using ILoggerProvider logs = LineLog.To(context.Error);
        ILogger log = logs.CreateLogger("run");
        options = options with { Tell = line => RunLog.Note(log, line) };
        long start = Stopwatch.GetTimestamp();
        using IDataPlane plane = context.Start(options);
        foreach (string note in plane.Notes) RunLog.Note(log, note);
        string devices = string.Join(
            ", ", graph.Ports.ConvertAll(port => $"{port.Name}={options.Devices.GetValueOrDefault(port.Name, port.Device)}"));
        double startedMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        RunLog.Ready(log, graph.Name, options.Instance, Environment.ProcessId, startedMs, devices);
        start = Stopwatch.GetTimestamp();
        bool isStopped = duration is { } seconds
            ? context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds))
            : context.Cancellation.WaitHandle.WaitOne();
        double ran = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
        RunLog.Stopping(log, isStopped ? "asked to" : "the duration is over");
        plane.Stop();
        CounterReport counters = CounterReport.From(graph, plane.ReadCounters(), plane.LeakedMbufs)
            .With(plane.ReadRuntimeCounters());
        var report = new RunReport(Json.Version, graph.Name, options.Instance, ran, counters);
        if (json) Json.Write(context.Output, report);
        else counters.Write(context.Output);
        return counters.Conservation.IsConserved ? ExitCode.Ok : ExitCode.Failed;
    }

    static Dictionary<string, string> ParsePorts(CompiledGraph graph, List<string> given)
    {
        var devices = new Dictionary<string, string>();
        string names = string.Join(", ", graph.Ports.ConvertAll(port => port.Name));
        foreach (string text in given)
        {
            int equals = text.IndexOf('=');
            if (equals <= 0 || equals == text.Length - 1)
                throw new UsageException($"--port {text}: write NAME=DEVICE, such as {graph.Ports[0].Name}=net_null0.");
            string name = text[..equals];
            if (!graph.Ports.Exists(port => port.Name == name))
                throw new UsageException($"--port {text}: this graph's ports are {names}.");
            if (!devices.TryAdd(name, text[(equals + 1)..])) throw new UsageException($"--port {name} is given twice.");
        }
        return devices;
    }
}
