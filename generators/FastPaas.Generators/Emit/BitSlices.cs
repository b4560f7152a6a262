using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Plan;

namespace FastPaas.Generators.Emit;

/// <summary>A branch whose rules tell apart the values of a few neighbouring bits of one field, within one aligned block of its
/// values: as many bit slices as bits, instead of a compare for each rule.</summary>
/// <param name="Low">The lowest of the bits.</param>
/// <param name="Width">How many.</param>
/// <param name="Block">The values that the rules are about; all share the bits above it.</param>
/// <param name="Codes">For each conditional rule, the value of the bits.</param>
sealed record BitSlices(HeaderField Field, int Low, int Width, ValueRange Block, IReadOnlyList<int> Codes)
{
    const int RulesMin = 3, WidthMax = 6;
    /// <summary>Ranges looked at, at most: beyond, compares would be worse still, but nobody writes such a graph.</summary>
    const int RangesMax = 4096;

    public static BitSlices? Find(BranchNode node)
    {
        MatchExpression?[] conditions = [.. node.Rules.Select(rule => rule.When).Where(when => when is not null)];
        FieldTest[] tests = [.. conditions.OfType<FieldTest>()];
        if (tests.Length < RulesMin || tests.Length != conditions.Length) return null;
        HeaderField field = tests[0].Field;
        int bits = HeaderFieldInfo.Of(field).Bits;
        if (bits > 32 || tests.Any(test => test.Field != field || test.Ranges.Count != tests[0].Ranges.Count)) return null;
        int count = tests[0].Ranges.Count;
        if (count == 0 || count * tests.Length > RangesMax || (count & (count - 1)) != 0) return null;
        ulong unit = Size(tests[0].Ranges[0]);
        if ((unit & (unit - 1)) != 0
            || tests.Any(test => test.Ranges.Any(range => Size(range) != unit || range.First.Low % unit != 0))) return null;
        return Of(field, bits, Log2(unit), count,
            [.. tests.Select(test => test.Ranges.Select(range => range.First.Low / unit).ToArray())]);
    }

    static ulong Size(ValueRange range) => range.Last.Low - range.First.Low + 1;

    /// <param name="units">For each rule the values of the bits from <paramref name="low"/> up.</param>
    static BitSlices? Of(HeaderField field, int bits, int low, int count, ulong[][] units)
    {
        ulong smallest = units.Min(rule => rule[0]), largest = units.Max(rule => rule[rule.Length - 1]);
        int blockBits = 0;
        while (smallest >> blockBits != largest >> blockBits) blockBits++;
        int width = blockBits - Log2((ulong)count);
        if (width is < 1 or > WidthMax || units.Length <= width) return null;
        ulong mask = (1ul << width) - 1;
        // As many distinct values of the block as have these low bits: then they are all of them.
        if (units.Any(rule => rule.Any(unit => (unit & mask) != (rule[0] & mask)))) return null;
        int[] codes = [.. units.Select(rule => (int)(rule[0] & mask))];
        if (codes.Distinct().Count() != codes.Length) return null;
        ulong first = smallest >> blockBits << blockBits + low;
        ulong last = first + (1ul << blockBits + low) - 1;
        return new BitSlices(field, low, width, new ValueRange(new FieldValue(0, first), new FieldValue(0, last)), codes);
    }

    static int Log2(ulong power)
    {
        int log = 0;
        while (power >> log > 1) log++;
        return log;
    }
}
