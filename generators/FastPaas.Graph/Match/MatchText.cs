using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Graph.Match;

/// <summary>Prints match expressions in one canonical form, which <see cref="MatchParser"/> reads back as the same
/// expression.</summary>
public static class MatchText
{
    const int OrLevel = 0, AndLevel = 1, UnaryLevel = 2;

    public static string Of(MatchExpression expression) => Print(expression, OrLevel);

    /// <summary>A single value, as its field's literals are written.</summary>
    public static string Value(HeaderFieldInfo field, FieldValue value) => field.Literal switch
    {
        LiteralKind.Mac => Mac(value.Low),
        LiteralKind.Ip4 => Ip4(value.Low),
        LiteralKind.Ip6 => Ip6(value),
        _ when field.Field == HeaderField.EthType => $"0x{value.Low:x4}",
        _ when field.Field == HeaderField.TcpFlags => $"0x{value.Low:x2}",
        _ => value.Low.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    static string Print(MatchExpression expression, int level) => expression switch
    {
        OrExpression or => Parenthesize($"{Print(or.Left, OrLevel)} or {Print(or.Right, AndLevel)}", level > OrLevel),
        AndExpression and => Parenthesize($"{Print(and.Left, AndLevel)} and {Print(and.Right, UnaryLevel)}", level > AndLevel),
        NotExpression not => $"not {Print(not.Operand, UnaryLevel)}",
        FieldTest test => Test(test),
        _ => "",
    };

    static string Parenthesize(string text, bool wanted) => wanted ? $"({text})" : text;

    static string Test(FieldTest test)
    {
        HeaderFieldInfo field = HeaderFieldInfo.Of(test.Field);
        FieldValue max = FieldValue.Max(field.Bits);
        EquatableArray<ValueRange> ranges = test.Ranges;
        if (ranges.Count == 1 && ranges[0].First == ranges[0].Last) return $"{field.Name} == {Value(field, ranges[0].First)}";
        EquatableArray<ValueRange> others = RangeSet.Complement(ranges, field.Bits);
        if (others.Count == 1 && others[0].First == others[0].Last) return $"{field.Name} != {Value(field, others[0].First)}";
        if (ranges.Count != 1) return $"{field.Name} in [{string.Join(", ", ranges.Select(range => Range(field, range)))}]";
        if (field.Literal == LiteralKind.Number && ranges[0].Last == max)
            return $"{field.Name} >= {Value(field, ranges[0].First)}";
        if (field.Literal == LiteralKind.Number && ranges[0].First == default)
            return $"{field.Name} <= {Value(field, ranges[0].Last)}";
        return $"{field.Name} in {Range(field, ranges[0])}";
    }

    static string Range(HeaderFieldInfo field, ValueRange range)
    {
        if (range.First == range.Last) return Value(field, range.First);
        int length = field.Literal == LiteralKind.Number ? -1 : RangeSet.PrefixLength(range, field.Bits);
        return length >= 0 ? $"{Value(field, range.First)}/{length}" : $"{Value(field, range.First)}..{Value(field, range.Last)}";
    }

    static string Mac(ulong value) =>
        string.Join(":", Enumerable.Range(0, 6).Select(i => ((value >> (40 - i * 8)) & 0xff).ToString("x2")));

    static string Ip4(ulong value) => $"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}";

    /// <summary>RFC 5952: lower case, no zeros in front, the longest run of two or more zero groups as <c>::</c>, the first of
    /// equals.</summary>
    static string Ip6(FieldValue value)
    {
        ulong[] groups = new ulong[8];
        for (int i = 0; i < 8; i++) groups[i] = ((i < 4 ? value.High : value.Low) >> (48 - i % 4 * 16)) & 0xffff;
        int start = -1, longest = 1;
        for (int i = 0; i < 8; i++)
        {
            int length = 0;
            while (i + length < 8 && groups[i + length] == 0) length++;
            if (length > longest) (start, longest) = (i, length);
        }

        if (start < 0) return Hex(groups);
        return $"{Hex(groups.Take(start))}::{Hex(groups.Skip(start + longest))}";
    }

    static string Hex(IEnumerable<ulong> groups) => string.Join(":", groups.Select(group => group.ToString("x")));
}
