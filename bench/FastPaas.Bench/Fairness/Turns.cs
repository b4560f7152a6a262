using System;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Bench.Fairness;

/// <summary>Who runs next on a simulated lcore.</summary>
interface ITurns : IDisposable
{
    void Wake(int tenant);

    /// <summary>-1: nobody has packets.</summary>
    int Next();

    /// <param name="cycles">What the burst of whom <see cref="Next"/> named cost.</param>
    void Charge(int tenant, ulong cycles, uint packets, bool hasMore);

    /// <summary>How many packets of its queue it may take.</summary>
    uint Burst(int tenant, uint queued);
}

/// <summary>The product's: <see cref="FairQueue"/> and <see cref="BurstMeter"/>, as an lcore uses them.</summary>
sealed class FairTurns(uint[] weights, uint burstCycles) : ITurns
{
    FairQueue queue = FairQueue.Create(weights, burstCycles);
    readonly BurstMeter[] meters = NewMeters(weights.Length);

    public void Wake(int tenant) => queue.Wake(tenant);

    public int Next() => queue.Next();

    public void Charge(int tenant, ulong cycles, uint packets, bool hasMore) =>
        queue.Charge(tenant, meters[tenant].Charge(cycles, packets), hasMore);

    public uint Burst(int tenant, uint queued) => meters[tenant].Burst(queued, LcoreSimulation.PacketsMax, burstCycles);

    public void SetWeight(int tenant, uint weight) => queue.SetWeight(tenant, weight);

    public void Dispose() => queue.Free();

    static BurstMeter[] NewMeters(int count)
    {
        var meters = new BurstMeter[count];
        Array.Fill(meters, BurstMeter.Create());
        return meters;
    }
}

/// <summary>The control: as many bursts in turn as a tenant has weight, whatever they cost. What tells fair from unfair must
/// tell this one.</summary>
sealed class RoundRobin(uint[] weights) : ITurns
{
    readonly bool[] isWaiting = new bool[weights.Length];
    int at;
    uint left = weights[0];

    public void Wake(int tenant) => isWaiting[tenant] = true;

    public int Next()
    {
        for (int i = 0; i <= isWaiting.Length; i++)
        {
            if (isWaiting[at] && left > 0) return at;
            at = (at + 1) % isWaiting.Length;
            left = weights[at];
        }
        return -1;
    }

    public void Charge(int tenant, ulong cycles, uint packets, bool hasMore)
    {
        left--;
        isWaiting[tenant] = hasMore;
    }

    public uint Burst(int tenant, uint queued) => Math.Min(queued, LcoreSimulation.PacketsMax);

    public void Dispose()
    {
    }
}
