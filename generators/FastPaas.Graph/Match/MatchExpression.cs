using System;

namespace FastPaas.Graph.Match;

/// <summary>An unsigned number of up to 128 bits, in host order (netstandard2.0 has no UInt128).</summary>
public readonly record struct FieldValue(ulong High, ulong Low) : IComparable<FieldValue>
{
    /// <summary>The largest value of so many bits, 0 to 128.</summary>
    public static FieldValue Max(int bits) =>
        bits > 64 ? new(ulong.MaxValue >> (128 - bits), ulong.MaxValue) : new(0, bits == 0 ? 0 : ulong.MaxValue >> (64 - bits));

    /// <summary>One more; 0 after the largest.</summary>
    public FieldValue Next => unchecked(new(Low == ulong.MaxValue ? High + 1 : High, Low + 1));

    /// <summary>One less; the largest before 0.</summary>
    public FieldValue Previous => unchecked(new(Low == 0 ? High - 1 : High, Low - 1));

    public int CompareTo(FieldValue other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(FieldValue left, FieldValue right) => left.CompareTo(right) < 0;

    public static bool operator >(FieldValue left, FieldValue right) => left.CompareTo(right) > 0;

    public static bool operator <=(FieldValue left, FieldValue right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FieldValue left, FieldValue right) => left.CompareTo(right) >= 0;

    public static FieldValue operator &(FieldValue left, FieldValue right) => new(left.High & right.High, left.Low & right.Low);

    public static FieldValue operator |(FieldValue left, FieldValue right) => new(left.High | right.High, left.Low | right.Low);
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
