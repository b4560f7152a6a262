using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.Control.Tests.Capture;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Control.Tests.Commands;

/// <summary>The commands over what the generator really makes of graphs/.</summary>
public sealed partial class GeneratedGraphTests : IDisposable
{
    readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static IEnumerable<string> Graphs => [.. Repository.GraphNames];

    [Test]
    [MethodDataSource(nameof(Graphs))]
    public void Every_capture_is_conserved_from_every_port(string name)
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository(name)], [ModuleSet.Catalogue]);
        foreach (string capture in Captures())
        {
            foreach (string port in Receiving(assembly.Graph))
            {
                Invocation done = Invocation.Of(assembly.Graph, "replay", capture, folder["out.pcap"], "--from", port);
                Assert.True(done.ExitCode == 0, $"{capture} from {port}: {done.Error}{done.Output}");
            }
        }
    }

    [Test]
    [MethodDataSource(nameof(Graphs))]
    public void Every_packet_in_words_gets_a_verdict(string name)
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository(name)], [ModuleSet.Catalogue]);
        string[] packets = ["tcp", "udp vlan 100", "icmp", "ip proto 47", "eth type 0x0806", "tcp fe80::1 > fe80::2",
            "udp fragment 8", "00"];
        foreach (string packet in packets)
        {
            Invocation done = Invocation.Of(assembly.Graph, "explain", packet, "--port", Receiving(assembly.Graph).First());
            Assert.True(done.ExitCode == 0 && Verdict().IsMatch(done.Output), $"{packet}: {done.Error}{done.Output}");
        }
    }

    [Test]
    public void Describe_says_where_a_graph_wants_its_lcores()
    {
        GraphSource source = new("""
            schema = 1
            name = "placed"
            [port.a]
            device = "net_null0"
            next = "a"
            [lcores]
            worker_cpus = [2, 3, 3]
            control_cpu = 0
            """);
        using var assembly = GraphAssembly.Compile([source], [ModuleSet.Catalogue]);
        Invocation done = Invocation.Of(assembly.Graph, "describe");
        Assert.Contains("\nlcores: 3 on CPUs 2, 3, 3, the control core on CPU 0\n", done.Output);
    }

    [Test]
    public void Demo_describes_itself()
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository("demo")], [ModuleSet.Catalogue]);
        string output = Invocation.Of(assembly.Graph, "describe").Output;
        Golden.Check("demo_describe.txt", string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("FastPaas "))));
    }

    [Test]
    public void Demo_replays_its_capture()
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository("demo")], [ModuleSet.Catalogue]);
        Invocation done = Invocation.Of(
            assembly.Graph, "replay", Repository.Path("graphs", "demo", "demo.pcap"), folder["out.pcap"]);
        Golden.Check("demo_replay.txt", done.Output.Replace(Repository.Root, "ROOT"));
    }

    [Test]
    [Arguments("demo_explain_web", "tcp 192.0.2.5:1234 > 203.0.113.1:80 ttl 3")]
    [Arguments("demo_explain_expired", "tcp [2001:db8:1::5]:1234 > [2001:db8:2::1]:443 ttl 1")]
    [Arguments("demo_explain_spoofed", "udp 10.0.0.1:1 > 203.0.113.1:53")]
    [Arguments("demo_explain_ping", "icmp 192.0.2.5 > 192.0.2.1")]
    [Arguments("demo_explain_denied", "tcp 192.0.2.5:1 > 198.51.100.1:2000")]
    public void Demo_explains_a_packet(string golden, string packet)
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository("demo")], [ModuleSet.Catalogue]);
        Golden.Check($"{golden}.txt", Cost().Replace(Invocation.Of(assembly.Graph, "explain", packet).Output, "N ns"));
    }

    [Test]
    public void Bench_makes_traffic_that_comes_to_every_node_of_the_demo()
    {
        using var assembly = GraphAssembly.Compile([GraphSource.FromRepository("demo")], [ModuleSet.Catalogue]);
        Invocation done = Invocation.Of(assembly.Graph, "bench", "--seconds", "0.05");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.DoesNotContain("not reached", done.Output, StringComparison.Ordinal);
    }

    static IEnumerable<string> Receiving(CompiledGraph graph) =>
        graph.Ports.Where((_, id) => graph.Entries[id] != 0).Select(port => port.Name);

    /// <summary>Hostile ones always, the demo's, and those of FASTPAAS_PCAP if it names a folder.</summary>
    IEnumerable<string> Captures()
    {
        yield return folder.Write("random.pcap", CaptureBytes.Pcap(CaptureBytes.Some(500)));
        yield return folder.Write("long.pcap",
            CaptureBytes.Pcap([.. new[] { 13, 14, 9_000, 65_535, 100_000 }.Select(n => new Packet(0, (uint)n, new byte[n]))]));
        yield return Repository.Path("graphs", "demo", "demo.pcap");
        if (Environment.GetEnvironmentVariable("FASTPAAS_PCAP") is not { } captures) yield break;
        foreach (string file in Directory.GetFiles(captures, "*.pcap*")) yield return file;
    }

    [GeneratedRegex(@"verdict  (sent on port|dropped:) \S")]
    private static partial Regex Verdict();

    [GeneratedRegex(@"[\d.]+ ns\b")]
    private static partial Regex Cost();
}
