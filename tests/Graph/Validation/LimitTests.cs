using System.Linq;
using Xunit;

namespace FastPaas.Graph.Tests.Validation;

public class LimitTests
{
    const string Wire = """
        schema = 1
        name = "limits"
        [port.a]
        device = "net_null0"
        next = "first"
        [port.b]
        device = "net_null1"

        """;

    [Test]
    public void A_file_over_one_MiB_is_refused() => Refuses("FP0601", Wire + "# " + new string('x', 1 << 20));

    [Test]
    public void A_graph_with_1025_nodes_is_refused() => Refuses("FP0602", Wire + Chain(1_025));

    [Test]
    public void A_chain_of_1024_nodes_has_a_plan() => Assert.Equal(1_024, Compile(Wire + Chain(1_024)).Plan!.Nodes.Count);

    [Test]
    public void Nodes_of_all_tenants_count()
    {
        string tenants = string.Concat(Enumerable.Range(0, 100).Select(i =>
            $"[tenant.t{i}]\nmatch = \"vlan.id == {i}\"\ngraph = \"t.toml\"\nnext = \"b\"\n"));
        string nodes = string.Concat(Enumerable.Range(0, 11).Select(i =>
            $"[node.n{i}]\nmodule = \"counter\"\nnext = \"{(i == 10 ? "out" : $"n{i + 1}")}\"\n"));
        GraphResult result = GraphCompiler.Compile(new GraphSources(
            new SourceFile("graph.toml", Wire.Replace("first", "tenants") + tenants),
            new[] { new SourceFile("t.toml", "entry = \"n0\"\n" + nodes) }.ToEquatableArray(), Repository.Modules));
        Assert.Equal(["graph.toml(1,1): error FP0602: graph.toml has 1,101 nodes with those of all tenants; write at most 1,024"],
            result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Test]
    public void More_than_1024_mandatory_pairs_are_refused() =>
        Refuses("FP0602", Wire.Replace("\"net_null1\"", "\"net_null1\"\nnext = \"first\"")
            + Chain(513).Replace("module", "mandatory = [\"*\"]\nmodule"));

    /// <summary>Half a million pairs of matches, and the largest composed graph.</summary>
    [Test]
    public void A_thousand_tenants_are_compiled_in_seconds()
    {
        string tenants = string.Concat(Enumerable.Range(0, 1_000).Select(i =>
            $"[tenant.t{i}]\nmatch = \"vlan.id == {i} or ip.src in 10.{i / 256}.{i % 256}.0/24 and not (vlan.id in 0..4095)\"\n"
            + "graph = \"t.toml\"\nnext = \"b\"\n"));
        const string Tenant = "entry = \"n\"\n[node.n]\nmodule = \"counter\"\nnext = \"out\"\n";
        GraphSources sources = new(
            new SourceFile("graph.toml", Wire.Replace("first", "tenants") + tenants),
            new[] { new SourceFile("t.toml", Tenant) }.ToEquatableArray(), Repository.Modules);
        void Compile() => Assert.Equal(1_001, GraphCompiler.Compile(sources).Plan!.Nodes.Count);
        Assert.InRange(ProcessorTime.SecondsOf(Compile), 0, 20);
    }

    [Test]
    public void Rules_that_cost_more_than_4096_comparisons_are_refused()
    {
        string Set(int rule) => string.Join(", ", Enumerable.Range(0, 200).Select(value => $"{rule * 600 + value * 3}"));
        string rules = string.Concat(Enumerable.Range(0, 21)
            .Select(rule => $"  {{ when = \"l4.dst in [{Set(rule)}]\", to = \"b\" }},\n"));
        Refuses("FP0603", Wire + $"[node.first]\nnext = [\n{rules}  {{ to = \"drop\" }},\n]\n");
    }

    static string Chain(int length) => string.Concat(Enumerable.Range(0, length).Select(i =>
        $"[node.{(i == 0 ? "first" : $"n{i}")}]\nmodule = \"counter\"\nnext = \"{(i == length - 1 ? "b" : $"n{i + 1}")}\"\n"));

    static GraphResult Compile(string graph) =>
        GraphCompiler.Compile(new GraphSources(new SourceFile("graph.toml", graph), default, Repository.Modules));

    static void Refuses(string id, string graph) =>
        Assert.Equal([id], Compile(graph).Diagnostics.Select(diagnostic => diagnostic.Id));
}
