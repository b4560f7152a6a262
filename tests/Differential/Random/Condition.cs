using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Reference;
using FastPaas.Graph.Match;

namespace FastPaas.Differential.Random;

/// <summary>A condition as somebody would write it: it knows its text and, without any parser, its meaning.</summary>
abstract record Condition
{
    public abstract string Text { get; }

    public abstract bool Holds(ReferenceHeaders packet);

    /// <summary>Smaller conditions that a failing case may do with.</summary>
    public abstract IEnumerable<Condition> Parts { get; }
}

/// <param name="Operator">One of == != &lt; &lt;= &gt; &gt;= in.</param>
/// <param name="Ranges">What stands on the right: inclusive; a plain value is a range of one.</param>
sealed record FieldComparison(
    HeaderField Field, string Operator, string Right, IReadOnlyList<(UInt128 First, UInt128 Last)> Ranges) : Condition
{
    public override string Text => $"{HeaderFieldInfo.Of(Field).Name} {Operator} {Right}";

    public override IEnumerable<Condition> Parts => [];

    public override bool Holds(ReferenceHeaders packet)
    {
        if (packet[Field] is not { } value) return false;
        return Operator switch
        {
            "==" or "in" => Ranges.Any(range => range.First <= value && value <= range.Last),
            "!=" => !Ranges.Any(range => range.First <= value && value <= range.Last),
            "<" => value < Ranges[0].First,
            "<=" => value <= Ranges[0].First,
            ">" => value > Ranges[0].First,
            ">=" => value >= Ranges[0].First,
            _ => throw new InvalidOperationException(Operator),
        };
    }
}

sealed record Both(Condition Left, Condition Right) : Condition
{
    public override string Text => $"{Join.Wrap(Left, this)} and {Join.Wrap(Right, this)}";

    public override IEnumerable<Condition> Parts => [Left, Right];

    public override bool Holds(ReferenceHeaders packet) => Left.Holds(packet) && Right.Holds(packet);
}

sealed record Either(Condition Left, Condition Right) : Condition
{
    public override string Text => $"{Join.Wrap(Left, this)} or {Join.Wrap(Right, this)}";

    public override IEnumerable<Condition> Parts => [Left, Right];

    public override bool Holds(ReferenceHeaders packet) => Left.Holds(packet) || Right.Holds(packet);
}

sealed record Not(Condition Operand) : Condition
{
    public override string Text => $"not {(Operand is FieldComparison or Not ? Operand.Text : $"({Operand.Text})")}";

    public override IEnumerable<Condition> Parts => [Operand];

    public override bool Holds(ReferenceHeaders packet) => !Operand.Holds(packet);
}

static class Join
{
    /// <summary>Parentheses only where precedence (not, and, or) needs them, so that the parser's precedence is tested
    /// too.</summary>
    public static string Wrap(Condition part, Condition whole) =>
        part is Either && whole is Both ? $"({part.Text})" : part.Text;
}
