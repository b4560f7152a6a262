using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Control.Report;

/// <summary>The arithmetic that must hold when no packet is in flight: what came in left, or was dropped by name; what entered a
/// node left it through its outputs; every mbuf is back.</summary>
/// <param name="Errors">Each equation that doesn't hold, in words; none: conserved.</param>
public sealed record Conservation(
    ulong ReceivedPackets, ulong SentPackets, ulong DroppedPackets, long LeakedMbufs, bool IsConserved,
    IReadOnlyList<string> Errors)
{
    public static Conservation Of(
        IReadOnlyList<PortCounters> ports, IReadOnlyList<NodeCounters> nodes, IReadOnlyList<DropCounter> drops, long leakedMbufs)
    {
        ulong received = Sum(ports.Select(port => port.RxPackets)), sent = Sum(ports.Select(port => port.TxPackets));
        ulong dropped = Sum(drops.Select(drop => drop.Packets));
        var errors = new List<string>();
        foreach (NodeCounters node in nodes)
        {
            ulong left = Sum(node.Outputs.Select(output => output.Packets));
            if (left != node.InPackets) errors.Add($"{node.InPackets} packets entered {node.Name} and {left} left it");
        }
        if (received != sent + dropped) errors.Add($"{received} packets were received, {sent} sent and {dropped} dropped");
        if (leakedMbufs != 0) errors.Add($"{leakedMbufs} mbufs didn't come back");
        return new Conservation(received, sent, dropped, leakedMbufs, errors.Count == 0, errors);
    }

    public void Write(TextWriter output)
    {
        if (IsConserved)
            output.WriteLine($"conserved: {ReceivedPackets} received = {SentPackets} sent + {DroppedPackets} dropped");
        foreach (string error in Errors) output.WriteLine($"NOT conserved: {error}");
    }

    static ulong Sum(IEnumerable<ulong> numbers) => numbers.Aggregate(0ul, (sum, number) => sum + number);
}
