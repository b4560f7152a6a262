using System;
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
        var undo = new List<Narrowing>();
        if (TryPropagate(ref alternatives, undo, out CaseAny? chosen))
        {
            if (chosen is null) return true;
            foreach (CaseFormula side in chosen.Parts)
            {
                int before = undo.Count;
                var rest = alternatives.FindAll(other => !ReferenceEquals(other, chosen));
                if (TryAssume(side, rest, undo) && Solve(rest, depth + 1)) return true;
                Restore(undo, before);
                if (budget.Spent) break;
            }
        }

        Restore(undo, 0);
        return false;
    }

    /// <summary>Drops alternatives of which a side is certain, takes the last side that is open, and so on until there are only
    /// real choices. False: one has no side left.</summary>
    /// <param name="chosen">The alternative with the fewest open sides; null: none is left.</param>
    bool TryPropagate(ref List<CaseAny> alternatives, List<Narrowing> undo, out CaseAny? chosen)
    {
        while (true)
        {
            chosen = null;
            bool forced = false;
            int fewest = int.MaxValue;
            var left = new List<CaseAny>();
            foreach (CaseAny alternative in alternatives)
            {
                Outlook outlook = OutlookOf(alternative, out int open, out CaseFormula? last);
                if (outlook == Outlook.Closed || budget.Spent) return false;
                if (outlook == Outlook.Certain) continue;
                if (open == 1)
                {
                    if (!TryAssume(last!, left, undo)) return false;
                    forced = true;
                    continue;
                }

                left.Add(alternative);
                if (open < fewest) (chosen, fewest) = (alternative, open);
            }

            alternatives = left;
            if (!forced) return true;
        }
    }

    /// <summary>What the box says of a formula: a quick look that may call open what a search would decide.</summary>
    Outlook OutlookOf(CaseFormula formula)
    {
        switch (formula)
        {
            case CaseLiteral literal:
                if (!box.TryGetValue(literal.Column, out EquatableArray<ValueRange> now)) return Outlook.Open;
                if (!budget.TrySpend(1 + (now.Count + literal.Ranges.Count) / 4)) return Outlook.Open;
                if (!RangeSet.Intersects(now, literal.Ranges)) return Outlook.Closed;
                return RangeSet.Contains(literal.Ranges, now) ? Outlook.Certain : Outlook.Open;
            case CaseAny any:
                return OutlookOf(any, out _, out _);
            default:
                Outlook worst = Outlook.Certain;
                foreach (CaseFormula part in ((CaseAll)formula).Parts)
                {
                    Outlook outlook = OutlookOf(part);
                    if (outlook < worst) worst = outlook;
                    if (worst == Outlook.Closed) break;
                }

                return worst;
        }
    }

    Outlook OutlookOf(CaseAny any, out int open, out CaseFormula? last)
    {
        open = 0;
        last = null;
        foreach (CaseFormula side in any.Parts)
        {
            Outlook outlook = OutlookOf(side);
            if (outlook == Outlook.Certain) return outlook;
            if (outlook == Outlook.Closed) continue;
            last = side;
            open++;
        }

        return open == 0 ? Outlook.Closed : Outlook.Open;
    }

    void Restore(List<Narrowing> undo, int count)
    {
        for (int i = undo.Count - 1; i >= count; i--)
        {
            if (undo[i].Before.Count == 0) box.Remove(undo[i].Column);
            else box[undo[i].Column] = undo[i].Before;
        }

        undo.RemoveRange(count, undo.Count - count);
    }

    enum Outlook
    {
        Closed,
        Open,
        Certain,
    }

    readonly record struct Narrowing(HeaderField Column, EquatableArray<ValueRange> Before);
}

/// <summary>Steps that a proof may take, so that no input makes a build hang.</summary>
public sealed class MatchBudget(int stepsMax)
{
    readonly int stepsMax = stepsMax;

    public bool Spent { get; private set; }

    public int StepsTaken { get; private set; }

    public bool TrySpend(int steps)
    {
        Spent |= steps > stepsMax - StepsTaken;
        if (!Spent) StepsTaken += steps;
        return !Spent;
    }

    /// <summary>A part of what is left, for one question; give it back to <see cref="Charge"/>.</summary>
    public MatchBudget Part(int stepsMax) => new(Math.Min(stepsMax, this.stepsMax - StepsTaken));

    public void Charge(MatchBudget part) => TrySpend(part.StepsTaken);

    public void SpendAll() => Spent = true;
}
