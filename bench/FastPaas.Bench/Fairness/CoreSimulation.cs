using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Runtime.Scheduling;

namespace FastPaas.Bench.Fairness;

/// <param name="Load">Demand of all tenants, by what all lcores have.</param>
/// <param name="Lcores">Of them one in sixteen stops for a second, if there are <paramref name="HasFailures"/>.</param>
/// <param name="Moves">False, the control: buckets stay where they were.</param>
sealed record CoreScenario(
    int Lcores, double Load, bool HasFailures = false, bool HasWeightChanges = false, bool IsConstant = false, bool Moves = true);

/// <summary>Served work by what an optimal sharing would serve, epoch by epoch, sorted.</summary>
/// <param name="ConvergenceMs">After each change of demand, until 97% of the optimum is served; sorted.</param>
/// <param name="Flaps">Buckets that went back within two seconds to where they had come from.</param>
sealed record CoreResult(double[] Served, double[] ConvergenceMs, double MovesPerSecond, int Flaps)
{
    public double Median => Served[Served.Length / 2];
}

/// <summary>The allocator beside an optimum that can split anything: a thousand tenants with heavy-tailed demands in sixteen
/// flow buckets each, of which a fifth change theirs at once every two seconds; demands are measured with noise.</summary>
sealed class CoreSimulation
{
    const int Tenants = 1_000, Buckets = 16;
    const double Seconds = 10, ShiftMs = 2_000, SettledMs = 1_000, Converged = 0.97, Noise = 0.3;

    readonly CoreScenario scenario;
    readonly Random random = new(1);
    readonly uint[] weights = new uint[Tenants];
    readonly double[] tenantDemand = new double[Tenants], parts = new double[Tenants * Buckets];
    readonly double[] demand = new double[Tenants * Buckets], measured = new double[Tenants * Buckets];
    readonly Dictionary<int, (int From, double Ms)> lastMoves = [];
    readonly List<double> served = [], convergence = [];
    readonly CoreAllocator allocator;
    readonly bool[] isAlive;
    int moves, flaps;

    CoreSimulation(CoreScenario scenario)
    {
        this.scenario = scenario;
        isAlive = [.. Enumerable.Repeat(true, scenario.Lcores)];
        for (int tenant = 0; tenant < Tenants; tenant++)
        {
            weights[tenant] = 1u << random.Next(4);
            double all = 0;
            for (int bucket = 0; bucket < Buckets; bucket++) all += parts[tenant * Buckets + bucket] = Math.Min(Pareto(1.3), 50);
            for (int bucket = 0; bucket < Buckets; bucket++) parts[tenant * Buckets + bucket] /= all;
            tenantDemand[tenant] = Math.Min(Pareto(1.1), 2_000);
        }
        Scale();
        allocator = new CoreAllocator(weights, Buckets, scenario.Lcores);
    }

    public static CoreResult Run(CoreScenario scenario)
    {
        CoreSimulation simulation = new(scenario);
        simulation.Run();
        simulation.served.Sort();
        simulation.convergence.Sort();
        return new CoreResult(
            [.. simulation.served], [.. simulation.convergence], simulation.moves / Seconds, simulation.flaps);
    }

    void Run()
    {
        double changedMs = -1;
        for (double ms = CoreAllocator.EpochMs; ms <= Seconds * 1_000; ms += CoreAllocator.EpochMs)
        {
            if (ms % ShiftMs == 0 && Change(ms)) changedMs = ms - CoreAllocator.EpochMs;
            for (int bucket = 0; bucket < demand.Length; bucket++)
                measured[bucket] = demand[bucket] * Math.Max(0, 1 + Noise * Normal());
            Carry(allocator.Step(measured), ms);
            double part = Serve(allocator.LcoreOf, allocator.LocalWeight) / Optimum();
            if (ms > SettledMs) served.Add(part);
            if (changedMs < 0 || part < Converged) continue;
            convergence.Add(ms - changedMs);
            changedMs = -1;
        }
    }

    void Carry(IReadOnlyList<BucketMove> made, double ms)
    {
        moves += made.Count;
        foreach (BucketMove move in made)
        {
            bool isBack = lastMoves.TryGetValue(move.Bucket, out (int From, double Ms) last) && last.From == move.To;
            if (isBack && ms - last.Ms < ShiftMs) flaps++;
            lastMoves[move.Bucket] = (move.From, ms);
        }
    }

    /// <summary>Demands, weights, or lcores that stop and come back.</summary>
    bool Change(double ms)
    {
        if (scenario.HasFailures)
        {
            for (int lcore = 0; lcore < scenario.Lcores; lcore += 16)
                allocator.SetAlive(lcore, isAlive[lcore] = ms / ShiftMs % 2 == 0);
        }
        for (int tenant = 0; tenant < Tenants && scenario.HasWeightChanges; tenant += 5)
            allocator.SetWeight(tenant, weights[tenant] = 1u << random.Next(4));
        if (scenario.IsConstant) return false;
        double mean = tenantDemand.Average();
        for (int tenant = 0; tenant < Tenants; tenant++)
            if (random.Next(5) == 0) tenantDemand[tenant] = Math.Min(Pareto(1.1), 2_000) * mean / 5;
        Scale();
        return true;
    }

    void Scale()
    {
        double factor = scenario.Load * scenario.Lcores / tenantDemand.Sum();
        for (int tenant = 0; tenant < Tenants; tenant++)
        {
            tenantDemand[tenant] *= factor;
            for (int bucket = tenant * Buckets; bucket < (tenant + 1) * Buckets; bucket++)
                demand[bucket] = tenantDemand[tenant] * parts[bucket];
        }
    }

    double Pareto(double shape) => Math.Pow(1 - random.NextDouble(), -1 / shape);

    /// <summary>Nearly, and cheaply.</summary>
    double Normal() => 2 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);

    /// <summary>What all lcores serve, each by its scheduler's weights.</summary>
    double Serve(ReadOnlySpan<int> lcoreOf, Func<int, double> weightOf)
    {
        List<int>[] on = [.. Enumerable.Range(0, scenario.Lcores).Select(_ => new List<int>())];
        for (int bucket = 0; bucket < demand.Length; bucket++) on[PlaceOf(lcoreOf, bucket)].Add(bucket);
        double sum = 0;
        for (int lcore = 0; lcore < scenario.Lcores; lcore++)
            if (isAlive[lcore]) sum += Share([.. on[lcore].Select(bucket => demand[bucket])], [.. on[lcore].Select(weightOf)], 1);
        return sum;
    }

    int PlaceOf(ReadOnlySpan<int> lcoreOf, int bucket) =>
        scenario.Moves ? lcoreOf[bucket] : (int)((uint)bucket * 2_654_435_761u >> 8) % scenario.Lcores;

    /// <summary>If work could be split at will, but that no bucket is on two lcores.</summary>
    double Optimum() => Share(
        [.. Enumerable.Range(0, Tenants).Select(tenant =>
            demand[(tenant * Buckets)..((tenant + 1) * Buckets)].Sum(bucket => Math.Min(bucket, 1)))],
        [.. weights.Select(weight => (double)weight)], isAlive.Count(alive => alive));

    static double Share(double[] asked, double[] weights, double capacity)
    {
        double[] given = new double[asked.Length];
        MaxMin.Share(asked, weights, capacity, given, new double[asked.Length], new int[asked.Length]);
        return given.Sum();
    }
}
