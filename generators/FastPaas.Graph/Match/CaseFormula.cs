using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Match;

/// <summary>A condition as it reads inside one <see cref="LayerCase"/>: without <c>not</c>, without absent fields, and with the
/// tests of one field that stand side by side made one.</summary>
abstract record CaseFormula
{
    public static CaseFormula True { get; } = new CaseAll([]);

    public static CaseFormula False { get; } = new CaseAny([]);

    public static CaseFormula Of(MatchExpression expression, bool truth, LayerCase layers)
    {
        switch (expression)
        {
            case NotExpression not:
                return Of(not.Operand, !truth, layers);
            case FieldTest test:
                if (!layers.Has(test.Field)) return truth ? False : True;
                return Literal(layers.Column(test.Field),
                    truth ? test.Ranges : RangeSet.Complement(test.Ranges, HeaderFieldInfo.Of(test.Field).Bits));
            default:
                bool all = expression is AndExpression == truth;
                var parts = new List<CaseFormula>();
                Collect(expression, truth, all, layers, parts);
                return Join(all, parts);
        }
    }

    /// <summary>The parts of a chain of <c>and</c>s, or of <c>or</c>s, in order.</summary>
    static void Collect(MatchExpression expression, bool truth, bool all, LayerCase layers, List<CaseFormula> parts)
    {
        switch (expression)
        {
            case NotExpression not:
                Collect(not.Operand, !truth, all, layers, parts);
                break;
            case AndExpression both when truth == all:
                Collect(both.Left, truth, all, layers, parts);
                Collect(both.Right, truth, all, layers, parts);
                break;
            case OrExpression either when truth != all:
                Collect(either.Left, truth, all, layers, parts);
                Collect(either.Right, truth, all, layers, parts);
                break;
            default:
                parts.Add(Of(expression, truth, layers));
                break;
        }
    }

    /// <summary>All of them, or any: constants folded, literals of one column made one.</summary>
    static CaseFormula Join(bool all, List<CaseFormula> parts)
    {
        CaseFormula deciding = all ? False : True, idle = all ? True : False;
        var columns = new SortedDictionary<HeaderField, List<CaseLiteral>>();
        var joined = new List<CaseFormula>();
        foreach (CaseFormula part in parts)
        {
            if (part.Equals(deciding)) return part;
            if (part is CaseLiteral literal)
            {
                if (!columns.TryGetValue(literal.Column, out List<CaseLiteral>? same)) columns[literal.Column] = same = [];
                same.Add(literal);
            }
            else if (!part.Equals(idle)) joined.Add(part);
        }

        var merged = new List<CaseFormula>();
        foreach (List<CaseLiteral> same in columns.Values)
        {
            EquatableArray<ValueRange> ranges = all
                ? same.Select(literal => literal.Ranges).Aggregate(RangeSet.Intersect)
                : RangeSet.Normalize(same.SelectMany(literal => literal.Ranges));
            CaseFormula literal = Literal(same[0].Column, ranges);
            if (literal.Equals(deciding)) return literal;
            merged.Add(literal);
        }

        merged.AddRange(joined);
        if (merged.Count == 1) return merged[0];
        return all ? new CaseAll(merged.ToEquatableArray()) : new CaseAny(merged.ToEquatableArray());
    }

    static CaseFormula Literal(HeaderField column, EquatableArray<ValueRange> ranges)
    {
        if (ranges.Count == 0) return False;
        bool every = ranges.Count == 1 && ranges[0] == new ValueRange(default, FieldValue.Max(HeaderFieldInfo.Of(column).Bits));
        return every ? True : new CaseLiteral(column, ranges);
    }
}

/// <summary>The value of a present field lies in these ranges: not none, not all.</summary>
sealed record CaseLiteral(HeaderField Column, EquatableArray<ValueRange> Ranges) : CaseFormula;

sealed record CaseAll(EquatableArray<CaseFormula> Parts) : CaseFormula;

sealed record CaseAny(EquatableArray<CaseFormula> Parts) : CaseFormula;

/// <summary>A condition and its denial in each layer case, made when first asked for.</summary>
sealed class MatchForm(MatchExpression expression)
{
    readonly CaseFormula?[] formulas = new CaseFormula?[LayerCase.All.Count * 2];

    public CaseFormula In(int layerCase, bool truth) =>
        formulas[layerCase * 2 + (truth ? 1 : 0)] ??= CaseFormula.Of(expression, truth, LayerCase.All[layerCase]);

    /// <summary>True: the two exclude each other by a test that each of them always makes. The common answer, found without a
    /// search.</summary>
    public static bool Exclude(CaseFormula left, CaseFormula right, MatchBudget budget)
    {
        if (left.Equals(CaseFormula.False) || right.Equals(CaseFormula.False)) return true;
        foreach (CaseLiteral mine in Guards(left))
        {
            foreach (CaseLiteral other in Guards(right))
            {
                if (mine.Column != other.Column || !budget.TrySpend(1 + (mine.Ranges.Count + other.Ranges.Count) / 8)) continue;
                if (!RangeSet.Intersects(mine.Ranges, other.Ranges)) return true;
            }
        }

        return false;
    }

    static IEnumerable<CaseLiteral> Guards(CaseFormula formula) => formula switch
    {
        CaseLiteral literal => [literal],
        CaseAll all => all.Parts.OfType<CaseLiteral>(),
        _ => [],
    };
}
