using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace FastPaas.Control.Report;

/// <summary>One reading of a graph's counters, by port, node and drop reason, for people and for programs.</summary>
/// <param name="Runtime">What the runtime counts beside the graph; empty offline.</param>
public sealed record CounterReport(
    IReadOnlyList<PortCounters> Ports, IReadOnlyList<NodeCounters> Nodes, IReadOnlyList<DropCounter> Drops,
    IReadOnlyList<NamedCounter> Runtime, Conservation Conservation) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteArray("ports", Ports);
        json.WriteArray("nodes", Nodes);
        json.WriteArray("drops", Drops);
        json.WriteArray("runtime", Runtime);
        json.WriteObject("conservation", Conservation);
    }

    public static CounterReport From(CompiledGraph graph, ReadOnlySpan<ulong> counters, long leakedMbufs)
    {
        var ports = new List<PortCounters>();
        foreach (PortDescription port in graph.Ports)
        {
            ports.Add(new PortCounters(
                port.Name, counters[port.ReceivedCounter], counters[port.ReceivedBytesCounter],
                counters[port.SentCounter], counters[port.SentBytesCounter]));
        }
        var nodes = new List<NodeCounters>();
        foreach (NodeDescription node in graph.Nodes)
        {
            var outputs = new List<OutputCounter>();
            foreach (OutputDescription output in node.Outputs)
                outputs.Add(new OutputCounter(output.Name, output.To, counters[output.Counter]));
            nodes.Add(new NodeCounters(node.Name, node.Module, node.Tenant, node.Source, counters[node.InCounter], outputs)
            {
                CreatedPackets = node.CreatedCounter < 0 ? null : counters[node.CreatedCounter],
            });
        }
        var drops = new List<DropCounter>();
        foreach (DropReasonDescription reason in graph.DropReasons)
            drops.Add(new DropCounter(reason.Name, counters[reason.Counter]));
        return new CounterReport(ports, nodes, drops, [], Conservation.Of(ports, nodes, drops, leakedMbufs));
    }

    public CounterReport With(IEnumerable<KeyValuePair<string, ulong>> runtime) =>
        this with { Runtime = NamedCounter.ListOf(runtime) };

    /// <summary>Ports, nodes with each output, the drop reasons that happened, and whether it all adds up.</summary>
    public void Write(TextWriter output)
    {
        WriteRunning(output);
        output.WriteLine();
        Conservation.Write(output);
    }

    /// <summary>The same of a graph with packets in flight, which needn't add up.</summary>
    public void WriteRunning(TextWriter output)
    {
        var ports = new Table("port", "rx packets", "rx bytes", "tx packets", "tx bytes");
        foreach (PortCounters port in Ports)
            ports.Add(port.Name, Text(port.RxPackets), Text(port.RxBytes), Text(port.TxPackets), Text(port.TxBytes));
        ports.Write(output);
        var nodes = new Table("node", "module", "in", "output", "to", "packets");
        foreach (NodeCounters node in Nodes)
        {
            bool isFirst = true;
            foreach (OutputCounter exit in node.Outputs)
            {
                nodes.Add(
                    isFirst ? node.Name : "", isFirst ? node.Module ?? "(branch)" : "", isFirst ? Text(node.InPackets) : "",
                    exit.Name, exit.To, Text(exit.Packets));
                isFirst = false;
            }
            if (node.CreatedPackets is { } created) nodes.Add("", "", "", "(created)", "", Text(created));
        }
        Section(output, nodes);
        var drops = new Table("drop reason", "packets");
        foreach (DropCounter drop in Drops.FindAll(drop => drop.Packets > 0)) drops.Add(drop.Reason, Text(drop.Packets));
        Section(output, drops);
        var runtime = new Table("runtime", "count");
        foreach (NamedCounter counter in Runtime) runtime.Add(counter.Name, Text(counter.Value));
        Section(output, runtime);
    }

    static void Section(TextWriter output, Table table)
    {
        if (!table.IsEmpty) output.WriteLine();
        table.Write(output);
    }

    static string Text(ulong number) => number.ToString();
}

public sealed record PortCounters(string Name, ulong RxPackets, ulong RxBytes, ulong TxPackets, ulong TxBytes) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteNumber("rx_packets", RxPackets);
        json.WriteNumber("rx_bytes", RxBytes);
        json.WriteNumber("tx_packets", TxPackets);
        json.WriteNumber("tx_bytes", TxBytes);
    }
}

public sealed record NodeCounters(
    string Name, string? Module, string? Tenant, string Source, ulong InPackets, IReadOnlyList<OutputCounter> Outputs)
    : IJsonReport
{
    /// <summary>Packets that it made beside those that entered, or had no buffer for; null: it makes none.</summary>
    public ulong? CreatedPackets { get; init; }

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("module", Module);
        json.WriteString("tenant", Tenant);
        json.WriteString("source", Source);
        json.WriteNumber("in_packets", InPackets);
        json.WriteArray("outputs", Outputs);
        if (CreatedPackets is { } created) json.WriteNumber("created_packets", created);
    }
}

public sealed record OutputCounter(string Name, string To, ulong Packets) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("to", To);
        json.WriteNumber("packets", Packets);
    }
}

public sealed record DropCounter(string Reason, ulong Packets) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("reason", Reason);
        json.WriteNumber("packets", Packets);
    }
}

public sealed record NamedCounter(string Name, ulong Value) : IJsonReport
{
    public static List<NamedCounter> ListOf(IEnumerable<KeyValuePair<string, ulong>> counters)
    {
        List<NamedCounter> list = [];
        foreach ((string name, ulong value) in counters) list.Add(new NamedCounter(name, value));
        return list;
    }

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteNumber("value", Value);
    }
}
