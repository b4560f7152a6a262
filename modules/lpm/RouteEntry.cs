namespace FastPaas.Modules;

/// <summary>One word of a table, written and read as a whole, so that a reader sees it before or after a change.
/// <code>
///  31       8   7     6..4   3    2..0
///  length     goes on   0   hit   hop        what the longest prefix so far, of this length, says
///  index      goes on   0    0     0         a longer prefix may decide: which group or list of intervals knows
/// </code></summary>
readonly record struct RouteEntry(uint Bits)
{
    public const int HitBit = 3;
    public const int GoesOnBit = 7;
    public const uint IndexMax = (1 << 24) - 1;
    const int IndexShift = 8;

    /// <summary>No route; as if it were of length 0, so that every route takes precedence.</summary>
    public static RouteEntry Miss => default;

    public static RouteEntry Hit(int prefixLength, int hop) => new((uint)prefixLength << IndexShift | 1u << HitBit | (uint)hop);

    public static RouteEntry GoesOn(int index) => new((uint)index << IndexShift | 1u << GoesOnBit);

    public bool IsGoesOn => (Bits >> GoesOnBit & 1) != 0;

    /// <summary>Of one that doesn't go on.</summary>
    public int PrefixLength => (int)(Bits >> IndexShift);

    /// <summary>Of one that goes on.</summary>
    public int Index => (int)(Bits >> IndexShift);

    /// <summary>What lookup keeps of it.</summary>
    public byte Verdict => (byte)Bits;
}
