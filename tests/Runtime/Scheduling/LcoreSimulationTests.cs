using System.Linq;
using FastPaas.Bench.Fairness;
using Xunit;

namespace FastPaas.Runtime.Tests.Scheduling;

/// <summary>The scheduler of an lcore in a simulation: the same events in every run. What holds for fair queueing must fail for
/// round robin.</summary>
public sealed class LcoreSimulationTests
{
    const double Ms = 300, BurstUs = LcoreSimulation.BurstCycles / LcoreSimulation.CyclesPerUs;

    [Test]
    [Arguments(2), Arguments(8), Arguments(64), Arguments(512)]
    public void Whoever_is_dear_or_sends_much_gets_no_more_than_its_share(int count)
    {
        SimulatedTenant[] tenants = Scenarios.Overloaded(count, _ => 1, hasLight: count > 2);
        LcoreResult fair = Fair(tenants), turns = Turns(tenants);
        Assert.InRange(fair.JainOfSixRounds, 0.99, 1);
        Assert.InRange(fair.JainOf100Ms, 0.999, 1);
        Assert.InRange(turns.JainOfSixRounds, 0, 0.9);
        Assert.InRange(turns.JainOf100Ms, 0, 0.9);
    }

    [Test]
    [Arguments(8), Arguments(64)]
    public void Shares_are_by_weight(int count) =>
        Assert.InRange(Fair(Scenarios.Overloaded(count, i => 1 + (uint)i % 8, hasLight: false)).JainOf100Ms, 0.999, 1);

    /// <summary>It waits for the burst that runs, and its own: not for a turn of all.</summary>
    [Test]
    [Arguments(8), Arguments(64), Arguments(512)]
    public void A_light_tenant_waits_for_a_burst_and_loses_nothing(int count)
    {
        SimulatedTenant[] tenants = Scenarios.Overloaded(count, _ => 1, hasLight: true);
        LcoreResult fair = Fair(tenants), turns = Turns(tenants);
        Assert.InRange(P99Us(fair), 1, 1.2 * BurstUs);
        Assert.Equal(0, fair.LostLight);
        Assert.InRange(P99Us(turns), 1.5 * BurstUs, double.MaxValue);
    }

    [Test]
    public void No_cycle_is_idle_while_somebody_has_packets() =>
        Assert.Equal(0, Fair(Scenarios.Overloaded(64, _ => 1, hasLight: false)).IdleShare, 0.001);

    /// <summary>One busy tenant beside 63 that sleep.</summary>
    [Test]
    public void Whoever_is_alone_has_all()
    {
        SimulatedTenant busy = new(1, 300, 1), asleep = new(100, 300, 0);
        double beside = Fair([busy, .. Enumerable.Repeat(asleep, 63)]).Cycles[0];
        Assert.InRange(beside / Fair([busy]).Cycles[0], 0.98, 1.02);
    }

    static LcoreResult Fair(SimulatedTenant[] tenants)
    {
        using FairTurns turns = new(Scenarios.Weights(tenants), LcoreSimulation.BurstCycles);
        return LcoreSimulation.Run(tenants, turns, Ms);
    }

    static LcoreResult Turns(SimulatedTenant[] tenants)
    {
        using RoundRobin turns = new(Scenarios.Weights(tenants));
        return LcoreSimulation.Run(tenants, turns, Ms);
    }

    static double P99Us(LcoreResult result) =>
        result.LightWaits[(int)(result.LightWaits.Length * 0.99)] / LcoreSimulation.CyclesPerUs;
}
