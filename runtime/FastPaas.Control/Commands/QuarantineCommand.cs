using System;
using System.Collections.Generic;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Runtime;
using FastPaas.Runtime.ControlSocket;

namespace FastPaas.Control.Commands;

static class QuarantineCommand
{
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public static Command Build(CommandContext context)
    {
        Option instance = SharedOptions.Instance(context.Graph), state = SharedOptions.StateDirectory();
        var release = new Option("--release", "Let this node's module begin again, on every lcore.") { Value = "node" };
        Option json = SharedOptions.Json();
        return new Command(
            "quarantine", "Show which confined modules failed in a running instance, or release one.",
            given => Run(
                context, SharedOptions.InstanceOf(given, instance, context.Graph), SharedOptions.StateDirectoryOf(given, state),
                given.Value(release), given.Has(json)))
        {
            Options = [instance, state, release, json],
        };
    }

    static int Run(CommandContext context, string instance, string? state, string? release, bool json)
    {
        ControlResponse response = ControlClient.Ask(state, instance, "quarantine", release);
        while (Of(release, response).Exists(each => each.IsBeginning))
        {
            if (context.Cancellation.WaitHandle.WaitOne(LookAgain)) throw new OperationCanceledException();
            response = ControlClient.Ask(state, instance, "quarantine");
        }
        if (Of(release, response).Find(each => each.Refusal != null) is { } held)
            throw new RefusedException($"node {release}: {held.Refusal}.");
        ConfinedReport[] instances = (response.Instances ?? []).ConvertAll(ConfinedReport.Of);
        var report = new QuarantineReport(Json.Version, response.Graph ?? "", instance, instances);
        if (json) Json.Write(context.Output, report);
        else report.Write(context.Output);
        return ExitCode.Ok;
    }

    static List<ConfinedResponse> Of(string? node, ControlResponse response) =>
        (response.Instances ?? []).FindAll(each => node != null && each.Node == node);
}
