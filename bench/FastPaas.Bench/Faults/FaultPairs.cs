using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Faults;

/// <summary>Runs without and with traps, one behind the other, whichever first in turn.</summary>
sealed record FaultPairs(IReadOnlyList<FaultSample> Without, IReadOnlyList<FaultSample> With)
{
    public Estimate P999UsMore => Statistics.Difference(P999Us(With), P999Us(Without));

    public Estimate P999Ratio => Statistics.Ratio(P999Us(With), P999Us(Without));

    public double TrapsPerSecond => Statistics.Median(With.Select(sample => sample.TrapsPerSecond)).Median;

    public static FaultPairs Run(int pairs, Func<bool, FaultSample> run)
    {
        List<FaultSample> without = [], with = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            bool isFirst = pair % 2 == 1;
            foreach (bool traps in new[] { isFirst, !isFirst }) (traps ? with : without).Add(run(traps));
        }
        return new(without, with);
    }

    /// <summary>Of the neighbour's packets: by the source, or behind it.</summary>
    public static ulong Lost(IReadOnlyList<FaultSample> samples) =>
        samples.Aggregate(0ul, (sum, sample) => sum + sample.LostPackets + sample.StrayPackets);

    static double[] P999Us(IReadOnlyList<FaultSample> samples) => [.. samples.Select(sample => sample.P999Us)];
}
