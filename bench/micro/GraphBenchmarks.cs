using BenchmarkDotNet.Attributes;
using FastPaas.TestHost;

namespace FastPaas.Micro;

/// <summary>A burst of 32 through a graph of one node each: parse, match, modules. Time is a packet's.</summary>
public class GraphBenchmarks
{
    const string Frame = """
        schema = 1
        name = "micro"
        [port.wire]
        device = "net_null0"
        next = "node"
        [node.node]

        """;

    const string Routed = """
        module = "lpm"
        next = { hop0 = "wire", hop1 = "wire", hop2 = "wire", hop3 = "wire", hop4 = "wire", hop5 = "wire", hop6 = "wire",
        """;

    MicroLcore? lcore;

    [GlobalCleanup]
    public void Cleanup() => lcore?.Dispose();

    [GlobalSetup(Target = nameof(Io))]
    public void SetUpIo() => lcore = new(GraphSource.FromRepository("io").Text);

    [Benchmark(Baseline = true, OperationsPerInvoke = MicroLcore.Packets)]
    public ulong Io() => lcore!.Run();

    [GlobalSetup(Target = nameof(MatchOnePort))]
    public void SetUpMatchOnePort() => lcore = new(GraphSource.FromRepository("branch_merge").Text);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong MatchOnePort() => lcore!.Run();

    [GlobalSetup(Target = nameof(MatchEightPrefixes))]
    public void SetUpMatchEightPrefixes() => lcore = new(GraphSource.FromRepository("eight_way").Text);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong MatchEightPrefixes() => lcore!.Run();

    [GlobalSetup(Target = nameof(ParseAllFields))]
    public void SetUpParseAllFields() => lcore = new(Frame + """
        next = [
          { when = "vlan.id == 5 and tcp.flags == 2 and ip.ttl < 3 and ip.dscp == 46", to = "drop" },
          { when = "eth.src == 02:00:00:00:00:09 or ip.src in 192.0.2.0/24 or ip6.src in 2001:db8::/32", to = "drop" },
          { when = "l4.src == 7 or icmp.type == 9 or packet.length > 1500", to = "drop" },
          { to = "wire" },
        ]
        """);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong ParseAllFields() => lcore!.Run();

    [GlobalSetup(Target = nameof(Macswap))]
    public void SetUpMacswap() => lcore = new(GraphSource.FromRepository("macswap").Text);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong Macswap() => lcore!.Run();

    [GlobalSetup(Target = nameof(Acl))]
    public void SetUpAcl() => lcore = new(Frame + """
        module = "acl"
        next = { permit = "wire", deny = "drop" }
        config = { rules = [{ action = "deny", src = ["10.1.0.0/16"] }, { action = "permit", proto = [17], dst_port = [80] }] }
        """);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong Acl() => lcore!.Run();

    [GlobalSetup(Target = nameof(Lpm))]
    public void SetUpLpm() => lcore = new(Frame + Routed + """
         hop7 = "wire", miss = "drop" }
        config = { routes = [{ prefix = "10.0.0.0/8", hop = 0 }, { prefix = "10.128.0.0/9", hop = 1 }] }
        """);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong Lpm() => lcore!.Run();

    [GlobalSetup(Target = nameof(Policer))]
    public void SetUpPolicer() => lcore = new(Frame + """
        module = "policer"
        next = { green = "wire", yellow = "wire", red = "drop" }
        config = { rate_bytes_per_second = 100_000_000_000, committed_burst_bytes = 1_000_000 }
        """);

    [Benchmark(OperationsPerInvoke = MicroLcore.Packets)]
    public ulong Policer() => lcore!.Run();
}
