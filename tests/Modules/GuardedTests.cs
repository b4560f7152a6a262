using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime.Offline;
using FastPaas.TestHost;
using Xunit;
using static FastPaas.Modules.Tests.FailingLcore;

namespace FastPaas.Modules.Tests;

/// <summary>A module in C# that fails (InCSharp/crasher), under the JIT: what the graph makes of it. What only a raw thread can
/// come back from, and the gate that does, is CModuleTests' of the real binary.</summary>
public sealed class GuardedTests
{
    /// <summary>By command. Not 4 and 5, which divide by the processor: the JIT's runtime doesn't come back from that signal once
    /// the gate, which other tests of this process load, has put a stack of its own under it.</summary>
    static readonly Dictionary<int, string> kinds = new()
    {
        [1] = "index", [2] = "index", [3] = "index", [6] = "memory", [7] = "index",
    };

    static readonly ModuleSet modules =
        ModuleSet.FromFolder("CSharpFaultModules", Repository.Path("tests", "Modules", "InCSharp"));

    static readonly Lazy<GraphAssembly> all = new(() => GraphAssembly.Compile(
    [
        Source("drops", "policy = \"drop\""),
        Source("bypasses", "policy = \"bypass\"\nbypass_output = \"other\""),
        Source("restarts", "policy = \"restart\"\nrestarts_per_minute_max = 3"),
        Source("restarts_often", "policy = \"restart\"\nrestarts_per_minute_max = 60_000"),
    ], [modules, ModuleSet.Catalogue]));

    /// <summary>By the first byte of the frame.</summary>
    public static IEnumerable<int> Commands() => kinds.Keys;

    [Test]
    [MethodDataSource(nameof(Commands))]
    public void A_fault_costs_the_burst_and_the_node_is_in_quarantine(int command)
    {
        using OfflineLcore lcore = new(Graph("drops"));
        Run(lcore, 0, 0, 0);
        Run(lcore, 0, command, 0);
        Run(lcore, 0, 0);
        Assert.Equal((3ul, 5ul), (Counter(lcore, "node.n.out"), Counter(lcore, "drop.module_fault")));
        string told = Assert.Single(lcore.Faults);
        Assert.Contains("node n (module crasher), lcore 1", told, StringComparison.Ordinal);
        Assert.Contains(Sentence(command), told, StringComparison.Ordinal);
        Assert.EndsWith("in quarantine: its packets are dropped", told, StringComparison.Ordinal);
        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
    }

    [Test]
    public void Other_nodes_of_the_burst_get_their_packets()
    {
        using OfflineLcore lcore = new(Graph("drops"));
        const int Neighbours = 0xee;
        Run(lcore, Neighbours, 1, Neighbours, 0);
        Run(lcore, Neighbours, 0);
        Assert.Equal((3ul, 3ul), (Counter(lcore, "node.beside.out"), Counter(lcore, "drop.module_fault")));
        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
    }

    [Test]
    public void Packets_pass_by_where_the_graph_says_so_but_not_those_that_the_module_had()
    {
        using OfflineLcore lcore = new(Graph("bypasses"));
        Run(lcore, 1, 0, 0);
        Run(lcore, 0, 0);
        Assert.Equal((0ul, 2ul, 3ul), (Counter(lcore, "node.n.out"), Counter(lcore, "node.n.other"),
            Counter(lcore, "drop.module_fault")));
    }

    /// <summary>Its Init refuses memory that isn't as at the start.</summary>
    [Test]
    [MethodDataSource(nameof(Commands))]
    public void An_instance_begins_again_with_fresh_memory_as_often_as_the_graph_says(int command)
    {
        using OfflineLcore lcore = new(Graph("restarts"));
        for (int i = 0; i < 5; i++)
        {
            Run(lcore, command);
            Run(lcore, 0);
        }
        Assert.Equal((3ul, 7ul), (Counter(lcore, "node.n.out"), Counter(lcore, "drop.module_fault")));
        Assert.Contains(lcore.Faults, line => line.Contains("it began again 3 times in a minute, and stays in quarantine"));
    }

    /// <summary>80 KB each time that it begins again.</summary>
    [Test]
    [NotInParallel]
    public void Faults_leak_nothing()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("FASTPAAS_FAULTS") ?? "1000");
        using OfflineLcore lcore = new(Graph("restarts_often"));
        const int Warm = 50;
        for (int round = 0; round < Warm; round++) Run(lcore, 1);
        long before = PrivateBytes();
        for (int round = 0; round < rounds; round++) Run(lcore, 1);
        Assert.InRange(PrivateBytes() - before, long.MinValue, 24L << 20);
        Assert.Equal((ulong)(Warm + rounds), Counter(lcore, "drop.module_fault"));
        // Each was a fault, and no packet of a quarantine's.
        Assert.Equal(Warm + rounds, lcore.Restarts);
        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
    }

    /// <summary>Nodes that can't fail stay as fast as they were.</summary>
    [Test]
    public void Only_what_may_fail_is_called_behind_a_recovery_point()
    {
        ILookup<bool, string?> guarded = Graph("drops").Nodes.Where(node => node.Module != null)
            .ToLookup(node => node.IsGuarded, node => node.Module);
        Assert.Equal(["crasher"], guarded[true].Distinct());
        Assert.Equal(["macswap"], guarded[false].Distinct());
    }

    static long PrivateBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return File.ReadLines("/proc/self/status")
            .Select(line => line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[0] == "RssAnon").Sum(words => long.Parse(words[1]) << 10);
    }

    static string Sentence(int command) => kinds[command] switch
    {
        "index" => "it reaches outside its array or packet, or asks what the library refuses",
        _ => "which isn't its memory",
    };

    static CompiledGraph Graph(string name) => all.Value.Graphs.Single(graph => graph.Name == name);

    static ulong Counter(OfflineLcore lcore, string name) => FailingLcore.Counter(lcore, Graph("drops"), name);

    static GraphSource Source(string name, string quarantine) => new(name, $$"""
        schema = 1
        name = "{{name}}"
        [port.a_left]
        device = "net_null0"
        next = "split"
        [port.right]
        device = "net_null1"
        [node.split]
        next = [{ when = "eth.dst == ee:00:00:00:00:00", to = "beside" }, { to = "n" }]
        [node.beside]
        module = "macswap"
        next = "right"
        [node.n]
        module = "crasher"
        next = { out = "right", other = "right" }
        [node.n.quarantine]
        {{quarantine}}
        """, new Dictionary<string, string>());
}
