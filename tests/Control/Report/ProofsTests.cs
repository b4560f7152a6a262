using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Control.Report;
using Xunit;

namespace FastPaas.Control.Tests.Report;

/// <summary>Ten thousand random graphs, with honest certificates and with forged ones; what is true is asked of all paths,
/// one by one.</summary>
public sealed class ProofsTests
{
    const int Graphs = 10_000;

    [Test]
    public void An_honest_certificate_holds_and_none_can_be_made_for_a_graph_that_can_be_bypassed()
    {
        int held = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            CompiledGraph graph = Certified(new Random(seed));
            bool holds = Proofs.Complaints(graph) is [];
            Assert.True(holds != IsBypassed(graph), $"seed {seed}");
            if (holds) held++;
        }
        Assert.InRange(held, Graphs / 10, Graphs * 9 / 10);
    }

    [Test]
    public void A_certificate_of_another_graph_or_with_other_words_is_never_a_way_around()
    {
        int refused = 0, changed = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            Random random = new(seed);
            CompiledGraph graph = Mutated(random, Certified(random));
            bool holds = Proofs.Complaints(graph) is [];
            if (IsBypassed(graph)) changed++;
            if (!holds) refused++;
            Assert.False(holds && IsBypassed(graph), $"seed {seed}");
        }
        Assert.InRange(changed, Graphs / 10, Graphs);
        Assert.InRange(refused, changed, Graphs - Graphs / 100);
    }

    [Test]
    public void A_line_less_is_a_proof_less()
    {
        CompiledGraph graph = HandGraph.Marker with { Certificate = [] };
        Assert.Equal(["node kind is mandatory for port in, and no line proves it"], Proofs.Complaints(graph));
    }

    [Test]
    [Arguments("mandatory kind port in", "it can't be read")]
    [Arguments("mandatory mark port in before", "port in leads to kind")]
    [Arguments("mandatory mark port in before kind mark", "mark.done leads to port out")]
    [Arguments("mandatory nobody port in before kind", "there is no such node")]
    [Arguments("mandatory kind port nowhere before", "there is no such port")]
    public void A_forged_line_is_told(string line, string why)
    {
        CompiledGraph graph = HandGraph.Marker with { Certificate = [.. HandGraph.Marker.Certificate, line] };
        Assert.Equal([$"\"{line}\": {why}"], Proofs.Complaints(graph));
    }

    /// <summary>Nodes lead to later ones, ports and drops; one is mandatory, and its line is what is reached without
    /// it.</summary>
    static CompiledGraph Certified(Random random)
    {
        int nodes = random.Next(1, 9), mandatory = random.Next(nodes);
        NodeDescription[] all = [.. Enumerable.Range(0, nodes).Select(node => new NodeDescription(
            $"n{node}", null, null, "", 0, [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new OutputDescription(
                $"rule{i}", Target(random, node + 1, nodes), 0))])
            { MandatoryFor = node == mandatory ? ["p0"] : [] })];
        CompiledGraph graph = HandGraph.Wire with
        {
            Ports = [Port("p0", "n0"), Port("p1", $"n{random.Next(nodes)}")], Nodes = all,
        };
        SortedSet<string> before = new(StringComparer.Ordinal);
        Reach(graph, "n0", $"n{mandatory}", before);
        string names = string.Concat(before.Select(name => " " + name));
        return graph with { Certificate = [$"mandatory n{mandatory} port p0 before{names}"] };
    }

    static PortDescription Port(string name, string next) => new(name, "", 1, next, 0, 0, 0, 0);

    static string Target(Random random, int from, int nodes) => random.Next(5) switch
    {
        0 => "drop tx_full",
        1 => "port p1",
        _ => from < nodes ? $"n{random.Next(from, nodes)}" : "drop tx_full",
    };

    static void Reach(CompiledGraph graph, string at, string except, SortedSet<string> reached)
    {
        if (at == except || at.Contains(' ') || !reached.Add(at)) return;
        foreach (OutputDescription output in graph.Nodes.Single(node => node.Name == at).Outputs)
            Reach(graph, output.To, except, reached);
    }

    /// <summary>An edge more or elsewhere, a word of the certificate more, less or another, a line less.</summary>
    static CompiledGraph Mutated(Random random, CompiledGraph graph)
    {
        NodeDescription[] nodes = [.. graph.Nodes];
        List<string> words = [.. graph.Certificate[0].Split(' ')];
        int which = random.Next(nodes.Length);
        OutputDescription another = new("more", Target(random, which + 1, nodes.Length), 0);
        switch (random.Next(6))
        {
            case 0: nodes[which] = nodes[which] with { Outputs = [.. nodes[which].Outputs, another] }; break;
            case 1: nodes[which] = nodes[which] with { Outputs = [another] }; break;
            case 2: words.Insert(random.Next(5, words.Count + 1), $"n{which}"); break;
            case 3: words.RemoveAt(random.Next(words.Count)); break;
            case 4: words[random.Next(words.Count)] = $"n{which}"; break;
            default: return graph with { Nodes = nodes, Certificate = [] };
        }
        return graph with { Nodes = nodes, Certificate = [string.Join(' ', words)] };
    }

    /// <summary>Whether some path from a port that a node is mandatory for comes to a port and not to the node.</summary>
    static bool IsBypassed(CompiledGraph graph) => graph.Nodes.Any(node => node.MandatoryFor.Any(port =>
        Escapes(graph, graph.Ports.Single(each => each.Name == port).Next!, node.Name)));

    static bool Escapes(CompiledGraph graph, string at, string mandatory) => at != mandatory
        && (at.StartsWith("port ", StringComparison.Ordinal) || graph.Nodes.Where(node => node.Name == at)
            .Any(node => node.Outputs.Any(output => Escapes(graph, output.To, mandatory))));
}
