using System;
using System.Linq;
using Xunit;

namespace FastPaas.Graph.Tests;

/// <summary>Files near the limits that are made to be slow. Bounds are generous: what they tell apart is seconds from
/// hours.</summary>
public class HostileInputTests
{
    const string Head = """
        schema = 1
        name = "x"
        [port.a]
        device = "net_null0"
        next = "n0"
        [port.b]
        device = "net_null1"
        next = "a"

        """;

    [Test]
    public void Mistakes_beyond_a_thousand_are_counted()
    {
        GraphResult result = Compile(Head + "[oops]\n" + Many(5_000, i => $"[o{i}]\n"));
        Assert.Equal(Limits.MistakesMax + 1, result.Diagnostics.Count);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic is { Id: Rule.TooMany, Severity: DiagnosticSeverity.Error }
            && diagnostic.Message.EndsWith("more mistakes aren't listed; mend the others first", StringComparison.Ordinal));
    }

    [Test]
    public void Branches_full_of_rules_are_checked_in_time()
    {
        string rules = Many(255, i =>
            $$"""{ when = "tcp.dst == {{i}} and ip.src in 10.{{i}}.0.0/16 or udp.dst == {{i}}", to = "b" },""");
        AssertQuick(Head + Many(20, i => $"[node.n{i}]\nnext = [{rules} {{ to = \"{(i == 19 ? "b" : $"n{i + 1}")}\" }}]\n"));
    }

    [Test]
    public void Rules_without_a_short_proof_end_with_the_budget()
    {
        string Rule(int i) => string.Join(" or ", Enumerable.Range(0, 8).Select(j =>
            $"(tcp.dst != {i + j} and ip.ttl != {j} and vlan.id != {i * j} and ip.dscp != {j} and tcp.src != {i})"));
        string rules = Many(100, i => $$"""{ when = "not ({{Rule(i)}})", to = "b" },""");
        AssertQuick(Head + Many(8, i => $"[node.n{i}]\nnext = [{rules} {{ to = \"{(i == 7 ? "b" : $"n{i + 1}")}\" }}]\n"));
    }

    [Test]
    public void Names_near_each_other_are_compared_in_time() =>
        AssertQuick(Head + Many(1_000, i => $"[node.abcdefghijk{i}]\nmodule = \"cuonter\"\nnext = \"abcdefghikj{i}\"\n"));

    [Test]
    public void A_manifest_of_a_megabyte_is_refused_in_time()
    {
        string manifest = "name = \"big\"\nlanguage = \"csharp\"\nsummary = \"x\"\npacket = \"read\"\noutputs = ["
            + Many(100_000, i => $"\"o{i}\",") + "]\n";
        AssertQuick(Head, new SourceFile("big/module.toml", manifest));
    }

    [Test]
    public void A_match_of_a_megabyte_of_mistakes_lists_twenty()
    {
        string set = Many(300_000, _ => "x,");
        GraphResult result = Compile(Head + $$"""
            [node.n0]
            next = [{ when = "tcp.dst in [{{set}}]", to = "b" }]
            """);
        Assert.Equal(20, result.Diagnostics.Count(diagnostic => diagnostic.Id == "FP0304"));
    }

    static void AssertQuick(string graph, params SourceFile[] manifests) =>
        Assert.InRange(ProcessorTime.SecondsOf(() => Compile(graph, manifests)), 0, 60);

    static GraphResult Compile(string graph, params SourceFile[] manifests) => GraphCompiler.Compile(
        new GraphSources(new SourceFile("graph.toml", graph), default, Repository.Modules.Concat(manifests).ToEquatableArray()));

    static string Many(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));
}
