using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Match;

/// <summary>What a search came to.</summary>
public enum Proof
{
    /// <summary>No packet does it.</summary>
    Proved,
    /// <summary>Some packet does it: the witness.</summary>
    Refuted,
    /// <summary>Too many alternatives to tell.</summary>
    LimitReached,
}

/// <param name="Witness">Only when <see cref="Proof.Refuted"/>.</param>
public readonly record struct ProofResult(Proof Proof, PacketWitness? Witness);

/// <summary>Two conditions, by index, that aren't proved to exclude each other.</summary>
public readonly record struct Overlap(int First, int Second, ProofResult Result);

/// <summary>What can be known of conditions at build time. Sound: <see cref="Proof.Proved"/> holds for every packet.</summary>
public static class MatchAlgebra
{
    /// <summary>Steps for one question: enough for any readable pair of expressions; some tens of milliseconds at most.</summary>
    public const int QuestionStepsMax = 300_000;

    /// <summary>Steps for all pairs of a list: some seconds at most.</summary>
    public const int PairsStepsMax = 50_000_000;

    /// <summary>Steps for the rules of all branches of a graph: a second or two at most.</summary>
    public const int RulesStepsMax = 10_000_000;

    /// <summary>Proved: no packet makes both true.</summary>
    public static ProofResult Disjoint(MatchExpression left, MatchExpression right) =>
        NoneWith([(new(left), true), (new(right), true)], new(QuestionStepsMax));

    /// <summary>Proved: no packet makes it true.</summary>
    public static ProofResult NeverTrue(MatchExpression expression) =>
        NoneWith([(new(expression), true)], new(QuestionStepsMax));

    /// <summary>Proved: every packet makes it true.</summary>
    public static ProofResult AlwaysTrue(MatchExpression expression) =>
        NoneWith([(new(expression), false)], new(QuestionStepsMax));

    /// <summary>The pairs of a list that aren't proved disjoint, at most <paramref name="overlapsMax"/>, in order.</summary>
    public static IReadOnlyList<Overlap> Overlaps(IReadOnlyList<MatchExpression> conditions, int overlapsMax = 20)
    {
        MatchForm[] forms = conditions.Select(condition => new MatchForm(condition)).ToArray();
        var overlaps = new List<Overlap>();
        var budget = new MatchBudget(PairsStepsMax);
        for (int j = 1; j < forms.Length; j++)
        {
            for (int i = 0; i < j && overlaps.Count < overlapsMax; i++)
            {
                MatchBudget part = budget.Part(QuestionStepsMax);
                ProofResult result = NoneWith([(forms[i], true), (forms[j], true)], part);
                budget.Charge(part);
                if (result.Proof != Proof.Proved) overlaps.Add(new(i, j, result));
            }
        }

        return overlaps;
    }

    /// <summary>The rules of a first-match list that no packet reaches, because it never holds or earlier rules take all that it
    /// would. Only proved ones are listed, and none that <paramref name="budget"/> doesn't suffice for.</summary>
    public static IReadOnlyList<int> Unreachable(IReadOnlyList<MatchExpression> rules, MatchBudget budget)
    {
        MatchForm[] forms = rules.Select(rule => new MatchForm(rule)).ToArray();
        var unreachable = new List<int>();
        for (int i = 0; i < forms.Length && !budget.Spent; i++)
        {
            MatchBudget part = budget.Part(QuestionStepsMax);
            var conditions = new List<(MatchForm, bool)> { (forms[i], true) };
            for (int j = i - 1; j >= 0; j--) conditions.Add((forms[j], false));
            if (NoneWith(conditions, part).Proof == Proof.Proved) unreachable.Add(i);
            budget.Charge(part);
        }

        return unreachable;
    }

    /// <summary>The most field comparisons that deciding takes: one for each range of each test, or of its complement if that has
    /// fewer.</summary>
    public static long Cost(MatchExpression expression) => expression switch
    {
        FieldTest test => Math.Max(1, Math.Min(test.Ranges.Count,
            RangeSet.Complement(test.Ranges, HeaderFieldInfo.Of(test.Field).Bits).Count)),
        AndExpression both => Cost(both.Left) + Cost(both.Right),
        OrExpression either => Cost(either.Left) + Cost(either.Right),
        NotExpression not => Cost(not.Operand),
        _ => 0,
    };

    /// <summary>The fields that deciding reads, in the order of <see cref="HeaderField"/>.</summary>
    public static IReadOnlyList<HeaderField> Fields(MatchExpression expression)
    {
        var fields = new SortedSet<HeaderField>();
        Collect(expression, fields);
        return fields.ToArray();
    }

    static void Collect(MatchExpression expression, SortedSet<HeaderField> fields)
    {
        switch (expression)
        {
            case FieldTest test:
                fields.Add(test.Field);
                break;
            case AndExpression both:
                Collect(both.Left, fields);
                Collect(both.Right, fields);
                break;
            case OrExpression either:
                Collect(either.Left, fields);
                Collect(either.Right, fields);
                break;
            case NotExpression not:
                Collect(not.Operand, fields);
                break;
        }
    }

    static ProofResult NoneWith(IReadOnlyList<(MatchForm, bool)> conditions, MatchBudget budget)
    {
        PacketWitness? witness = new MatchSearch(budget).Find(conditions);
        if (witness is not null) return new(Proof.Refuted, witness);
        return new(budget.Spent ? Proof.LimitReached : Proof.Proved, null);
    }
}
