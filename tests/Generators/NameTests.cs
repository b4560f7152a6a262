using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>Names of a graph, its ports, nodes and outputs become names of C#: no two may meet, none may hide a type.</summary>
public sealed class NameTests
{
    /// <summary>Names of nodes and outputs, as C# would write them one way: <c>aBC</c>, <c>toWeb</c>, <c>hasTcp</c>,
    /// <c>tenantsRest</c>.</summary>
    const string Collisions = """
        schema = 1
        name = "collisions"
        [port.web]
        device = "net_null0"
        next = "to"
        [node.to]
        module = "sieve"
        next = { web = "a", tcp = "has", b_c = "drop" }
        [node.has]
        module = "sieve"
        next = { web = "drop", tcp = "a_b", b_c = "drop" }
        [node.a]
        module = "sieve"
        next = { web = "drop_a", tcp = "drop", b_c = "drop" }
        [node.a_b]
        module = "sieve"
        next = { web = "web", tcp = "drop", b_c = "drop" }
        [node.drop_a]
        module = "sieve"
        next = { web = "all", tcp = "drop", b_c = "all" }
        [node.all]
        module = "sieve"
        next = { web = "odd", tcp = "odd", b_c = "odd" }
        [node.odd]
        next = [ { when = "tcp.dst == 1", to = "matches" }, { when = "udp.dst == 1", to = "drop" }, { to = "matches" } ]
        [node.matches]
        next = [ { when = "tcp.dst == 2", to = "web" }, { to = "drop" } ]
        """;

    [Test]
    [Arguments("graph")]
    [Arguments("graphs_")]
    [Arguments("lanes")]
    [Arguments("run_again_a")]
    [Arguments("burst")]
    [Arguments("compiled_graph")]
    public void Names_of_a_graph_and_its_ports_and_nodes_never_meet_in_generated_code(string name)
    {
        using GraphAssembly assembly = GraphAssembly.Compile($$"""
            schema = 1
            name = "{{name}}"
            [port.a]
            device = "net_null0"
            next = "m"
            [port.again_a]
            device = "net_null1"
            next = "m"
            [port.again__a]
            device = "net_null2"
            next = "m"
            [node.m]
            module = "acl"
            next = { permit = "hop", deny = "m_list1" }
            config = { rules = [{ action = "permit", proto = [17] }] }
            [node.m_list1]
            module = "acl"
            next = { permit = "drop", deny = "hop" }
            config = { rules = [{ action = "deny" }] }
            [node.hop]
            module = "ttl"
            next = { out = "split", expired = "drop" }
            [node.split]
            next = [{ when = "ip.ttl == 1", to = "a" }, { when = "udp.dst == 1", to = "again_a" }, { to = "again__a" }]
            """);
        Assert.Equal(name, Assert.Single(assembly.Graphs).Name);
        Assert.Equal(3, assembly.Graph.Entries.Distinct().Count());
    }

    [Test]
    public void Names_that_C_sharp_would_write_one_way_are_told_apart()
    {
        ModuleSet sieve = ModuleSet.None.With("sieve", """
            name = "sieve"
            language = "csharp"
            summary = "Everything leaves by the last output"
            packet = "read"
            outputs = ["web", "tcp", "b_c"]
            """, """
            namespace FastPaas.Modules;
            [Module("sieve")]
            public static class Sieve
            {
                public struct State { }
                public static void Init(SieveConfig config, ModuleHeap heap, ref State state) { }
                public static void Process(
                    Burst burst, LaneMask lanes, ref State state, out LaneMask web, out LaneMask tcp, out LaneMask last) =>
                    (web, tcp, last) = (LaneMask.None, LaneMask.None, lanes);
            }
            """);
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource(Collisions)], [sieve]);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4());
        lcore.Run("web");
        Assert.Equal(1ul, lcore.Counter("drop.to.b_c"));
        lcore.CheckNoLeak();
    }
}
