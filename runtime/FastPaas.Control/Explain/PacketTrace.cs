using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Control.Report;
using FastPaas.Runtime.Offline;

namespace FastPaas.Control.Explain;

/// <summary>Runs one packet through the compiled graph and reads its way off the counters: they count every step.</summary>
static unsafe class PacketTrace
{
    const string FreshState = "fresh, as after a start: no flows, no packet before this one";
    const int Rounds = 101;

    public static ExplainReport Explain(CompiledGraph graph, int port, byte[] frame)
    {
        using var lcore = new OfflineLcore(graph);
        lcore.TryAdd(frame);
        lcore.Run(port, OfflineLcore.CyclesPerSecond);
        ReadOnlySpan<ulong> counters = lcore.Counters;
        var path = new List<ExplainStep>();
        foreach (NodeDescription node in graph.Nodes)
        {
            foreach (OutputDescription output in node.Outputs)
            {
                if (counters[output.Counter] == 0) continue;
                path.Add(new ExplainStep(node.Name, node.Module, node.Source, output.Name, output.To));
            }
        }
        string? reason = null;
        foreach (DropReasonDescription drop in graph.DropReasons)
        {
            if (counters[drop.Counter] > 0) reason = drop.Name;
        }
        List<ExplainCopy> copies = [];
        (string? sentOn, byte[]? sent) = FindSent(graph, lcore, copies);
        bool isChanged = sent is not null && !sent.AsSpan().SequenceEqual(frame);
        return new ExplainReport(
            Json.Version, graph.Name, PacketWords.Describe(frame), Convert.ToHexStringLower(frame), graph.Ports[port].Name, path,
            sentOn is null ? "dropped" : "sent", sentOn, sentOn is null ? reason : null,
            isChanged ? Convert.ToHexStringLower(sent!) : null, isChanged ? Changes(frame, sent!) : [], FreshState,
            MeasureCost(graph, port, frame))
        {
            Copies = copies.Count == 0 ? null : copies,
            Faults = lcore.Faults.Count == 0 ? null : lcore.Faults,
        };
    }

    /// <summary>Where the packet itself went; what the graph made of it beside, into <paramref name="copies"/>.</summary>
    static (string? Port, byte[]? Bytes) FindSent(CompiledGraph graph, OfflineLcore lcore, List<ExplainCopy> copies)
    {
        (string? Port, byte[]? Bytes) found = (null, null);
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            foreach (nint address in lcore.Sent(port))
            {
                var packet = (Mbuf*)address;
                var bytes = new byte[packet->PacketLength];
                OfflineMbuf.Copy(packet, bytes);
                if (((OfflineMbuf*)packet)->Sequence == 0) found = (graph.Ports[port].Name, bytes);
                else copies.Add(new ExplainCopy(graph.Ports[port].Name, Convert.ToHexStringLower(bytes)));
            }
        }
        return found;
    }

    /// <summary>Each run of bytes that differ: <c>bytes 22..23: 40 11 -> 3f 12</c>.</summary>
    static List<string> Changes(byte[] before, byte[] after)
    {
        var changes = new List<string>();
        int common = Math.Min(before.Length, after.Length);
        for (int start = 0; start < common; start++)
        {
            if (before[start] == after[start]) continue;
            int end = start + 1;
            while (end < common && before[end] != after[end]) end++;
            string bytes = end - start == 1 ? $"byte {start}" : $"bytes {start}..{end - 1}";
            changes.Add($"{bytes}: {Hex(before, start, end)} -> {Hex(after, start, end)}");
            start = end;
        }
        if (before.Length != after.Length) changes.Add($"length: {before.Length} -> {after.Length} bytes");
        return changes;
    }

    static string Hex(byte[] bytes, int start, int end) => string.Join(' ', bytes[start..end].ConvertAll(b => b.ToString("x2")));

    static CostReport MeasureCost(CompiledGraph graph, int port, byte[] frame)
    {
        string method = $"median of {Rounds} rounds of 128 bursts on this machine now, less those of an empty pass";
        if (frame.Length > OfflineBench.FrameLengthMax)
            return new CostReport(0, 0, null, null, 0, "not measured: the frame is too long");
        var clock = new CycleClock();
        double alone = Median(graph, port, frame, 1), full = Median(graph, port, frame, graph.BurstSize);
        double? cyclesPerNs = clock.CyclesPerNs();
        return new CostReport(
            Math.Round(alone, 2), Math.Round(full, 2), Cycles(alone, cyclesPerNs), Cycles(full, cyclesPerNs), Rounds, method);
    }

    static double Median(CompiledGraph graph, int port, byte[] frame, int burst)
    {
        var traffic = new byte[burst][];
        Array.Fill(traffic, frame);
        using var bench = new OfflineBench(graph, port, traffic, burst);
        (double[] full, double[] empty) = bench.Measure(TimeSpan.Zero, Rounds, CancellationToken.None);
        return Math.Max(0, Statistics.Median(full) - Statistics.Median(empty));
    }

    static double? Cycles(double ns, double? cyclesPerNs) => cyclesPerNs is { } rate ? Math.Round(ns * rate, 1) : null;
}
