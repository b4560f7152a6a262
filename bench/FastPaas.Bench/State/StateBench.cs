using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench.State;

/// <param name="InstructionsPerPacket">Key, hash, lookup and update, all found.</param>
sealed record StateBaseline(double InstructionsPerPacket);

/// <summary><c>./build.sh bench state</c>: the table of flows, in one process and round with rte_hash's bulk lookup, its twin in
/// C and an array that needs no search; what inserting, removing, sweeping and growing take.</summary>
static class StateBench
{
    const string BaselineFile = "state.json";
    const double InstructionsTolerance = 0.25;

    static readonly string[] sides = [StateSamples.FastPaas, StateSamples.C, StateSamples.RteHash, StateSamples.Floor];

    /// <param name="isLong">8 M slots too: a minute and some gigabytes more.</param>
    public static int Run(string root, int rounds, bool isLong)
    {
        string folder = Path.Combine(root, "artifacts", "bench", "state");
        MacroBinary binary = MacroBinary.Publish(root, folder, [BenchGraphs.FileOf(root, "io")], modules: "");
        int[] slots = isLong ? [1 << 16, 1 << 20, 1 << 23] : [1 << 16, 1 << 20];
        string[] sizes = [.. slots.SelectMany(size => new[] { "--state", size.ToString(CultureInfo.InvariantCulture) })];
        string text = rounds.ToString(CultureInfo.InvariantCulture);
        StateResult result = new(binary.Run(["io", "--rounds", text, .. sizes]).State);
        Goal[] goals = [.. StateGoals.Of(result)];
        Console.WriteLine($"{rounds} rounds, bursts of 32, load 0.75; ns a packet for key, hash, lookup and update: median, and "
            + "in brackets the 95% interval; ratios of FastPaas to the others, round by round");
        foreach (uint size in result.Slots) Print(result, size);
        Console.WriteLine();
        foreach (Goal goal in goals) Console.WriteLine(goal);
        Console.WriteLine(Report.Write(root, "state", new { goals, result.All }));
        return 0;
    }

    /// <param name="binary">With any graph.</param>
    /// <returns>A line if the lookup executes more than <c>state.json</c> of the baselines says.</returns>
    public static IReadOnlyList<string> Check(MacroBinary binary, string baselines, bool accept)
    {
        IReadOnlyList<StateSamples> state = binary.Run("io", "--steps", "--state", "65536").State;
        double now = state.Single(each => each.Side == StateSamples.FastPaas).Samples[0];
        string path = Path.Combine(baselines, BaselineFile);
        if (accept) File.WriteAllText(path, JsonSerializer.Serialize(new StateBaseline(now), Json.Options) + "\n");
        double before = JsonSerializer.Deserialize<StateBaseline>(File.ReadAllText(path), Json.Options)!.InstructionsPerPacket;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"table of flows: {now:0.00} instructions a packet"));
        return now <= before + InstructionsTolerance ? []
            : [FormattableString.Invariant($"table of flows: instructions a packet {before} -> {now}")];
    }

    static void Print(StateResult result, uint slots)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{$"{slots:N0} slots",-26}{"FastPaas",22}{"C",22}{"rte_hash",22}{"floor",22}{"/ C",8}{"/ rte",8}{"/ floor",9}"));
        foreach (string what in result.Lookups(slots))
        {
            string times = string.Concat(sides.Select(side => Text(result.Of(slots, what, side).Median).PadLeft(22)));
            double Ratio(string side) => result.Ratio(slots, what, side).Median;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what,-26}{times}{Ratio(StateSamples.C),8:0.00}{Ratio(StateSamples.RteHash),8:0.00}"
                + $"{Ratio(StateSamples.Floor),9:0.00}"));
        }
        foreach (StateSamples own in result.Own(slots)) Console.WriteLine($"{own.What,-26}{Text(own.Median),22}");
        double instructions = result.Of(slots, Instructions, StateSamples.FastPaas).Samples[0];
        double inC = result.Of(slots, Instructions, StateSamples.C).Samples[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"instructions a packet",-26}{instructions,22:0.0}{inC,22:0.0}"));
    }

    const string Instructions = "instructions";

    static string Text(Estimate estimate) => string.Create(CultureInfo.InvariantCulture,
        $"{estimate.Median:0.00} [{estimate.Low:0.00}, {estimate.High:0.00}]");
}
