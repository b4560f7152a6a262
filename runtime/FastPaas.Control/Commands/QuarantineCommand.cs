using System.CommandLine;
using System.Linq;
using FastPaas.Control.Report;
using FastPaas.Runtime.ControlSocket;

namespace FastPaas.Control.Commands;

static class QuarantineCommand
{
    public static Command Build(CommandContext context)
    {
        Option<string> instance = SharedOptions.Instance(context.Graph);
        Option<string?> state = SharedOptions.StateDirectory();
        var release = new Option<string?>("--release") { Description = "Let this node's module begin again, on every lcore." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("quarantine", "Show which confined modules failed in a running instance, or release one.")
        {
            instance, state, release, json,
        };
        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(instance), parsed.GetValue(state), parsed.GetValue(release), parsed.GetValue(json)));
        return command;
    }

    static int Run(CommandContext context, string instance, string? state, string? release, bool json)
    {
        ControlResponse response = ControlClient.Ask(state, instance, "quarantine", release);
        ConfinedReport[] instances = [.. (response.Instances ?? []).Select(ConfinedReport.Of)];
        var report = new QuarantineReport(Json.Version, response.Graph ?? "", instance, instances);
        if (json) Json.Write(context.Output, report);
        else report.Write(context.Output);
        return ExitCode.Ok;
    }
}
