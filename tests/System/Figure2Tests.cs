using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Bench;
using FastPaas.Bench.Figure2;
using FastPaas.Bench.Protection;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>What <c>bench figure2</c> measures is what it says, and what it makes of its samples.</summary>
public sealed class Figure2Tests
{
    /// <summary>The C library's, with and without bounds of pointers, and an arena's.</summary>
    static readonly string[] Allocators = [Way.None, "mpx-emulated", Way.Segment];

    /// <summary>Two thirds of 8,192 blocks of 527 bytes are more.</summary>
    const double LiveBytesMin = 2 << 20;

    /// <summary>Every library is probed as it is timed: a way that lost its checks, or an unprotected side that has some, is no
    /// comparison.</summary>
    [Test]
    public void Each_way_stops_what_it_is_known_to_stop_and_the_unprotected_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-figure2").FullName;
        // C# is given no addresses, so there is nothing to probe.
        Way[] ways = [.. Way.All.Where(way => way.CanBeMade && way.Kind != WayKind.CSharp)];
        Figure2Result result = Figure2Binary.Make(Checkout.Root, folder, [Figure2Result.Probed], ways).Run(rounds: 0);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(ways.Select(way => way.Name), result.Probes.Select(probe => probe.Side).Distinct());
        Assert.All(result.Probes, probe => Assert.True(probe.IsExpected, $"{probe}"));
    }

    [Test]
    public void A_way_that_stops_less_than_it_should_is_told() =>
        Assert.False(new Figure2Probe(Way.Segment, Figure2Probe.Far, "goes on").IsExpected);

    [Test]
    public void An_unprotected_side_that_stops_something_is_told() =>
        Assert.False(new Figure2Probe(Way.None, Figure2Probe.Index, Figure2Probe.Stopped).IsExpected);

    [Test]
    public void Twice_the_cycles_leave_half_of_the_packets()
    {
        Figure2Row row = Row(none: [100, 300, 200], segment: [200, 600, 400], rust: [100, 300, 200]);
        Assert.Equal(50, row.Percent.Median, precision: 9);
        Assert.Equal(50, row.RustPercent!.Value.Median, precision: 9);
    }

    [Test]
    public void A_segment_of_97_percent_that_is_faster_than_Rust_meets_its_goals() =>
        Assert.All(Goals([97, 97], [100, 100], [101, 101], 129), goal => Assert.True(goal.IsMet, goal.ToString()));

    [Test]
    public void Less_than_97_percent_misses() =>
        Assert.Contains(Goals([96, 96], [100, 100], [101, 101], 100), goal => goal.What.EndsWith("writes") && !goal.IsMet);

    [Test]
    public void Rust_that_is_faster_misses() =>
        Assert.Contains(Goals([97, 97], [100, 100], [99, 99], 100), goal => goal.What.EndsWith("Rust") && !goal.IsMet);

    [Test]
    public void A_third_more_instructions_by_compare_misses() =>
        Assert.Contains(Goals([97, 97], [100, 100], [101, 101], 133), goal => goal.What.EndsWith("instructions") && !goal.IsMet);

    [Test]
    public void A_way_that_could_not_be_made_has_a_line_without_numbers()
    {
        Way missing = Way.Of(Way.Rust);
        string line = Figure2Report.Table([], [missing]).Last();
        Assert.StartsWith("| Rust |", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsDigit);
    }

    /// <summary>The run compares what each found, and throws.</summary>
    [Test]
    public void Allocators_give_and_take_the_same_blocks_by_every_way()
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-malloc").FullName;
        var samples = MallocBench.Make(Checkout.Root, folder, [.. Allocators.Select(Way.Of)]).Run(rounds: 1);
        Directory.Delete(folder, recursive: true);
        Assert.All(samples.Values, each => Assert.InRange(each[0].ResidentBytes, LiveBytesMin, 100 * LiveBytesMin));
    }

    [Test]
    public void Time_and_memory_are_told_over_the_unprotected_s()
    {
        MallocRow row = MallocBench.Rows(new Dictionary<string, IReadOnlyList<MallocSample>>
        {
            [Way.None] = [new(10, 100, ""), new(20, 100, "")], [Way.Segment] = [new(15, 150, ""), new(30, 150, "")],
        }).Single(row => row.Way == Way.Segment);
        Assert.Equal(1.5, row.Ratio.Low, precision: 9);
        Assert.Equal(1.5, row.Ratio.High, precision: 9);
        Assert.Equal(1.5, row.MemoryRatio, precision: 9);
    }

    /// <summary>The program compares every frame with what macswap must have made of it, behind each chain.</summary>
    [Test]
    public void Chains_of_calls_and_of_processes_swap_every_frame_as_often_as_they_are_long()
    {
        const int Bursts = 96;
        string folder = Directory.CreateTempSubdirectory("fastpaas-chain").FullName;
        ChainResult result = ChainBench.Run(Checkout.Root, folder, rounds: 1, Bursts);
        Directory.Delete(folder, recursive: true);
        // Four lengths by five ways, and a core each as far as there are cores.
        int cores = new[] { 1, 2, 4, 8 }.Count(nodes => nodes <= result.Processors);
        Assert.Equal(4 * 5 + cores, result.Samples.Count);
        Assert.All(result.Samples, samples => Assert.True(samples.CyclesPerPacket[0] > 0, $"{samples}"));
        Assert.All(ChainBench.Rows(result), row => Assert.True(row.AloneUs.Median > 0, $"{row}"));
    }

    [Test]
    public void A_chain_that_has_too_few_cores_says_so()
    {
        ChainResult result = new(1e9, 2, true, [new(ChainBench.Cores, 2, [10], [1], [1]), new(Way.None, 2, [5], [1], [1])]);
        string line = ChainBench.Table(result, ChainBench.Rows(result)).Last();
        Assert.Contains("| 10.0;", line, StringComparison.Ordinal);
        Assert.EndsWith("| needs 8 cores, this machine has 2 |", line, StringComparison.Ordinal);
    }

    /// <summary>Else a graph would be measured by another variant than its name says.</summary>
    [Test]
    public void Through_a_device_a_node_takes_the_variant_of_its_side_and_no_other()
    {
        DeviceSide[] sides = [DeviceSide.None, DeviceSide.Segment, DeviceSide.Mask, DeviceSide.Compare];
        string folder = Directory.CreateTempSubdirectory("fastpaas-sides").FullName;
        string[] manifests = [.. DeviceGraphs.Modules.Select(name => $"{name}/module.toml")];
        foreach (DeviceSide side in sides)
        {
            string graph = File.ReadAllText(DeviceGraphs.Write(folder, ["macswap"], [side]).Single());
            GraphSources sources = new(new SourceFile("graph.toml", graph), default, manifests.Select(path =>
                new SourceFile(path, File.ReadAllText(Path.Combine(Checkout.Root, "modules", path)))).ToEquatableArray());
            ModuleNode node = GraphCompiler.Compile(sources).Plan!.Nodes.OfType<ModuleNode>().Single();
            Assert.Equal([side.Name], sides.Where(each => (each.Variant!.Serves >> (int)node.Protection & 1) != 0)
                .Select(each => each.Name));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    [Arguments("figure2")]
    [Arguments("malloc")]
    [Arguments("chain")]
    [Arguments("device")]
    public void Every_table_that_a_run_accepts_has_its_place(string mark) => Assert.Contains(
        $"<!-- generated: {mark} -->\n", File.ReadAllText(Path.Combine(Checkout.Root, "bench", "README.md")),
        StringComparison.Ordinal);

    static Figure2Row Row(double[] none, double[] segment, double[] rust) =>
        Figure2Comparison.Rows(Result(none, segment, rust, 100)).First(row => row.Way == Way.Segment);

    static Goal[] Goals(double[] none, double[] segment, double[] rust, double compareInstructions) =>
        [.. Figure2Goals.Of(Figure2Comparison.Rows(Result(none, segment, rust, compareInstructions)))];

    static Figure2Result Result(double[] none, double[] segment, double[] rust, double compareInstructions)
    {
        (string Way, double[] Cycles, double Instructions)[] ways =
        [
            (Way.None, none, 100), (Way.Segment, segment, 100), (Way.Rust, rust, 100), (Way.Compare, none, compareInstructions),
        ];
        IEnumerable<T> Each<T>(Func<string, (string Way, double[] Cycles, double Instructions), T> of) =>
            Figure2Result.Units.SelectMany(unit => ways.Select(way => of(unit, way)));
        return new(1e9, true, [],
            [.. Each((unit, way) => new ProtectionSteps(unit, way.Way, way.Instructions))],
            [.. Each((unit, way) => new ProtectionSamples(unit, way.Way, 1, 64, way.Cycles)),
                .. Each((unit, way) => new ProtectionSamples(unit, way.Way, 1, 32, way.Cycles))]);
    }
}
