using System;

namespace FastPaas.Macro.State;

/// <param name="HitPercent">Packets of flows that are in the table.</param>
readonly record struct StateTraffic(int HitPercent, bool IsZipf)
{
    public static readonly StateTraffic[] All =
    [
        new(100, false), new(99, false), new(50, false), new(100, true), new(99, true), new(50, true),
    ];

    public override string ToString() => $"{HitPercent}% {(IsZipf ? "Zipf" : "uniform")}";

    /// <summary>Ids of flows, from 0 to <paramref name="flows"/> of those that are there, from there on of those that aren't.
    /// </summary>
    public void Fill(Span<uint> ids, uint flows)
    {
        Random random = new(1);
        double[]? shares = IsZipf ? Zipf(flows) : null;
        foreach (ref uint id in ids)
        {
            uint rank = shares is null ? (uint)random.Next((int)flows) : Rank(shares, random.NextDouble());
            // Popular flows lie anywhere.
            id = (uint)(rank * 0x9e37_79b1ul % flows);
            if (random.Next(100) >= HitPercent) id += flows;
        }
    }

    /// <summary>Sums of 1/rank, of all.</summary>
    static double[] Zipf(uint flows)
    {
        double[] sums = new double[flows];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += 1.0 / (i + 1);
        for (int i = 0; i < sums.Length; i++) sums[i] /= sum;
        return sums;
    }

    static uint Rank(double[] sums, double share)
    {
        int found = Array.BinarySearch(sums, share);
        return (uint)Math.Min(found < 0 ? ~found : found, sums.Length - 1);
    }
}
