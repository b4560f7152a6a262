using System;
using System.Linq;
using FastPaas.Graph.Match;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Graph.Tests.Match;

public class MatchPropertyTests
{
    [Test]
    public void Reading_what_was_printed_gives_the_same_expression() =>
        Check(Expressions.Any, 2000, expression => Assert.Equal(expression, Expressions.Parse(MatchText.Of(expression))));

    [Test]
    public void Never_true_is_proved_exactly_when_no_packet_matches() =>
        Check(Expressions.Small, 400, expression =>
            AssertAgrees(MatchAlgebra.NeverTrue(expression), SmallPackets.All.Any(packet => packet.Matches(expression)),
                expression));

    [Test]
    public void Always_true_is_proved_exactly_when_every_packet_matches() =>
        Check(Expressions.Small, 400, expression =>
            AssertAgrees(MatchAlgebra.AlwaysTrue(expression), SmallPackets.All.Any(packet => !packet.Matches(expression)),
                new NotExpression(expression)));

    [Test]
    public void Disjointness_is_proved_exactly_when_no_packet_matches_both() =>
        Check(Expressions.Small.SelectMany(left => Expressions.Small.Select(right => (left, right))), 400, pair =>
            AssertAgrees(MatchAlgebra.Disjoint(pair.left, pair.right),
                SmallPackets.All.Any(packet => packet.Matches(pair.left) && packet.Matches(pair.right)),
                new AndExpression(pair.left, pair.right)));

    [Test]
    public void A_rule_is_unreachable_exactly_when_earlier_rules_take_all_its_packets() =>
        Check(Gen.ListOf(Expressions.Small, 4).Select(rules => rules.ToArray()), 200, rules =>
        {
            var reached = SmallPackets.All.Select(packet => Array.FindIndex(rules, packet.Matches)).ToHashSet();
            Assert.Equal(Enumerable.Range(0, rules.Length).Where(index => !reached.Contains(index)),
                MatchAlgebra.Unreachable(rules, new(MatchAlgebra.RulesStepsMax)));
        });

    [Test]
    public void Overlaps_are_the_pairs_that_some_packet_matches() =>
        Check(Gen.ListOf(Expressions.Small, 4).Select(conditions => conditions.ToArray()), 200, conditions =>
        {
            var pairs = from second in Enumerable.Range(0, conditions.Length)
                        from first in Enumerable.Range(0, second)
                        where SmallPackets.All.Any(packet => packet.Matches(conditions[first])
                            && packet.Matches(conditions[second]))
                        select (first, second);
            Assert.Equal(pairs, MatchAlgebra.Overlaps(conditions).Select(overlap => (overlap.First, overlap.Second)));
        });

    [Test]
    public void A_witness_over_all_fields_matches() =>
        Check(Expressions.Any, 2000, expression =>
        {
            ProofResult result = MatchAlgebra.NeverTrue(expression);
            if (result.Witness is null) return;
            // Fields that the witness doesn't name don't matter.
            Assert.True(Packet.From(result.Witness, 0).Matches(expression), MatchText.Of(expression));
            Assert.True(Packet.From(result.Witness, ulong.MaxValue).Matches(expression), MatchText.Of(expression));
        });

    static void AssertAgrees(ProofResult result, bool some, MatchExpression condition)
    {
        Assert.Equal(some ? Proof.Refuted : Proof.Proved, result.Proof);
        if (result.Witness is not null) Assert.True(Packet.From(result.Witness, 0).Matches(condition), MatchText.Of(condition));
    }

    static void Check<T>(Gen<T> values, int count, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(20));
}
