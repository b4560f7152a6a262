using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime;
using FastPaas.Runtime.Offline;
using FastPaas.TestHost;
using Xunit;
using static FastPaas.Modules.Tests.FailingLcore;

namespace FastPaas.Modules.Tests;

/// <summary>A confined module that does what it mustn't (InC/attacker), and what the graph says of its quarantine. Illegal
/// instructions are GateTests' alone: the verifier lets no module have one.</summary>
public sealed class FaultTests
{
    const string Attacks = "memory wild_call division stack endless abort verdict";

    static readonly ModuleSet modules = ModuleSet.FromFolder("CFaultModules", Repository.Path("tests", "Modules", "InC"));

    static readonly Lazy<GraphAssembly> all = new(() => GraphAssembly.Compile(
    [
        Source("drops", ""),
        Source("bypasses", "policy = \"bypass\"\nbypass_output = \"other\""),
        Source("restarts", "policy = \"restart\"\nrestarts_per_minute_max = 3"),
        Source("restarts_often", "policy = \"restart\"\nrestarts_per_minute_max = 60_000", budgetUs: 5_000),
        Resizes(),
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
    public void A_fault_is_at_a_line_of_the_source()
    {
        using OfflineLcore lcore = new(Graph("drops"));
        Run(lcore, 1);
        int line = File.ReadAllLines(Repository.Path("tests", "Modules", "InC", "attacker", "attacker.c")).ToList()
            .FindIndex(text => text.Contains("(zero + 8) = 1", StringComparison.Ordinal)) + 1;
        Assert.Contains($", at modules/attacker/attacker.c({line},", Assert.Single(lcore.Faults), StringComparison.Ordinal);
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

    /// <summary>What the attacker's module does with a packet of that number where it may resize.</summary>
    const int MovesFarAway = 5;

    /// <summary>A module can't know how much room a buffer has: so this is counted and told of, and that is all.</summary>
    [Test]
    public void A_packet_outside_of_its_buffer_is_dropped_by_name_and_the_node_goes_on()
    {
        using OfflineLcore lcore = new(Graph("resizes"));
        Run(lcore, 0, MovesFarAway, MovesFarAway);
        Run(lcore, 0, 0);
        Assert.Equal((3ul, 2ul, 0ul), (Counter(lcore, "resizes", "node.n.out"), Counter(lcore, "resizes", "drop.bad_length"),
            Counter(lcore, "resizes", "drop.module_fault")));
        Assert.Contains("it makes a packet at 0xffffffff that leaves its buffer, or is no frame (2 faults)",
            Assert.Single(lcore.Faults));
    }

    /// <summary>Mappings, files and memory after faults of every kind, and then of many more; loops take their time, and are
    /// fewer.</summary>
    [Test]
    [NotInParallel]
    public void Faults_leak_nothing()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("FASTPAAS_FAULTS") ?? "1000");
        const int WarmRounds = 50, RoundsALoop = 10;
        using OfflineLcore resizing = new(Graph("resizes"));
        // One for each kind: an instance may begin again 60,000 times a minute at most.
        string[] kinds = Attacks.Split(' ');
        List<(int Command, int Every, OfflineLcore Lcore)> failing = [.. Commands().Select(command =>
            (command, kinds[command - 1] == "endless" ? RoundsALoop : 1, new OfflineLcore(Graph("restarts_often"))))];
        for (int round = 0; round < WarmRounds; round++) FailOnce(round);
        (int maps, int files, int threads, long bytes) before = Held();
        for (int round = 0; round < rounds; round++) FailOnce(round);
        (int maps, int files, int threads, long bytes) after = Held();
        // Other tests' threads may come and go.
        Assert.InRange(after.maps - before.maps, -200, 100);
        Assert.InRange(after.files - before.files, -50, 50);
        Assert.InRange(after.threads - before.threads, -100, 30);
        // What the runtime's own thread pools and compiler take comes to a few MiB, whatever the rounds.
        Assert.InRange(after.bytes - before.bytes, long.MinValue, 8L << 20);
        foreach ((int _, int every, OfflineLcore lcore) in failing)
        {
            int faults = WarmRounds / every + (rounds + every - 1) / every;
            Assert.Equal((ulong)faults, Counter(lcore, "restarts_often", "drop.module_fault"));
            // Each was a fault, and no packet of a quarantine's.
            Assert.Equal(faults, lcore.Restarts);
            lcore.Dispose();
        }
        Assert.Equal((ulong)(WarmRounds + rounds), Counter(resizing, "resizes", "drop.bad_length"));

        void FailOnce(int round)
        {
            foreach ((int command, int every, OfflineLcore lcore) in failing)
                if (round % every == 0) Run(lcore, command);
            Run(resizing, MovesFarAway);
        }
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

    static (int Maps, int Files, int Threads, long Bytes) Held()
    {
        // Else the managed heap's own coming and going would hide what modules' memory does.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (File.ReadLines("/proc/self/maps").Count(), Directory.GetFiles("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length, PrivateBytes());
    }

    /// <summary>Resident, and no file's: proc(5), status.</summary>
    static long PrivateBytes() => File.ReadLines("/proc/self/status")
        .Select(line => line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words[0] is "RssAnon" or "RssShmem").Sum(words => long.Parse(words[1]) << 10);

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

    static ulong Counter(OfflineLcore lcore, string graph, string name) =>
        FailingLcore.Counter(lcore, Graph(graph), name);

    static GraphSource Resizes() => new("resizes", """
        schema = 1
        name = "resizes"
        [port.a_left]
        device = "net_null0"
        next = "n"
        [port.right]
        device = "net_null1"
        [node.n]
        module = "resizer"
        next = "right"
        """, new Dictionary<string, string>());

    static GraphSource Source(string name, string quarantine, int budgetUs = 100_000) => new(name, $$"""
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
        budget_us = {{budgetUs}}
        [node.n.quarantine]
        {{quarantine}}
        """, new Dictionary<string, string>());
}
