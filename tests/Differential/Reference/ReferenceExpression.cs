using System;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Differential.Reference;

/// <summary>Evaluates a normalised expression on one packet, by its definition.</summary>
static class ReferenceExpression
{
    public static bool Holds(MatchExpression expression, ReferenceHeaders packet) => expression switch
    {
        FieldTest test => packet[test.Field] is { } value && test.Ranges.Any(range => Contains(range, value)),
        AndExpression and => Holds(and.Left, packet) && Holds(and.Right, packet),
        OrExpression or => Holds(or.Left, packet) || Holds(or.Right, packet),
        NotExpression not => !Holds(not.Operand, packet),
        _ => throw new InvalidOperationException($"The reference knows no {expression.GetType().Name}."),
    };

    static bool Contains(ValueRange range, UInt128 value) => Number(range.First) <= value && value <= Number(range.Last);

    static UInt128 Number(FieldValue value) => new(value.High, value.Low);
}
