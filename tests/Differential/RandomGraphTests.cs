using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Harness;
using FastPaas.Differential.Random;
using FastPaas.Differential.Reference;
using FastPaas.Graph;
using FastPaas.Graph.Match;
using FastPaas.Graph.Plan;
using FastPaas.Graph.Toml;
using Xunit;

namespace FastPaas.Differential;

/// <summary>What the comparison stands on: random graphs are valid, and conditions keep their meaning when they are
/// parsed.</summary>
public sealed class RandomGraphTests
{
    [Test]
    public void Random_graphs_are_valid()
    {
        var graphs = new RandomGraphs(new Rng(7));
        for (int i = 0; i < 200; i++)
        {
            GraphSketch sketch = graphs.Next($"g{i}");
            GraphSketch? valid = Repair.UntilValid(sketch, CheckedSketch.Compile);
            Assert.True(valid != null, $"{string.Join('\n', CheckedSketch.Compile(sketch).Diagnostics)}\n{sketch}");
        }
    }

    [Test]
    public void A_plan_is_in_topological_order()
    {
        var graphs = new RandomGraphs(new Rng(8));
        for (int i = 0; i < 100; i++)
        {
            DispatchPlan plan = CheckedSketch.Compile(Repair.UntilValid(graphs.Next($"g{i}"), CheckedSketch.Compile)!).Plan!;
            foreach (PlanNode node in plan.Nodes)
            {
                IEnumerable<NodeTarget> targets = node.Outputs.Select(output => output.Target).OfType<NodeTarget>();
                Assert.All(targets, target => Assert.True(target.NodeId > node.Id));
            }
        }
    }

    /// <summary>The parser, precedence, normalisation of ranges, prefixes, sets and !=, against conditions that were never
    /// text.</summary>
    [Test]
    public void Conditions_mean_what_was_written()
    {
        var rng = new Rng(9);
        var conditions = new RandomConditions(rng);
        var frames = new RandomFrames(rng);
        ReferenceHeaders[] packets = frames.Burst(400).Where(frame => frame.Bytes.Length >= 14)
            .Select(frame => ReferenceHeaders.Parse(frame.Bytes)).ToArray();
        for (int i = 0; i < 3_000; i++)
        {
            Condition condition = conditions.Next();
            var mistakes = new List<Diagnostic>();
            MatchExpression? parsed = MatchParser.Parse(Written(condition.Text), mistakes);
            Assert.True(parsed != null, $"`{condition.Text}`: {string.Join('\n', mistakes)}");
            bool agrees = packets.All(packet => ReferenceExpression.Holds(parsed, packet) == condition.Holds(packet));
            Assert.True(agrees, $"`{condition.Text}` became {parsed}");
        }
    }

    /// <summary>Else the comparison would compare nothing but the last rule.</summary>
    [Test]
    public void Random_conditions_are_neither_always_true_nor_always_false()
    {
        var rng = new Rng(10);
        var conditions = new RandomConditions(rng);
        ReferenceHeaders[] packets = new RandomFrames(rng).Burst(300).Where(frame => frame.Bytes.Length >= 14)
            .Select(frame => ReferenceHeaders.Parse(frame.Bytes)).ToArray();
        int split = Enumerable.Range(0, 500).Select(_ => conditions.Next()).Count(
            condition => packets.Count(condition.Holds) is var holding && holding > 0 && holding < packets.Length);
        Assert.InRange(split, 300, 500);
    }

    static TomlString Written(string text) =>
        (TomlString)TomlReader.Read("graph.toml", $"when = \"{text}\"\n").Root.Entries[0].Value;
}
