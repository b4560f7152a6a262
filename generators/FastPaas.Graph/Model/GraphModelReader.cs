using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model.Keys;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>TOML to model: each table by itself, no name looked up.</summary>
internal sealed class GraphModelReader(DiagnosticBag diagnostics)
{
    const int TurnUsDefault = 20, BacklogPacketsDefault = 1_024;

    public GraphModel ReadGraph(TomlDocument document, string file)
    {
        SettingsReader reader = new(diagnostics, operatorFile: true);
        Settings root = reader.Read(document.Root, OperatorKeys.Graph, new SourcePosition(file, 1, 1), file);
        CheckGraphName(root);
        List<PortModel> ports = Named(root, "port", "a port").Select(port => ReadPort(port.Name, port.Table)).ToList();
        List<NodeModel> nodes = ReadNodes(root, reader);
        NodeScope scope = new(
            file, false, nodes, null, [.. RefusedIn(root, "port"), .. RefusedIn(root, "node")],
            IsWhole(root, "port") && IsWhole(root, "node"));
        List<TenantModel> tenants =
            Named(root, "tenant", "a tenant").Select(tenant => ReadTenant(tenant.Name, tenant.Table)).ToList();
        return new GraphModel(
            root.Text("name") ?? "", (int)root.Integer("burst", 32), ReadLcores(root.Table("lcores")), ports, scope, tenants,
            IsWhole(root, "tenant"))
        {
            TurnUs = (int)(root.Table("scheduler")?.Integer("burst_us", TurnUsDefault) ?? TurnUsDefault),
        };
    }

    public NodeScope ReadTenantFile(TomlDocument document, string file)
    {
        SettingsReader reader = new(diagnostics, operatorFile: false);
        Settings root = reader.Read(document.Root, GraphKeys.TenantFile, new SourcePosition(file, 1, 1), file);
        Reference? entry = root.String("entry") is { } text ? new(text.Value, text.Position) : null;
        List<NodeModel> nodes = ReadNodes(root, reader);
        return new NodeScope(file, true, nodes, entry, RefusedIn(root, "node"), IsWhole(root, "node"));
    }

    /// <summary>No entry of the table was refused, so every node that the file means is known.</summary>
    static bool IsWhole(Settings root, string key) => !root.Refused(key) && root.Table(key)?.AllRefused.Count is null or 0;

    static IReadOnlyCollection<string> RefusedIn(Settings root, string key) => root.Table(key)?.AllRefused ?? [];

    void CheckGraphName(Settings root)
    {
        if (root.String("name") is { Value: "graphs" } name)
        {
            diagnostics.Error(Rule.BadName, name.Position, "\"graphs\" is reserved and can't name a graph; choose another name");
        }
    }

    IEnumerable<(string Name, Settings Table)> Named(Settings root, string key, string what)
    {
        foreach ((string name, Settings table) in root.Table(key)?.Tables() ?? [])
        {
            IReadOnlyList<string> reserved = key == "tenant" ? [.. Names.Reserved, Names.NoTenant] : Names.Reserved;
            if (Names.Complaint(what, name, reserved) is { } complaint)
            {
                diagnostics.Error(Rule.BadName, table.Position, complaint);
                root.Table(key)!.Refuse(name);
                continue;
            }

            yield return (name, table);
        }
    }

    List<NodeModel> ReadNodes(Settings root, SettingsReader reader)
    {
        NodeReader nodeReader = new(diagnostics, reader);
        return Named(root, "node", "a node").Select(node => nodeReader.Read(node.Name, node.Table)).ToList();
    }

    LcorePlacement ReadLcores(Settings? lcores)
    {
        if (lcores == null) return LcorePlacement.Default;
        EquatableArray<int> cpus = lcores.Integers("worker_cpus").Select(cpu => (int)cpu).ToEquatableArray();
        int workers = (int)lcores.Integer("workers", Math.Max(1, cpus.Count));
        if (cpus.Count > Limits.WorkersMax)
        {
            diagnostics.Error(Rule.TooMany, lcores.Entry("worker_cpus")!.KeyPosition,
                $"`worker_cpus` has {cpus.Count} CPUs; write at most {Limits.WorkersMax}");
        }
        else if (cpus.Count > 0 && cpus.Count != workers)
        {
            diagnostics.Error(Rule.KeysContradict, lcores.Entry("worker_cpus")!.KeyPosition,
                $"`worker_cpus` has {cpus.Count} of the CPUs of {workers} `workers`; write one for each, or remove `workers`");
        }

        return new LcorePlacement(workers, cpus, lcores.Has("control_cpu") ? (int)lcores.Integer("control_cpu", 0) : null);
    }

    static PortModel ReadPort(string name, Settings port)
    {
        TomlString? device = port.String("device");
        return new PortModel(
            name, device?.Value, device?.Position ?? port.Position, (int)port.Integer("queues", 1),
            (int)port.Integer("mtu_bytes", 0),
            ReferenceOf(port, "next"), port.Refused("next"), port.Position);
    }

    TenantModel ReadTenant(string name, Settings tenant)
    {
        TomlString? match = tenant.String("match");
        MatchExpression? condition = match == null ? null : ExpressionReader.Read(match, diagnostics);
        Settings? limits = tenant.Table("limits");
        uint? heap = limits?.Entry("heap_bytes")?.Value is TomlInteger bytes ? (uint)bytes.Value : null;
        return new TenantModel(
            name, (int)tenant.Integer("weight", 1), condition, match?.Position ?? tenant.Position,
            ReferenceOf(tenant, "graph"), ReferenceOf(tenant, "next"), tenant.Position)
        {
            HeapBytes = heap,
            BacklogPackets = (int)(limits?.Integer("backlog_packets", BacklogPacketsDefault) ?? BacklogPacketsDefault),
        };
    }

    static Reference? ReferenceOf(Settings settings, string key) =>
        settings.String(key) is { } text ? new Reference(text.Value, text.Position) : null;
}
