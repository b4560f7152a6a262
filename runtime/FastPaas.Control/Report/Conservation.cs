using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace FastPaas.Control.Report;

/// <summary>The arithmetic that must hold when no packet is in flight: what came in left, or was dropped by name; what entered a
/// node left it through its outputs; every mbuf is back.</summary>
/// <param name="Errors">Each equation that doesn't hold, in words; none: conserved.</param>
public sealed record Conservation(
    ulong ReceivedPackets, ulong SentPackets, ulong DroppedPackets, long LeakedMbufs, bool IsConserved,
    IReadOnlyList<string> Errors) : IJsonReport
{
    /// <summary>Null: the graph has no node that creates packets.</summary>
    public ulong? CreatedPackets { get; init; }

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("received_packets", ReceivedPackets);
        json.WriteNumber("sent_packets", SentPackets);
        json.WriteNumber("dropped_packets", DroppedPackets);
        json.WriteNumber("leaked_mbufs", LeakedMbufs);
        json.WriteBoolean("is_conserved", IsConserved);
        json.WriteArray("errors", Errors);
        if (CreatedPackets is { } created) json.WriteNumber("created_packets", created);
    }

    public static Conservation Of(
        IReadOnlyList<PortCounters> ports, IReadOnlyList<NodeCounters> nodes, IReadOnlyList<DropCounter> drops, long leakedMbufs)
    {
        ulong received = Sum(ports, port => port.RxPackets), sent = Sum(ports, port => port.TxPackets);
        ulong dropped = Sum(drops, drop => drop.Packets);
        var errors = new List<string>();
        var lost = new List<string>();
        ulong created = 0, notMade = 0, missing = 0;
        foreach (NodeCounters node in nodes)
        {
            ulong left = Sum(node.Outputs, output => output.Packets);
            if (node.CreatedPackets is { } more)
            {
                created += more;
                notMade += node.InPackets + more - left;
                continue;
            }
            if (left == node.InPackets) continue;
            (left > node.InPackets ? errors : lost).Add($"{node.InPackets} packets entered {node.Name} and {left} left it");
            if (left < node.InPackets) missing += node.InPackets - left;
        }
        ulong Dropped(string reason) => drops.Find(drop => drop.Reason == reason)?.Packets ?? 0;
        // No output, but a reason: which node's they were isn't counted.
        ulong faults = Dropped("module_fault") + Dropped("bad_length"), poolEmpty = Dropped("pool_empty");
        if (missing > faults) errors.AddRange(lost);
        else if (notMade != poolEmpty + faults - missing)
            errors.Add($"{notMade} copies are missing at nodes that create some, {poolEmpty} had no buffer");
        if (received + created != sent + dropped)
        {
            string made = created == 0 ? "" : $" {created} created,";
            errors.Add($"{received} packets were received,{made} {sent} sent and {dropped} dropped");
        }
        if (leakedMbufs != 0) errors.Add($"{leakedMbufs} mbufs didn't come back");
        return new Conservation(received, sent, dropped, leakedMbufs, errors.Count == 0, errors)
        {
            CreatedPackets = nodes.Exists(node => node.CreatedPackets is not null) ? created : null,
        };
    }

    public void Write(TextWriter output)
    {
        string created = CreatedPackets is { } more ? $" + {more} created" : "";
        if (IsConserved)
            output.WriteLine($"conserved: {ReceivedPackets} received{created} = {SentPackets} sent + {DroppedPackets} dropped");
        foreach (string error in Errors) output.WriteLine($"NOT conserved: {error}");
    }

    static ulong Sum<T>(IReadOnlyList<T> counters, Func<T, ulong> packetsOf)
    {
        ulong sum = 0;
        foreach (T each in counters) sum += packetsOf(each);
        return sum;
    }
}
