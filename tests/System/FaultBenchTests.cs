using System.Linq;
using FastPaas.Bench;
using FastPaas.Bench.Faults;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>What <c>bench faults</c> makes of its runs.</summary>
public sealed class FaultBenchTests
{
    static readonly FaultSample Quiet = new(2e6, 0, 0, 0, 1, 2, 10, 50);

    static readonly FaultSample Trapped = Quiet with { TrapsPerSecond = 1_050, P999Us = 18 };

    static readonly FaultPairs OnSame = new([Quiet, Quiet, Quiet], [Trapped, Trapped, Trapped]);

    static readonly FaultPairs OnOther = new([Quiet, Quiet], [Trapped with { P999Us = 10.4 }, Trapped with { P999Us = 10.4 }]);

    [Test]
    public void A_fault_s_time_more_and_nothing_lost_meet_every_goal() =>
        Assert.All(Goals(OnSame, OnOther), goal => Assert.True(goal.IsMet, goal.ToString()));

    [Test]
    public void One_packet_lost_in_one_run_misses() => Misses(
        "packets of a neighbour on the same lcore, at 70% of its capacity lost",
        OnSame with { With = [Trapped, Trapped with { LostPackets = 1 }, Trapped] }, OnOther);

    [Test]
    public void One_that_its_node_didn_t_send_misses() => Misses(
        "packets of a neighbour on another lcore lost",
        OnSame, OnOther with { With = [OnOther.With[0], OnOther.With[0] with { StrayPackets = 1 }] });

    /// <summary>That says something about the machine, and nothing about traps.</summary>
    [Test]
    public void What_is_lost_without_traps_misses_nothing_and_is_told()
    {
        Goal[] goals = Goals(OnSame with { Without = [Quiet with { LostPackets = 7 }, Quiet, Quiet] }, OnOther);
        Assert.All(goals, goal => Assert.True(goal.IsMet));
        Assert.Contains(goals, goal => goal.Measured == "0 with traps, 7 without");
    }

    [Test]
    public void More_than_a_fault_s_time_misses() => Misses(
        "p99.9 of a neighbour on the same lcore",
        OnSame with { With = [.. OnSame.With.Select(run => run with { P999Us = 23 })] }, OnOther);

    [Test]
    public void More_than_a_20th_on_another_lcore_misses() => Misses(
        "p99.9 of a neighbour on another lcore",
        OnSame, OnOther with { With = [.. OnOther.With.Select(run => run with { P999Us = 10.6 })] });

    [Test]
    public void Fewer_traps_miss() => Misses(
        "traps a second in one tenant", OnSame, OnOther with { With = [.. OnOther.With.Select(Slower)] });

    static FaultSample Slower(FaultSample run) => run with { TrapsPerSecond = 900 };

    static void Misses(string what, FaultPairs same, FaultPairs other) =>
        Assert.Equal([what], Goals(same, other).Where(goal => !goal.IsMet).Select(goal => goal.What));

    static Goal[] Goals(FaultPairs same, FaultPairs other) => [.. FaultReport.Goals(new(
        3e6, 2.1e6, [new(FaultCost.None, 0.01, 0.02), new("memory", 11.9, 50), new("abort", 9, 50)], same, other, true))];
}
