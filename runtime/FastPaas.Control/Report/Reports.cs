using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace FastPaas.Control.Report;

/// <param name="SnappedPackets">Of them, cut off by the capture.</param>
/// <param name="BurstCount">Calls of the graph's entry.</param>
/// <param name="CaptureNs">From the first to the last timestamp.</param>
public sealed record ReplayReport(
    int Version, string Graph, string Input, string Output, string From, long Packets, long SnappedPackets, long BurstCount,
    ulong CaptureNs, CounterReport Counters) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("input", Input);
        json.WriteString("output", Output);
        json.WriteString("from", From);
        json.WriteNumber("packets", Packets);
        json.WriteNumber("snapped_packets", SnappedPackets);
        json.WriteNumber("burst_count", BurstCount);
        json.WriteNumber("capture_ns", CaptureNs);
        json.WriteObject("counters", Counters);
    }
}

/// <summary><c>run</c>, at its end.</summary>
public sealed record RunReport(int Version, string Graph, string Instance, double DurationSeconds, CounterReport Counters)
    : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("instance", Instance);
        json.WriteNumber("duration_seconds", DurationSeconds);
        json.WriteObject("counters", Counters);
    }
}

/// <summary><c>stats</c>: while packets are in flight, conservation is off by those.</summary>
public sealed record StatsReport(int Version, string Graph, string Instance, CounterReport Counters) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("instance", Instance);
        json.WriteObject("counters", Counters);
    }
}

/// <summary><c>stats --lcores</c>.</summary>
public sealed record LcoresReport(int Version, string Graph, string Instance, IReadOnlyList<LcoreReport> Lcores) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("instance", Instance);
        json.WriteArray("lcores", Lcores);
    }
}

/// <param name="Lcore">From 1: lcore 0 is the control core.</param>
/// <param name="Counters">In the order of slots; what only devices count is no lcore's, and 0 here.</param>
public sealed record LcoreReport(int Lcore, int Cpu, IReadOnlyList<NamedCounter> Counters) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("lcore", Lcore);
        json.WriteNumber("cpu", Cpu);
        json.WriteArray("counters", Counters);
    }

    /// <summary>A column an lcore, then the sum; counters that are 0 everywhere are left out.</summary>
    public static void Write(IReadOnlyList<LcoreReport> lcores, TextWriter output)
    {
        var table = new Table(["counter", .. lcores.ConvertAll(lcore => $"lcore {lcore.Lcore} (CPU {lcore.Cpu})"), "all"]);
        for (int row = 0; row < lcores[0].Counters.Count; row++)
        {
            ulong sum = 0;
            foreach (LcoreReport lcore in lcores) sum += lcore.Counters[row].Value;
            if (sum == 0) continue;
            string[] values = lcores.ConvertAll(lcore => lcore.Counters[row].Value.ToString());
            table.Add([lcores[0].Counters[row].Name, .. values, sum.ToString()]);
        }
        table.Write(output);
    }
}

/// <param name="Packet">The packet in words.</param>
/// <param name="Bytes">Its bytes, hexadecimal.</param>
/// <param name="Verdict"><c>sent</c> or <c>dropped</c>.</param>
/// <param name="Port">Where it leaves; null when dropped.</param>
/// <param name="DropReason">Null when sent.</param>
/// <param name="RewrittenBytes">As it leaves, hexadecimal; null when unchanged or dropped.</param>
/// <param name="State">What state of the graph the answer assumes.</param>
public sealed record ExplainReport(
    int Version, string Graph, string Packet, string Bytes, string From, IReadOnlyList<ExplainStep> Path, string Verdict,
    string? Port, string? DropReason, string? RewrittenBytes, IReadOnlyList<string> Changes, string State, CostReport Cost)
    : IJsonReport
{
    /// <summary>Packets that the graph made of it and sent, in the order of ports; null: none.</summary>
    public IReadOnlyList<ExplainCopy>? Copies { get; init; }

    /// <summary>What a module did that it mustn't, a line each; null: nothing.</summary>
    public IReadOnlyList<string>? Faults { get; init; }

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("packet", Packet);
        json.WriteString("bytes", Bytes);
        json.WriteString("from", From);
        json.WriteArray("path", Path);
        json.WriteString("verdict", Verdict);
        json.WriteString("port", Port);
        json.WriteString("drop_reason", DropReason);
        json.WriteString("rewritten_bytes", RewrittenBytes);
        json.WriteArray("changes", Changes);
        json.WriteString("state", State);
        json.WriteObject("cost", Cost);
        if (Copies is not null) json.WriteArray("copies", Copies);
        if (Faults is not null) json.WriteArray("faults", Faults);
    }
}

/// <param name="Port">Where it leaves.</param>
/// <param name="Bytes">As it leaves, hexadecimal.</param>
public sealed record ExplainCopy(string Port, string Bytes) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("port", Port);
        json.WriteString("bytes", Bytes);
    }
}

/// <param name="Source">The line of the graph.</param>
public sealed record ExplainStep(string Node, string? Module, string Source, string Output, string To) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("node", Node);
        json.WriteString("module", Module);
        json.WriteString("source", Source);
        json.WriteString("output", Output);
        json.WriteString("to", To);
    }
}

