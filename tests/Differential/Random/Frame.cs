using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Differential.Random;

/// <summary>A packet as a device would hand it over: its bytes, and how they lie in mbufs.</summary>
/// <param name="Segments">Bytes of each segment; they add up to <paramref name="Bytes"/>, and the first may be short or
/// empty.</param>
/// <param name="FirstRoom">Free bytes behind the data of the first segment; all that can be pulled into it.</param>
/// <param name="Origin">How it was made, for a failure's report.</param>
sealed record Frame(byte[] Bytes, IReadOnlyList<int> Segments, int FirstRoom, string Origin)
{
    public const int RoomOfMbuf = 2048, HeadroomOfMbuf = 128;

    /// <summary>Free bytes before the data of the first segment.</summary>
    public int Headroom { get; init; } = HeadroomOfMbuf;

    public static Frame Whole(byte[] bytes, string origin) => bytes.Length > RoomOfMbuf
        ? Split(bytes, [RoomOfMbuf], origin) : new(bytes, [bytes.Length], RoomOfMbuf - bytes.Length, origin);

    /// <summary>Cut at the given lengths, then as full mbufs.</summary>
    public static Frame Split(byte[] bytes, IEnumerable<int> lengths, string origin)
    {
        var segments = new List<int>();
        int rest = bytes.Length;
        foreach (int length in lengths)
        {
            int taken = Math.Min(rest, Math.Min(length, RoomOfMbuf));
            segments.Add(taken);
            rest -= taken;
        }

        for (; rest > 0; rest -= RoomOfMbuf) segments.Add(Math.Min(rest, RoomOfMbuf));
        return new(bytes, segments, RoomOfMbuf - segments[0], origin);
    }

    public override string ToString() =>
        $"{Bytes.Length} bytes in [{string.Join(' ', Segments)}] room {Headroom} and {FirstRoom} "
        + $"({Origin}): {Convert.ToHexStringLower(Bytes)}";

    public bool SameAs(Frame other) => Bytes.SequenceEqual(other.Bytes) && Segments.SequenceEqual(other.Segments);
}
