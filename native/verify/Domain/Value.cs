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
    /// <summary>The arena's first byte, where code knows it (<see cref="Reaches.HasBase"/>), plus a number of which a range is
    /// known.</summary>
    Arena,
}

/// <summary>What is known of the 64 bits of a register or a spill.</summary>
/// <param name="Interval">Of a number, or of the offset in an arena; of the others the offset, twice.</param>
public readonly record struct Value(Origin Origin, Interval Interval)
{
    public static readonly Value Unknown = new(Origin.Number, Interval.All);

    /// <summary>What <c>r13</c> is where a function begins, where code has it.</summary>
    public static readonly Value ArenaBase = Of(Origin.Arena, 0);

    public static Value Number(Interval range) => new(Origin.Number, range);

    public static Value Of(Origin origin, long offset) => new(origin, Interval.Only(offset));

    /// <summary>From the origin; for <see cref="Origin.Entry"/> the register's number.</summary>
    public long Offset => Interval.Low;

    public bool IsStack => Origin is Origin.Frame or Origin.Aligned;

    /// <summary>As a number: an address is any.</summary>
    public Interval AsInterval => Origin == Origin.Number ? Interval : Interval.All;

    public Value Join(Value other) => this == other ? this : AreInArena(other) ? new(Origin.Arena, Interval.Join(other.Interval))
        : Number(AsInterval.Join(other.AsInterval));

    public Value Widen(Value next) => this == next ? this : AreInArena(next) ? new(Origin.Arena, Interval.Widen(next.Interval))
        : Number(AsInterval.Widen(next.AsInterval));

    /// <summary>Addresses stay addresses as long as the offset is small, and on the stack known: so no sum wraps.</summary>
    public Value Plus(Interval delta)
    {
        const long Far = 1L << 33;
        if (Origin == Origin.Number) return Number(Arithmetic.Add(Interval, delta, 64));
        Int128 low = (Int128)Interval.Low + delta.Low, high = (Int128)Interval.High + delta.High;
        bool isNear = low > -Far && high < Far;
        if (Origin == Origin.Arena && isNear) return new(Origin.Arena, new((long)low, (long)high));
        return IsStack && delta.IsOne && isNear ? Of(Origin, (long)low) : Unknown;
    }

    bool AreInArena(Value other) => Origin == Origin.Arena && other.Origin == Origin.Arena;
}
