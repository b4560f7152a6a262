using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Generators.Emit;

/// <summary>Match expressions as C# over lane masks: a vector compare for each range, and, or and not as they are.</summary>
static class RuleEmitter
{
    /// <summary>So many terms stand on a line.</summary>
    const int TermsInLine = 4;

    enum Binds
    {
        Or,
        And,
        Tightly,
    }

    /// <summary>Writes <c>ulong name = mask &amp; expression;</c>, long sets in statements of their own before it.</summary>
    public static void Declare(CodeWriter writer, string name, string mask, MatchExpression expression) =>
        Write(writer, name, $"ulong {name} =", mask, expression);

    /// <summary>Writes <c>name |= mask &amp; expression;</c></summary>
    public static void Join(CodeWriter writer, string name, string mask, MatchExpression expression) =>
        Write(writer, name, $"{name} |=", mask, expression);

    static void Write(CodeWriter writer, string name, string assignment, string mask, MatchExpression expression)
    {
        int sets = 0;
        string text = Parenthesised(Text(writer, name, expression, ref sets), Binds.And);
        writer.Line($"{assignment} {mask} & {text};");
    }

    static (string Text, Binds Binds) Text(CodeWriter writer, string name, MatchExpression expression, ref int sets)
    {
        switch (expression)
        {
            case FieldTest test:
                return Test(writer, name, test, ref sets);
            case AndExpression and:
                string left = Parenthesised(Text(writer, name, and.Left, ref sets), Binds.And);
                return ($"{left} & {Parenthesised(Text(writer, name, and.Right, ref sets), Binds.And)}", Binds.And);
            case OrExpression or:
                string first = Text(writer, name, or.Left, ref sets).Text;
                return ($"{first} | {Text(writer, name, or.Right, ref sets).Text}", Binds.Or);
            default:
                return ("~" + Parenthesised(Text(writer, name, ((NotExpression)expression).Operand, ref sets), Binds.Tightly),
                    Binds.Tightly);
        }
    }

    static string Parenthesised((string Text, Binds Binds) part, Binds around) =>
        part.Binds < around ? $"({part.Text})" : part.Text;

    static (string Text, Binds Binds) Test(CodeWriter writer, string name, FieldTest test, ref int sets)
    {
        string? layers = LayerMask(test.Field);
        List<string> terms = [.. test.Ranges.Select(range => Range(test.Field, range))];
        if (terms.Count == 0) return ("0ul", Binds.Tightly);
        if (terms.Contains("")) return (layers ?? "ulong.MaxValue", Binds.Tightly);
        string any;
        Binds binds = Binds.Tightly;
        if (terms.Count > TermsInLine)
        {
            // No other name has an underscore, so none of a node's can be this one.
            string set = $"{name}_set{(++sets).ToString(CultureInfo.InvariantCulture)}";
            for (int start = 0; start < terms.Count; start += TermsInLine)
            {
                string line = string.Join(" | ", terms.Skip(start).Take(TermsInLine));
                writer.Line(start == 0 ? $"ulong {set} = {line};" : $"{set} |= {line};");
            }

            any = set;
        }
        else
        {
            any = string.Join(" | ", terms);
            binds = terms.Count > 1 ? Binds.Or : terms[0].Contains(" & ") ? Binds.And : Binds.Tightly;
        }

        return layers is null ? (any, binds) : ($"{layers} & {Parenthesised((any, binds), Binds.And)}", Binds.And);
    }

    /// <summary>The variable that holds the lanes on which the field means something; null: all.</summary>
    public static string? LayerMask(HeaderField field)
    {
        string[] names = [.. LayerNames(HeaderFieldInfo.Of(field).AnyOf)];
        return names.Length == 0 ? null : names.Length == 1 ? names[0] : $"({string.Join(" | ", names)})";
    }

    /// <summary>Variables that hold the lanes with each of these layers.</summary>
    public static IEnumerable<string> LayerNames(Layers layers)
    {
        for (int bit = 1; bit <= (int)Layers.Fragment; bit <<= 1)
        {
            if (((int)layers & bit) != 0) yield return "has" + (Layers)bit;
        }
    }

    /// <summary>One range as a mask; empty: every value is in it.</summary>
    public static string Range(HeaderField field, ValueRange range)
    {
        int bits = HeaderFieldInfo.Of(field).Bits;
        if (bits == 128) return WideRange(field, range);
        ulong last = bits == 64 ? ulong.MaxValue : (1ul << bits) - 1;
        if (range.First.Low == 0 && range.Last.Low >= last) return "";
        return Range(FieldSet.Stored(field).ToString(), bits, range.First.Low, range.Last.Low);
    }

    static string Range(string array, int bits, ulong first, ulong last)
    {
        ulong free = first ^ last;
        if (free == 0) return $"LaneCompare.Equal(headers->{array}, {Number(first, bits)}, Lanes)";
        bool isPrefix = bits == 32 && (free & (free + 1)) == 0 && (first & free) == 0;
        return isPrefix
            ? $"LaneCompare.Masked(headers->{array}, {Number(first, bits)}, {Number(~free & uint.MaxValue, bits)}, Lanes)"
            : $"LaneCompare.InRange(headers->{array}, {Number(first, bits)}, {Number(last, bits)}, Lanes)";
    }

    /// <summary>128 bits lie in two arrays. Between the halves of the bounds only the high half counts; at a bound the low one
    /// does.</summary>
    static string WideRange(HeaderField field, ValueRange range)
    {
        string high = field + "High", low = field + "Low";
        FieldValue first = range.First, last = range.Last;
        if (first.High == last.High)
        {
            string equal = Range(high, 64, first.High, first.High);
            return first.Low == 0 && last.Low == ulong.MaxValue ? equal : $"{equal} & {Range(low, 64, first.Low, last.Low)}";
        }

        ulong wholeFirst = first.Low == 0 ? first.High : first.High + 1, wholeLast = last.Low == ulong.MaxValue ? last.High
            : last.High - 1;
        if (wholeFirst == 0 && wholeLast == ulong.MaxValue) return "";
        List<string> parts = [];
        if (first.Low != 0)
        {
            parts.Add($"({Range(high, 64, first.High, first.High)} & {Range(low, 64, first.Low, ulong.MaxValue)})");
        }
        if (wholeFirst <= wholeLast && wholeFirst >= first.High) parts.Add(Range(high, 64, wholeFirst, wholeLast));
        if (last.Low != ulong.MaxValue) parts.Add($"({Range(high, 64, last.High, last.High)} & {Range(low, 64, 0, last.Low)})");
        return parts.Count == 1 ? parts[0] : $"({string.Join(" | ", parts)})";
    }

    /// <summary>Ports and protocols decimal, addresses and types hexadecimal.</summary>
    public static string Number(ulong value, int bits)
    {
        string decimalText = value.ToString(CultureInfo.InvariantCulture);
        return bits switch
        {
            <= 8 or 12 or 16 => decimalText,
            <= 32 => "0x" + value.ToString("x8", CultureInfo.InvariantCulture),
            48 => "0x" + value.ToString("x12", CultureInfo.InvariantCulture) + "ul",
            _ => "0x" + value.ToString("x16", CultureInfo.InvariantCulture) + "ul",
        };
    }
}
