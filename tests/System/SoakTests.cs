using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Bench.Soak;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The soak in seconds, and that it sees what it is there to see. <c>./build.sh bench soak</c> takes minutes or a
/// day.</summary>
public sealed class SoakTests
{
    const int Failed = 3;
    const double Minutes = 0.1;

    static readonly SoakEnd GoodEnd = new(0, 0, true, 0, 100);

    [Test]
    public void A_busy_instance_stands_a_soak_of_seconds()
    {
        Finished soak = Soak(Checkout.Wire);
        Assert.True(soak.ExitCode == 0, soak.Output + soak.Error);
        Assert.Contains("soak: passed", soak.Output, System.StringComparison.Ordinal);
    }

    /// <summary>The negative control: a graph that forgets one packet in some thousand, and counts it as sent.</summary>
    [Test]
    public void A_leak_of_mbufs_is_reported()
    {
        Finished soak = Soak(Checkout.Probe, "--prefix", "leak");
        Assert.Equal(Failed, soak.ExitCode);
        Assert.Contains("FAILED  mbufs that didn't come back", soak.Output, System.StringComparison.Ordinal);
    }

    [Test]
    public void A_steady_run_is_good() =>
        Assert.All(SoakVerdict.Judge(Samples(), GoodEnd), verdict => Assert.True(verdict.IsGood));

    [Test]
    public void Memory_that_grows_is_a_leak() =>
        Only("resident memory, second to last quarter", Samples(bytesPerSample: 40_000), GoodEnd);

    [Test]
    public void Memory_that_grows_only_at_the_start_is_none() =>
        Assert.All(SoakVerdict.Judge(
            [.. Samples().Select((sample, i) => i < 100 ? sample with { ResidentBytes = 1_000 } : sample)], GoodEnd),
            verdict => Assert.True(verdict.IsGood));

    [Test]
    public void A_rate_that_falls_is_drift() =>
        Only("rate, first to last quarter", Samples(slowdown: 0.02), GoodEnd);

    [Test]
    public void A_counter_that_does_not_add_up_is_told() => Only(
        "counters conserved, samples",
        [.. Samples().Select((sample, i) => i == 300 ? sample with { Errors = ["node.split: 3 of 2"] } : sample)], GoodEnd);

    [Test]
    public void A_poll_without_an_answer_is_told() =>
        Only("polls of the control socket answered", Samples(), GoodEnd with { FailedPolls = 1 });

    [Test]
    public void Counters_of_a_running_graph_may_lag_by_a_burst_and_no_more()
    {
        RunningConservation conservation = new(
            ["port.wire.rx_packets", "port.wire.tx_packets", "drop.tx_full", "node.a.in", "node.a.out"]);
        Assert.Empty(conservation.Check([100, 40, 0, 100, 100], [120, 90, 0, 100, 100], [150, 99, 0, 100, 100], 1));
        Assert.NotEmpty(conservation.Check([100, 30, 0, 100, 100], [120, 35, 0, 100, 100], [150, 99, 0, 100, 100], 1));
        Assert.NotEmpty(conservation.Check([100, 30, 0, 100, 100], [120, 151, 0, 100, 100], [150, 152, 0, 100, 100], 1));
        Assert.NotEmpty(conservation.Check([100, 100, 0, 9, 100], [100, 100, 0, 9, 100], [100, 100, 0, 9, 100], 1));
    }

    static void Only(string what, IReadOnlyList<SoakSample> samples, SoakEnd end) => Assert.Equal(
        [what], SoakVerdict.Judge(samples, end).Where(verdict => !verdict.IsGood).Select(verdict => verdict.What));

    /// <summary>Ten minutes, a sample a second, a million packets a second.</summary>
    static SoakSample[] Samples(long bytesPerSample = 0, double slowdown = 0) =>
        [.. Enumerable.Range(0, 600).Select(second => new SoakSample(
            second, (ulong)(1e6 * second * (1 - slowdown * second / 1_200)), 0, 60_000_000 + second * bytesPerSample, []))];

    static Finished Soak(string binary, params string[] more) => Command.Run("dotnet",
        [
            "exec", Path.Combine(Checkout.Root, "artifacts", "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll"), "soak",
            "--binary", binary, "--minutes", Minutes.ToString(System.Globalization.CultureInfo.InvariantCulture), .. more,
        ]);
}
