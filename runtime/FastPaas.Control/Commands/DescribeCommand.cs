using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastPaas.Control.Report;
using FastPaas.Control.Syntax;
using FastPaas.Dpdk;

namespace FastPaas.Control.Commands;

static class DescribeCommand
{
    public static Command Build(CommandContext context)
    {
        Option json = SharedOptions.Json();
        return new Command(
            "describe", "Print the graph that this executable is: ports, nodes, tenants, proofs, counters, build.",
            given => Run(context, given.Has(json)))
        {
            Options = [json],
        };
    }

    static int Run(CommandContext context, bool json)
    {
        DescribeReport report = Describe(context.Graph);
        if (json) Json.Write(context.Output, report);
        else Write(context.Output, report);
        foreach (string wrong in report.Complaints) context.Error.WriteLine($"the certificate is wrong: {wrong}.");
        return report.Complaints.Count == 0 ? ExitCode.Ok : ExitCode.Refused;
    }

    static DescribeReport Describe(CompiledGraph graph) => new(
        Json.Version,
        graph.Name,
        graph.BurstSize,
        graph.Ports.ConvertAll(port => new PortReport(port.Name, port.Device, port.Queues, port.Next)),
        graph.Nodes.ConvertAll(node => new NodeReport(
            node.Name, node.Module, node.Tenant, node.Source, node.IsGuarded,
            node.Outputs.ConvertAll(output => new OutputReport(output.Name, output.To)))),
        graph.Tenants.ConvertAll(tenant => new TenantReport(tenant.Name, tenant.Weight, tenant.Source)),
        graph.DropReasons.ConvertAll(reason => reason.Name),
        graph.Certificate,
        Proofs.Complaints(graph),
        graph.Lcores,
        new CounterLayoutReport(1, graph.CounterNames),
        BuildFacts());

    static BuildReport BuildFacts() => new(
        BuildVersion.Text,
        RuntimeInformation.FrameworkDescription,
        IsNative ? Eal.Version : null,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        IsNative,
        IsNative ? Eal.Drivers : []);

    static bool IsNative => !RuntimeFeature.IsDynamicCodeSupported;

    static void Write(TextWriter output, DescribeReport report)
    {
        output.WriteLine(
            $"graph {report.Graph}, bursts of {report.BurstSize}, "
            + $"{report.Counters.Names.Count} counters (layout {report.Counters.LayoutVersion})");
        output.WriteLine(
            $"FastPaas {report.Build.FastPaas}, {report.Build.Runtime}{(report.Build.IsNative ? " native" : "")}" +
            $"{(report.Build.Dpdk is { } dpdk ? $", {dpdk}" : "")}, {report.Build.Architecture}");
        if (report.Build.Drivers.Count > 0) output.WriteLine($"drivers: {string.Join(", ", report.Build.Drivers)}");
        bool isPlaced = report.Lcores is { Workers: > 1 } or { WorkerCpus.Count: > 0 } or { ControlCpu: not null };
        if (isPlaced) Write(output, report.Lcores);
        output.WriteLine();
        var ports = new Table("port", "device", "queues", "next");
        foreach (PortReport port in report.Ports)
            ports.Add(port.Name, port.Device, port.Queues.ToString(), port.Next ?? "(receives nothing)");
        ports.Write(output);
        var nodes = new Table("node", "module", "tenant", "line", "output", "to");
        foreach (NodeReport node in report.Nodes)
        {
            string[] start = [node.Name, node.Module ?? "(branch)", node.Tenant ?? "", node.Source];
            foreach (OutputReport exit in node.Outputs)
            {
                nodes.Add([.. start, exit.Name, exit.To]);
                start = ["", "", "", ""];
            }
        }
        if (!nodes.IsEmpty) output.WriteLine();
        nodes.Write(output);
        string guarded = string.Join(", ", report.Nodes.FindAll(node => node.IsGuarded).ConvertAll(node => node.Name));
        if (guarded.Length > 0) output.WriteLine($"behind recovery points: {guarded}");
        var tenants = new Table("tenant", "weight", "line");
        foreach (TenantReport tenant in report.Tenants) tenants.Add(tenant.Name, tenant.Weight.ToString(), tenant.Source);
        if (!tenants.IsEmpty) output.WriteLine();
        tenants.Write(output);
        output.WriteLine();
        output.WriteLine($"drop reasons: {string.Join(", ", report.DropReasons)}");
        string held = report.Complaints.Count == 0 ? "each was checked again, and holds" : "not all of them hold";
        output.WriteLine(report.Certificate.Count == 0 ? "proofs: no node is mandatory" : $"proofs: {held}");
        foreach (string line in report.Certificate) output.WriteLine($"  {line}");
    }

    static void Write(TextWriter output, LcoreDescription lcores)
    {
        string cpus = lcores.WorkerCpus.Count == 0 ? "" : $" on CPUs {string.Join(", ", lcores.WorkerCpus)}";
        string control = lcores.ControlCpu is { } cpu ? $", the control core on CPU {cpu}" : "";
        output.WriteLine($"lcores: {lcores.Workers}{cpus}{control}");
    }
}
