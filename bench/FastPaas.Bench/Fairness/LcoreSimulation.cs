using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Fairness;

/// <param name="PacketCycles">Of its chain.</param>
/// <param name="PacketsPerCycle">That arrive, evenly; 0: of a light tenant, whose arrive at random (<see
/// cref="LightShare"/>).</param>
/// <param name="LightShare">Of its share of the lcore: what its packets use.</param>
sealed record SimulatedTenant(uint Weight, double PacketCycles, double PacketsPerCycle, double LightShare = 0);

/// <summary>What a run showed. Jain's index is of cycles by weight over the tenants that always have packets; of its windows
/// the 5th percentile.</summary>
/// <param name="LagCycles">The most, by weight, that one of these tenants was ahead of another.</param>
/// <param name="LightWaits">Of the light tenants' packets, cycles from arrival to the end of their burst, sorted; without
/// those of the first 20 ms, in which all begin at once.</param>
/// <param name="LostLight">Packets of theirs that found a full queue.</param>
/// <param name="IdleShare">Of all cycles.</param>
sealed record LcoreResult(
    double JainOfSixRounds, double JainOf100Ms, double LagCycles, double[] LightWaits, long LostLight, double PacketsPerBurst,
    double IdleShare, double[] Cycles);

/// <summary>One lcore with queues of tenants, event by event, beside one that would share it exactly by weight (generalised
/// processor sharing; Parekh and Gallager, 1993).</summary>
sealed class LcoreSimulation
{
    public const uint PacketsMax = 64;
    public const double CyclesPerUs = 2_600;
    public const uint BurstCycles = (uint)(20 * CyclesPerUs);

    const double EntryCycles = 200, DecisionCycles = 60, IdlePollCycles = 300;
    const double FillCycles = 20_000 * CyclesPerUs;
    const int QueueMax = 512;

    readonly SimulatedTenant[] tenants;
    readonly ITurns turns;
    readonly Random random;
    readonly double totalWeight;
    readonly int[] queued;
    readonly double[] fraction, nextArrival, cycles, before;
    readonly Queue<double>[] arrivals;
    readonly List<double> lightWaits = [];
    readonly Windows six, hundred;
    double now, lastPoll, idle, lag;
    long bursts, packets, lostLight;

    LcoreSimulation(SimulatedTenant[] tenants, ITurns turns, int seed)
    {
        this.tenants = tenants;
        this.turns = turns;
        random = new Random(seed);
        totalWeight = tenants.Sum(tenant => (double)tenant.Weight);
        queued = new int[tenants.Length];
        (fraction, nextArrival, cycles, before) = (New(), New(), New(), New());
        arrivals = [.. tenants.Select(_ => new Queue<double>())];
        for (int i = 0; i < tenants.Length; i++) nextArrival[i] = Gap(i);
        double lightest = tenants.Min(tenant => tenant.Weight);
        six = new Windows(tenants, 6 * totalWeight / lightest * BurstCycles);
        hundred = new Windows(tenants, 100_000 * CyclesPerUs);

        double[] New() => new double[tenants.Length];
    }

    public static LcoreResult Run(SimulatedTenant[] tenants, ITurns turns, double milliseconds, int seed = 1)
    {
        LcoreSimulation simulation = new(tenants, turns, seed);
        double end = milliseconds * 1_000 * CyclesPerUs;
        while (simulation.now < end) simulation.Step();
        simulation.lightWaits.Sort();
        return new LcoreResult(
            simulation.six.Jain, simulation.hundred.Jain, simulation.lag, [.. simulation.lightWaits], simulation.lostLight,
            (double)simulation.packets / Math.Max(simulation.bursts, 1), simulation.idle / simulation.now, simulation.cycles);
    }

    void Step()
    {
        for (int i = 0; i < tenants.Length; i++) Arrive(i);
        lastPoll = now;
        int next = turns.Next();
        if (next < 0)
        {
            now += IdlePollCycles;
            idle += IdlePollCycles;
            return;
        }
        uint burst = turns.Burst(next, (uint)queued[next]);
        double cost = EntryCycles + burst * tenants[next].PacketCycles;
        now += DecisionCycles + cost;
        queued[next] -= (int)burst;
        for (uint i = 0; i < burst && arrivals[next].TryDequeue(out double arrived); i++)
            if (arrived >= FillCycles) lightWaits.Add(now - arrived);
        turns.Charge(next, (ulong)cost, burst, queued[next] > 0);
        bursts++;
        packets += burst;
        cycles[next] += cost;
        Compare();
        six.Add(next, cost, now);
        hundred.Add(next, cost, now);
    }

    void Arrive(int tenant)
    {
        int came = 0;
        if (tenants[tenant].LightShare > 0)
        {
            for (; nextArrival[tenant] <= now; nextArrival[tenant] += Gap(tenant))
            {
                if (queued[tenant] + came == QueueMax)
                {
                    lostLight++;
                    continue;
                }
                arrivals[tenant].Enqueue(nextArrival[tenant]);
                came++;
            }
        }
        else
        {
            double all = Math.Min(fraction[tenant] + tenants[tenant].PacketsPerCycle * (now - lastPoll), QueueMax);
            came = (int)all;
            fraction[tenant] = all - came;
        }
        if (came == 0) return;
        bool wasEmpty = queued[tenant] == 0;
        queued[tenant] = Math.Min(queued[tenant] + came, QueueMax);
        if (wasEmpty) turns.Wake(tenant);
    }

    /// <summary>Of a Poisson process.</summary>
    double Gap(int tenant)
    {
        SimulatedTenant it = tenants[tenant];
        if (it.LightShare == 0) return double.PositiveInfinity;
        double rate = it.LightShare * it.Weight / totalWeight / (it.PacketCycles + EntryCycles);
        return -Math.Log(1 - random.NextDouble()) / rate;
    }

    /// <summary>Of tenants that always have packets generalised processor sharing serves each as much, by weight: how far the
    /// lcore is from that. It counts from where all queues have filled.</summary>
    void Compare()
    {
        if (now < FillCycles)
        {
            cycles.CopyTo(before, 0);
            return;
        }
        (double least, double most) = (double.MaxValue, 0);
        for (int i = 0; i < tenants.Length; i++)
        {
            if (tenants[i].LightShare > 0) continue;
            double got = (cycles[i] - before[i]) / tenants[i].Weight;
            (least, most) = (Math.Min(least, got), Math.Max(most, got));
        }
        lag = Math.Max(lag, most - least);
    }

    /// <summary>Jain's index of cycles by weight, window by window, but for the first.</summary>
    sealed class Windows(SimulatedTenant[] tenants, double lengthCycles)
    {
        readonly double[] got = new double[tenants.Length];
        readonly List<double> indices = [];
        double end;

        public double Jain => indices.Order().ElementAtOrDefault(indices.Count / 20);

        public void Add(int tenant, double cost, double now)
        {
            got[tenant] += cost / tenants[tenant].Weight;
            if (end == 0) end = lengthCycles;
            if (now < end) return;
            double[] busy = [.. got.Where((_, i) => tenants[i].LightShare == 0)];
            if (end > lengthCycles) indices.Add(Math.Pow(busy.Sum(), 2) / (busy.Length * busy.Sum(each => each * each)));
            Array.Clear(got);
            end += lengthCycles;
        }
    }
}
