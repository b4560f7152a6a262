using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FastPaas.Bench;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The gate of deterministic numbers trips at a regression, and only then.</summary>
public sealed class GateTests
{
    const int Regression = 3;

    static readonly BaselineEntry Accepted = new("graph", 25.41, 14.9, 24.7, 465, 9, 5);

    [Test]
    public void The_same_numbers_pass() => Assert.Empty(Compared(Accepted));

    [Test]
    public void One_more_instruction_a_packet_is_a_regression() =>
        Assert.Contains("instructions a packet 25.41 -> 26.41", Compared(Accepted with { InstructionsPerPacket = 26.41 }));

    [Test]
    public void One_more_conditional_jump_is_a_regression() =>
        Assert.Contains("conditional jumps 9 -> 10", Compared(Accepted with { ConditionalJumps = 10 }));

    [Test]
    public void Fewer_is_none() => Assert.Empty(Compared(new("graph", 20, 99, 99, 400, 1, 0)));

    [Test]
    public void A_graph_without_a_baseline_is_told() =>
        Assert.Contains("other: not in", Compared(Accepted with { Graph = "other" }));

    /// <summary>A build that is really slower than what was accepted: eight nodes, held to the numbers of one.</summary>
    [Test]
    public void A_graph_that_became_slower_fails_the_run()
    {
        string built = Path.Combine(Checkout.Root, "artifacts", "bench", "macro", "FastPaas.Macro");
        Skip.Unless(File.Exists(built), "./build.sh bench --ci hasn't built the macro benchmark");
        string folder = Directory.CreateTempSubdirectory("fastpaas-baselines").FullName;
        string accepted = File.ReadAllText(Path.Combine(Checkout.Root, "bench", "baselines", "macro.json"));
        JsonArray entries = JsonNode.Parse(accepted)!.AsArray();
        JsonNode one = entries.Single(entry => (string)entry!["graph"]! == "macswap")!.DeepClone();
        entries.Remove(entries.Single(entry => (string)entry!["graph"]! == "swap8"));
        one["graph"] = "swap8";
        entries.Add(one);
        File.WriteAllText(Path.Combine(folder, "macro.json"), entries.ToJsonString());
        Finished run = Command.Run("dotnet",
            [
                "exec", Path.Combine(Checkout.Root, "artifacts", "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll"),
                "swap8", "--ci", "--as-built", "--baselines", folder,
            ]);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(Regression, run.ExitCode);
        Assert.Contains("regression: swap8: instructions a packet", run.Output, System.StringComparison.Ordinal);
    }

    static string Compared(BaselineEntry now)
    {
        string path = Path.GetTempFileName();
        Baseline.Write(path, [Accepted]);
        string regressions = string.Join('\n', Baseline.Regressions(path, [now]));
        File.Delete(path);
        return regressions;
    }
}
