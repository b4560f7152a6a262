using System;

namespace FastPaas.Graph.Match;

/// <summary>An unsigned number of up to 128 bits, in host order (netstandard2.0 has no UInt128).</summary>
public readonly record struct FieldValue(ulong High, ulong Low) : IComparable<FieldValue>
{
    public int CompareTo(FieldValue other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);
}

/// <summary>An inclusive range of field values.</summary>
public readonly record struct ValueRange(FieldValue First, FieldValue Last);

/// <summary>A condition on a packet, normalised: every comparison, prefix, range and set is a <see cref="FieldTest"/>.</summary>
public abstract record MatchExpression;

/// <summary>The field is present and its value lies in one of <paramref name="Ranges"/>: sorted, disjoint, not adjacent.
/// No range: never true. A comparison keeps its meaning of "false where the layer is absent"; <c>!=</c> is the complement
/// within the field's width, so it too is false there.</summary>
public sealed record FieldTest(HeaderField Field, EquatableArray<ValueRange> Ranges) : MatchExpression;

public sealed record AndExpression(MatchExpression Left, MatchExpression Right) : MatchExpression;

public sealed record OrExpression(MatchExpression Left, MatchExpression Right) : MatchExpression;

public sealed record NotExpression(MatchExpression Operand) : MatchExpression;