/// <param name="AloneNs">A burst of this packet alone, median.</param>
/// <param name="FullBurstNs">A packet in a full burst of its kind, median.</param>
/// <param name="AloneCycles">The same in cycles of the time-stamp counter; null where it can't be read.</param>
/// <param name="Rounds">How many measurements the medians are of.</param>
public sealed record CostReport(
    double AloneNs, double FullBurstNs, double? AloneCycles, double? FullBurstCycles, int Rounds, string Method) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("alone_ns", AloneNs);
        json.WriteNumber("full_burst_ns", FullBurstNs);
        json.WriteNullable("alone_cycles", AloneCycles);
        json.WriteNullable("full_burst_cycles", FullBurstCycles);
        json.WriteNumber("rounds", Rounds);
        json.WriteString("method", Method);
    }
}

public sealed record DescribeReport(
    int Version, string Graph, int BurstSize, IReadOnlyList<PortReport> Ports, IReadOnlyList<NodeReport> Nodes,
    IReadOnlyList<TenantReport> Tenants, IReadOnlyList<string> DropReasons, IReadOnlyList<string> Certificate,
    IReadOnlyList<string> Complaints, LcoreDescription Lcores, CounterLayoutReport Counters, BuildReport Build) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteNumber("burst_size", BurstSize);
        json.WriteArray("ports", Ports);
        json.WriteArray("nodes", Nodes);
        json.WriteArray("tenants", Tenants);
        json.WriteArray("drop_reasons", DropReasons);
        json.WriteArray("certificate", Certificate);
        json.WriteArray("complaints", Complaints);
        json.WriteLcores("lcores", Lcores);
        json.WriteObject("counters", Counters);
        json.WriteObject("build", Build);
    }
}

public sealed record PortReport(string Name, string Device, int Queues, string? Next) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("device", Device);
        json.WriteNumber("queues", Queues);
        json.WriteString("next", Next);
    }
}

public sealed record NodeReport(
    string Name, string? Module, string? Tenant, string Source, bool IsGuarded, IReadOnlyList<OutputReport> Outputs) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("module", Module);
        json.WriteString("tenant", Tenant);
        json.WriteString("source", Source);
        json.WriteBoolean("is_guarded", IsGuarded);
        json.WriteArray("outputs", Outputs);
    }
}

public sealed record OutputReport(string Name, string To) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("to", To);
    }
}

public sealed record TenantReport(string Name, int Weight, string Source) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteNumber("weight", Weight);
        json.WriteString("source", Source);
    }
}

/// <param name="Names">By slot.</param>
public sealed record CounterLayoutReport(int LayoutVersion, IReadOnlyList<string> Names) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("layout_version", LayoutVersion);
        json.WriteArray("names", Names);
    }
}

/// <param name="Dpdk">Null where the executable has none.</param>
public sealed record BuildReport(
    string FastPaas, string Runtime, string? Dpdk, string Architecture, bool IsNative,
    IReadOnlyList<string> Drivers) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteString("fastpaas", FastPaas);
        json.WriteString("runtime", Runtime);
        json.WriteString("dpdk", Dpdk);
        json.WriteString("architecture", Architecture);
        json.WriteBoolean("is_native", IsNative);
        json.WriteArray("drivers", Drivers);
    }
}

/// <param name="PacketNs">The graph with the source and sink around it, a packet.</param>
/// <param name="EmptyNs">The same without the graph.</param>
/// <param name="SentPackets">Of one pass over the frames: a graph that drops everything at its first node is fast.</param>
/// <param name="Drops">Of that pass, by reason.</param>
public sealed record BenchReport(
    int Version, string Graph, string Traffic, int FrameCount, ulong SentPackets, IReadOnlyList<DropCounter> Drops, int BurstSize,
    int Rounds, Spread PacketNs, Spread EmptyNs, double MppsPerCpuSecond, double RatioToEmpty, Spread? PacketCycles,
    Spread? EmptyCycles, string Method) : IJsonReport
{
    /// <summary>What the graph adds to the empty pass, chunk by chunk.</summary>
    public required Spread OverEmptyNs { get; init; }

    /// <summary>Nodes that no frame of the traffic comes to.</summary>
    public required IReadOnlyList<string> UnreachedNodes { get; init; }

    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("version", Version);
        json.WriteString("graph", Graph);
        json.WriteString("traffic", Traffic);
        json.WriteNumber("frame_count", FrameCount);
        json.WriteNumber("sent_packets", SentPackets);
        json.WriteArray("drops", Drops);
        json.WriteNumber("burst_size", BurstSize);
        json.WriteNumber("rounds", Rounds);
        json.WriteObject("packet_ns", PacketNs);
        json.WriteObject("empty_ns", EmptyNs);
        json.WriteNumber("mpps_per_cpu_second", MppsPerCpuSecond);
        json.WriteNumber("ratio_to_empty", RatioToEmpty);
        json.WriteObject("packet_cycles", PacketCycles);
        json.WriteObject("empty_cycles", EmptyCycles);
        json.WriteString("method", Method);
        json.WriteObject("over_empty_ns", OverEmptyNs);
        json.WriteArray("unreached_nodes", UnreachedNodes);
    }
}

/// <summary>Median and quartiles.</summary>
public sealed record Spread(double Median, double LowerQuartile, double UpperQuartile) : IJsonReport
{
    public void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteNumber("median", Median);
        json.WriteNumber("lower_quartile", LowerQuartile);
        json.WriteNumber("upper_quartile", UpperQuartile);
    }
}
