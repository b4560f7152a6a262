using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime;
using FastPaas.Runtime.Offline;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>A confined module that does what it mustn't (InC/attacker), and what the graph says of its quarantine.</summary>
public sealed class FaultTests
{
    const string Attacks = "memory wild_call division stack endless abort verdict";

    static readonly ModuleSet modules = ModuleSet.FromFolder("CFaultModules", Repository.Path("tests", "Modules", "InC"));

    static readonly Lazy<GraphAssembly> all = new(() => GraphAssembly.Compile(
    [
        Source("drops", ""),
        Source("bypasses", "policy = \"bypass\"\nbypass_output = \"other\""),
        Source("restarts", "policy = \"restart\"\nrestarts_per_minute_max = 3"),
        Source("restarts_often", "policy = \"restart\"\nrestarts_per_minute_max = 60_000"),
    ], [modules, ModuleSet.Catalogue], isConfined: true));

    /// <summary>By the first byte of the frame.</summary>
    public static IEnumerable<int> Commands() => Enumerable.Range(1, Attacks.Split(' ').Length);

    [Test]
    [MethodDataSource(nameof(Commands))]
    public void A_fault_costs_the_burst_and_the_node_is_in_quarantine(int command)
    {
        using OfflineLcore lcore = new(Graph("drops"));
        Run(lcore, 0, 0, 0);
        Run(lcore, command);
        Run(lcore, 0, 0);
        Assert.Equal((3ul, 3ul), (Counter(lcore, "drops", "node.n.out"), Counter(lcore, "drops", "drop.module_fault")));
        Assert.Contains(Sentence(command), Assert.Single(lcore.Faults), StringComparison.Ordinal);
        Assert.Contains("node n (module attacker), lcore 1", lcore.Faults[0], StringComparison.Ordinal);
        Assert.EndsWith("its packets are dropped", lcore.Faults[0], StringComparison.Ordinal);
        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
    }

    [Test]
    public void Packets_pass_by_where_the_graph_says_so_but_not_those_that_the_module_had()
    {
        using OfflineLcore lcore = new(Graph("bypasses"));
        Run(lcore, 1, 0, 0);
        Run(lcore, 0, 0);
        Assert.Equal((0ul, 2ul, 3ul), (Counter(lcore, "bypasses", "node.n.out"), Counter(lcore, "bypasses", "node.n.other"),
            Counter(lcore, "bypasses", "drop.module_fault")));
    }

    /// <summary>The attacker's init refuses memory that isn't as at the start.</summary>
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
        Assert.Equal((3ul, 7ul), (Counter(lcore, "restarts", "node.n.out"), Counter(lcore, "restarts", "drop.module_fault")));
        Assert.Contains(lcore.Faults, line => line.Contains("it began again 3 times in a minute, and stays in quarantine"));
    }

    /// <summary>Mappings, files and memory after faults of every kind, and then of many more.</summary>
    [Test]
    [NotInParallel]
    public void Faults_leak_nothing()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("FASTPAAS_FAULTS") ?? "300");
        using OfflineLcore lcore = new(Graph("restarts_often"));
        int[] kinds = [.. Commands().Where(command => Attacks.Split(' ')[command - 1] != "endless")];
        foreach (int command in kinds) Run(lcore, command);
        (int maps, int files, int threads, long bytes) before = Held();
        for (int round = 0; round < rounds; round++)
        {
            foreach (int command in kinds) Run(lcore, command);
        }
        (int maps, int files, int threads, long bytes) after = Held();
        // Other tests' threads may come and go.
        Assert.InRange(after.maps - before.maps, -200, 100);
        Assert.InRange(after.files - before.files, -50, 50);
        Assert.InRange(after.threads - before.threads, -100, 30);
        Assert.True(after.bytes - before.bytes < 64 << 20, "a page a fault is more, where there are 10,000 of each kind");
        Assert.Equal((ulong)(kinds.Length * (rounds + 1)), Counter(lcore, "restarts_often", "drop.module_fault"));
    }

    [Test]
    public void A_benchmark_of_a_module_that_fails_is_refused_in_its_words()
    {
        byte[] attack = new byte[60];
        attack[0] = 1;
        using OfflineBench bench = new(Graph("drops"), 0, [.. Enumerable.Repeat(attack, 32)], 32);
        var refused = Assert.Throws<RefusedException>(() => bench.Measure(TimeSpan.Zero, 1, default));
        Assert.Contains("node n (module attacker), lcore 1: it reaches for 0x8", refused.Message, StringComparison.Ordinal);
    }

    static (int Maps, int Files, int Threads, long Bytes) Held() => (
        File.ReadLines("/proc/self/maps").Count(), Directory.GetFiles("/proc/self/fd").Length,
        Directory.GetDirectories("/proc/self/task").Length, Environment.WorkingSet);

    static string Sentence(int command) => Attacks.Split(' ')[command - 1] switch
    {
        "memory" => "it reaches for 0x8, which isn't its memory",
        "wild_call" => "it calls a pointer to no function",
        "abort" => "it ends itself",
        "division" => "it divides by zero",
        "stack" => "its stack is full",
        "endless" => "it doesn't end within its budget",
        _ => "it gives a verdict that is no output's",
    };

    static CompiledGraph Graph(string name)
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        ConfinedModules.Arenas(0).Dispose();
        return all.Value.Graphs.Single(graph => graph.Name == name);
    }

    /// <summary>A burst with a frame for each command; 0: none.</summary>
    static void Run(OfflineLcore lcore, params int[] commands)
    {
        foreach (int command in commands)
        {
            byte[] frame = new byte[60];
            frame[0] = (byte)command;
            Assert.True(lcore.TryAdd(frame));
        }
        lcore.Run(0, nowCycles: 1);
        lcore.ReleaseSent();
    }

    static ulong Counter(OfflineLcore lcore, string graph, string name) =>
        lcore.Counters[Graph(graph).CounterNames.ToList().IndexOf(name)];

    static GraphSource Source(string name, string quarantine) => new(name, $$"""
        schema = 1
        name = "{{name}}"
        [port.a_left]
        device = "net_null0"
        next = "n"
        [port.right]
        device = "net_null1"
        [node.n]
        module = "attacker"
        next = { out = "right", other = "right" }
        budget_us = 100_000
        [node.n.quarantine]
        {{quarantine}}
        """, new Dictionary<string, string>());
}
