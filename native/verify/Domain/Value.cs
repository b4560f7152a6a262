using System;

namespace FastPaas.Verify.Domain;

/// <summary>Where a value comes from.</summary>
public enum Origin : byte
{
    /// <summary>A number, of which a range is known.</summary>
    Number,
    /// <summary>What the register <see cref="Value.Offset"/> held when the function was entered.</summary>
    Entry,
    /// <summary>The address that <c>rsp</c> held when the function was entered, plus an offset.</summary>
    Frame,
    /// <summary>That address plus the function's alignment offset, rounded down to its alignment, plus an offset.</summary>
    Aligned,
}

/// <summary>What is known of the 64 bits of a register or a spill.</summary>
/// <param name="Interval">Of a number; of the others the offset, twice.</param>
public readonly record struct Value(Origin Origin, Interval Interval)
{
    public static readonly Value Unknown = new(Origin.Number, Interval.All);

    public static Value Number(Interval range) => new(Origin.Number, range);

    public static Value Of(Origin origin, long offset) => new(origin, Interval.Only(offset));

    /// <summary>From the origin; for <see cref="Origin.Entry"/> the register's number.</summary>
    public long Offset => Interval.Low;

    public bool IsStack => Origin is Origin.Frame or Origin.Aligned;

    /// <summary>As a number: an address is any.</summary>
    public Interval AsInterval => Origin == Origin.Number ? Interval : Interval.All;

    public Value Join(Value other) => this == other ? this : Number(AsInterval.Join(other.AsInterval));

    public Value Widen(Value next) => this == next ? this : Number(AsInterval.Widen(next.AsInterval));

    /// <summary>Addresses stay addresses as long as the offset is small and known.</summary>
    public Value Plus(Interval delta)
    {
        const long Far = 1L << 32;
        if (Origin == Origin.Number) return Number(Arithmetic.Add(Interval, delta, 64));
        bool isNear = IsStack && delta.IsOne && Int128.Abs((Int128)Offset + delta.Low) < Far;
        return isNear ? Of(Origin, Offset + delta.Low) : Unknown;
    }
}
