using System.IO;
using System.Linq;
using FastPaas.Bench.Protection;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>What <c>bench protection</c> makes of its samples, and when its gate trips.</summary>
public sealed class ProtectionBenchTests
{
    static readonly ProtectionCode Accepted = new("macswap", ProtectionSide.Segment, 18.0, 17.5, 1000, 900);

    [Test]
    public void Twice_the_cycles_leave_half_of_the_packets()
    {
        ProtectionRow row = Assert.Single(ProtectionComparison.Rows(Result([100, 300, 200], [200, 600, 400])));
        Assert.Equal(50, row.Percent.Median, precision: 9);
    }

    /// <summary>A machine that becomes slower in the course of a run slows both sides.</summary>
    [Test]
    public void Sides_are_compared_round_by_round()
    {
        ProtectionRow row = Assert.Single(ProtectionComparison.Rows(Result([100, 1000, 10000], [110, 1100, 11000])));
        Assert.Equal(100 / 1.1, row.Percent.Low, precision: 9);
        Assert.Equal(100 / 1.1, row.Percent.High, precision: 9);
    }

    [Test]
    public void Instructions_more_are_a_share_of_the_unprotected() =>
        Assert.Equal(4, (Accepted with { InstructionsPerPacket = 52, InstructionsPerPacketNone = 50 }).PercentMore, precision: 9);

    [Test]
    public void The_same_numbers_pass() => Assert.Empty(Compared(Accepted));

    [Test]
    public void One_more_instruction_a_packet_is_a_regression() =>
        Assert.Contains("instructions 18 -> 19", Compared(Accepted with { InstructionsPerPacket = 19 }));

    [Test]
    public void A_tenth_more_code_is_a_regression() =>
        Assert.Contains("code bytes 1000 -> 1100", Compared(Accepted with { CodeBytes = 1100 }));

    [Test]
    public void What_the_unprotected_is_doesnt_matter_to_the_gate() =>
        Assert.Empty(Compared(Accepted with { InstructionsPerPacketNone = 1, CodeBytesNone = 1 }));

    [Test]
    public void A_module_without_a_baseline_is_told() =>
        Assert.Contains("lpm by segment: not in", Compared(Accepted with { Unit = "lpm" }));

    static ProtectionResult Result(double[] none, double[] segment) => new(
        1e9, true, [], [new("macswap", ProtectionSide.None, 1, 64, none), new("macswap", ProtectionSide.Segment, 1, 64, segment)],
        []);

    static string Compared(ProtectionCode now)
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-baselines").FullName;
        ProtectionBaseline.Write(Path.Combine(folder, ProtectionBaseline.File), [Accepted]);
        string regressions = string.Join('\n', ProtectionBaseline.Check(folder, [now], accept: false));
        Directory.Delete(folder, recursive: true);
        return regressions;
    }
}
