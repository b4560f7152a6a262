using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Graph.Tests.Match;

/// <summary>Random expressions, and short ways to parsed ones.</summary>
static class Expressions
{
    static readonly HeaderField[] All = [.. HeaderFieldInfo.All.Where(info => info.InExpressions).Select(info => info.Field)];

    /// <summary>Over every field, values anywhere in its width.</summary>
    public static Gen<MatchExpression> Any { get; } = Gen.Sized(size => Tree(Math.Min(size, 12), Wide()));

    /// <summary>Over a few fields that share layers, values 0 to 3 or the facts of layers: small enough to try every
    /// packet.</summary>
    public static Gen<MatchExpression> Small { get; } = Gen.Sized(size => Tree(Math.Min(size, 8), Narrow()));

    public static MatchExpression Parse(string text)
    {
        (MatchExpression? expression, List<Diagnostic> diagnostics) = TryParse(text);
        Assert.Empty(diagnostics.Select(diagnostic => diagnostic.ToString()));
        return expression!;
    }

    public static (MatchExpression? Expression, List<Diagnostic> Diagnostics) TryParse(string text)
    {
        var diagnostics = new List<Diagnostic>();
        // As in a file: when = "..." in line 1, the expression from column 9 on.
        MatchExpression? expression = MatchParser.Parse(new TomlString(text, new("graph.toml", 1, 8), default), diagnostics);
        return (expression, diagnostics);
    }

    static Gen<MatchExpression> Tree(int size, Gen<MatchExpression> leaf)
    {
        if (size <= 1) return leaf;
        Gen<MatchExpression> half = Tree(size / 2, leaf);
        return Gen.Frequency(
            (1, leaf),
            (1, half.Select(operand => (MatchExpression)new NotExpression(operand))),
            (2, half.SelectMany(left => half.Select(right => (MatchExpression)new AndExpression(left, right)))),
            (2, half.SelectMany(left => half.Select(right => (MatchExpression)new OrExpression(left, right)))));
    }

    static Gen<MatchExpression> Wide() =>
        from field in Gen.Elements(All)
        from ranges in Gen.NonEmptyListOf(WideRange(HeaderFieldInfo.Of(field).Bits))
        select (MatchExpression)new FieldTest(field, RangeSet.Normalize(ranges.Take(3)));

    static Gen<ValueRange> WideRange(int bits) =>
        from kind in Gen.Choose(0, 5)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from length in Gen.Choose(0, bits)
        select Shape(kind, new FieldValue((ulong)high << 33 | (uint)low, (ulong)low << 33 | (uint)high) & FieldValue.Max(bits),
            length, bits);

    static ValueRange Shape(int kind, FieldValue value, int length, int bits)
    {
        FieldValue hosts = FieldValue.Max(bits - length);
        FieldValue network = new(value.High & ~hosts.High, value.Low & ~hosts.Low);
        return kind switch
        {
            0 => new(value, value),
            1 => new(network, network | hosts),
            2 => new(default, value),
            3 => new(value, FieldValue.Max(bits)),
            4 => new(network, value),
            _ => new(default, FieldValue.Max(bits)),
        };
    }

    static Gen<MatchExpression> Narrow() =>
        from field in Gen.Elements(SmallPackets.Fields)
        from first in Gen.Choose(0, 3)
        from last in Gen.Choose(first, 3)
        from open in Gen.Choose(0, 3)
        select (MatchExpression)new FieldTest(field, new([SmallPackets.Range(field, first, last, open == 0)]));
}
