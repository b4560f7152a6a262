using System.Collections.Generic;

namespace FastPaas.Graph.Match;

/// <summary>Looks for a packet that makes conditions true, one layer case after the other: a depth-first walk over the
/// alternatives of the disjunctive normal form, which is never built. Tests of fields narrow a box of ranges; of the alternatives
/// that are left, the one with the fewest open sides branches.</summary>
sealed class MatchSearch(MatchBudget budget)
{
    /// <summary>Branches inside each other: bounds the stack, and no readable rule set comes near.</summary>
    const int DepthMax = 500;

    readonly Dictionary<HeaderField, EquatableArray<ValueRange>> box = [];

    /// <summary>A packet for which each of <paramref name="conditions"/> has its wanted truth; null: none found. With
    /// <see cref="MatchBudget.Spent"/> afterwards null proves nothing, without it that there is none.</summary>
    public PacketWitness? Find(IReadOnlyList<(MatchForm Form, bool Truth)> conditions)
    {
        for (int i = 0; i < LayerCase.All.Count && !budget.Spent; i++)
        {
            bool excluded = conditions.Count == 2 && MatchForm.Exclude(
                conditions[0].Form.In(i, conditions[0].Truth), conditions[1].Form.In(i, conditions[1].Truth), budget);
            if (excluded) continue;
            box.Clear();
            foreach (FieldTest fact in LayerCase.All[i].Facts) box[fact.Field] = fact.Ranges;
            var alternatives = new List<CaseAny>();
            if (TryAssume(conditions, i, alternatives) && Solve(alternatives, 0))
                return new(LayerCase.All[i].Layers, new SortedDictionary<HeaderField, EquatableArray<ValueRange>>(box));
        }

        return null;
    }

    bool TryAssume(IReadOnlyList<(MatchForm Form, bool Truth)> conditions, int layerCase, List<CaseAny> alternatives)
    {
        foreach ((MatchForm form, bool truth) in conditions)
        {
            if (!TryAssume(form.In(layerCase, truth), alternatives, null)) return false;
        }

        return true;
    }

    /// <summary>Takes a formula for true. False: the box has no room for it, or the budget is spent.</summary>
    /// <param name="undo">Gets what was in the box before; null: nobody comes back.</param>
    bool TryAssume(CaseFormula formula, List<CaseAny> alternatives, List<Narrowing>? undo)
    {
        if (!budget.TrySpend(1)) return false;
        switch (formula)
        {
            case CaseLiteral literal:
                return TryNarrow(literal, undo);
            case CaseAny any:
                alternatives.Add(any);
                return any.Parts.Count > 0;
            default:
                foreach (CaseFormula part in ((CaseAll)formula).Parts)
                {
                    if (!TryAssume(part, alternatives, undo)) return false;
                }

                return true;
        }
    }

    bool TryNarrow(CaseLiteral literal, List<Narrowing>? undo)
    {
        EquatableArray<ValueRange> allowed = literal.Ranges;
        bool narrowed = box.TryGetValue(literal.Column, out EquatableArray<ValueRange> before);
        if (narrowed)
        {
            if (!budget.TrySpend(before.Count + allowed.Count)) return false;
            allowed = RangeSet.Intersect(before, allowed);
            if (allowed.Count == 0) return false;
        }

        undo?.Add(new(literal.Column, before));
        box[literal.Column] = allowed;
        return true;
    }

    bool Solve(List<CaseAny> alternatives, int depth)
    {
        if (depth > DepthMax) budget.SpendAll();
        if (!TryChoose(alternatives, out CaseAny? chosen)) return false;
        if (chosen is null) return true;
        foreach (CaseFormula side in chosen.Parts)
        {
            var rest = new List<CaseAny>(alternatives.Count);
            foreach (CaseAny other in alternatives)
            {
                if (!ReferenceEquals(other, chosen)) rest.Add(other);
            }

            var undo = new List<Narrowing>();
            if (TryAssume(side, rest, undo) && Solve(rest, depth + 1)) return true;
            for (int i = undo.Count - 1; i >= 0; i--)
            {
                if (undo[i].Before.Count == 0) box.Remove(undo[i].Column);
                else box[undo[i].Column] = undo[i].Before;
            }

            if (budget.Spent) return false;
        }

        return false;
    }

    /// <summary>The alternative with the fewest sides that the box has room for; null: there is none left. False: one has no side
    /// left.</summary>
    bool TryChoose(List<CaseAny> alternatives, out CaseAny? chosen)
    {
        chosen = null;
        int fewest = int.MaxValue;
        foreach (CaseAny alternative in alternatives)
        {
            int open = 0;
            foreach (CaseFormula side in alternative.Parts) open += HasRoom(side) ? 1 : 0;
            if (open == 0 || budget.Spent) return false;
            if (open < fewest) (chosen, fewest) = (alternative, open);
        }

        return true;
    }

    /// <summary>False: the formula can't be true in the box. A quick look, not a proof of the opposite.</summary>
    bool HasRoom(CaseFormula formula)
    {
        if (formula is CaseAll all)
        {
            foreach (CaseFormula part in all.Parts)
            {
                if (part is CaseLiteral && !HasRoom(part)) return false;
            }
        }

        if (formula is not CaseLiteral literal || !box.TryGetValue(literal.Column, out EquatableArray<ValueRange> now))
            return true;
        return budget.TrySpend(now.Count + literal.Ranges.Count) && RangeSet.Intersects(now, literal.Ranges);
    }

    readonly record struct Narrowing(HeaderField Column, EquatableArray<ValueRange> Before);
}

/// <summary>Steps that a proof may take, so that no input makes a build hang.</summary>
sealed class MatchBudget(int stepsMax)
{
    public bool Spent { get; private set; }

    public int StepsTaken { get; private set; }

    public bool TrySpend(int steps)
    {
        Spent |= steps > stepsMax - StepsTaken;
        if (!Spent) StepsTaken += steps;
        return !Spent;
    }

    public void SpendAll() => Spent = true;
}
