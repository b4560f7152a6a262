using System;
using System.Collections.Generic;

namespace FastPaas.Runtime.Lcores;

/// <summary>Which worker a flow belongs to, on every port alike: <c>flow.hash</c> modulo the number of buckets names its bucket,
/// and bucket b is worker b % workers. A device that spreads flows itself gets the same map as its redirection table.</summary>
/// <param name="Count">A power of two.</param>
readonly record struct FlowBuckets(int Count, int Workers)
{
    /// <summary>Where no device has a smaller table: so many that the shares of 100 workers differ by a fifth at most.</summary>
    public const int CountMax = 512;

    /// <summary>As many as every device that spreads flows has entries for.</summary>
    /// <param name="tables">Entries of the devices' redirection tables, powers of two; 0: none.</param>
    public static FlowBuckets Choose(int workers, IReadOnlyList<int> tables)
    {
        int count = CountMax;
        foreach (int entries in tables)
            if (entries >= workers) count = Math.Min(count, entries);
        return new FlowBuckets(count, workers);
    }

    /// <summary>Whether a table of so many entries can say it: each entry stands for one bucket.</summary>
    public bool FitsInto(int entries) => entries >= Count;

    public int WorkerOf(int bucket) => bucket % Workers;

    /// <summary>The queues that a device which spreads flows gets: the same number for each worker.</summary>
    /// <param name="wanted">By the graph.</param>
    /// <param name="most">That the device has; at least <see cref="Workers"/>.</param>
    public int QueuesOf(int wanted, int most) => Workers * Math.Max(1, Math.Min(wanted, most) / Workers);
}
