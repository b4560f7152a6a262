using System;
using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Faults;

/// <param name="Capacity">Packets a second that one lcore takes.</param>
/// <param name="HasCpuEach">Else the lcore that traps shares its CPU with the control core.</param>
sealed record FaultResult(
    double Capacity, double Rate, IReadOnlyList<FaultCost> Costs, FaultPairs SameLcore, FaultPairs OtherLcore, bool HasCpuEach);

/// <summary>Table, JSON and goals.</summary>
static class FaultReport
{
    const double TrapsPerSecondMin = 1_000, CostUsMax = 15, OtherRatioMax = 1.05;

    public static int Print(string root, FaultResult result)
    {
        Console.WriteLine(
            Invariant($"one lcore takes {result.Capacity / 1e6:0.00} Mpps; the source has {result.Rate / 1e6:0.00}"));
        Console.WriteLine($"{"a call through the gate",-28}{"median us",10}{"p99 us",10}");
        foreach (FaultCost cost in result.Costs)
        {
            string kind = cost.Kind switch
            {
                FaultCost.None => "returns",
                "csharp_plain" => "C#, without one: returns",
                "csharp_none" => "C#, recovery point: returns",
                _ => "traps: " + cost.Kind.Replace("csharp_", "in C#, ", StringComparison.Ordinal),
            };
            Console.WriteLine(Invariant($"{kind,-28}{cost.MedianUs,10:0.000}{cost.P99Us,10:0.000}"));
        }
        Console.WriteLine();
        Console.WriteLine($"{"neighbour on",-14}{"traps/s",10}{"lost",10}{"in runs",9}{"p50 us",10}{"p99 us",10}{"p99.9 us",10}"
            + $"{"max us",10}");
        Print("the same lcore", result.SameLcore);
        Print("another", result.OtherLcore);
        if (!result.HasCpuEach)
            Console.WriteLine("two CPUs: the other lcore, which traps, shares one with the control core and this program");
        Goal[] goals = [.. Goals(result)];
        Console.WriteLine();
        foreach (Goal goal in goals) Console.WriteLine(goal);
        Console.WriteLine(Report.Write(root, "faults", new { Goals = goals, Result = result }));
        return 0;
    }

    /// <summary>Medians of the runs; what is lost is their sum, and the longest the longest of all.</summary>
    static void Print(string where, FaultPairs pairs)
    {
        Console.WriteLine(where);
        foreach (bool traps in new[] { false, true })
        {
            string what = traps ? "  traps" : "  no traps";
            IReadOnlyList<FaultSample> runs = traps ? pairs.With : pairs.Without;
            double Median(Func<FaultSample, double> of) => Statistics.Median(runs.Select(of)).Median;
            int lossy = runs.Count(run => run.LostPackets + run.StrayPackets > 0);
            Console.WriteLine(Invariant($"{what,-14}{Median(run => run.TrapsPerSecond),10:0}{FaultPairs.Lost(runs),10}")
                + Invariant($"{$"{lossy}/{runs.Count}",9}{Median(run => run.P50Us),10:0.00}{Median(run => run.P99Us),10:0.00}")
                + Invariant($"{Median(run => run.P999Us),10:0.00}{runs.Max(run => run.MaxUs),10:0}"));
        }
    }

    public static IEnumerable<Goal> Goals(FaultResult result)
    {
        double costUs = result.Costs.Where(cost => cost.Kind != FaultCost.None).Max(cost => cost.MedianUs);
        double traps = Math.Min(result.SameLcore.TrapsPerSecond, result.OtherLcore.TrapsPerSecond);
        yield return new("a trap costs its lcore", Invariant($"at most {CostUsMax} us"), Invariant($"{costUs:0.00} us"),
            costUs <= CostUsMax);
        yield return new("traps a second in one tenant", Invariant($"at least {TrapsPerSecondMin:0}"), Invariant($"{traps:0}"),
            traps >= TrapsPerSecondMin);
        yield return Lost("the same lcore, at 70% of its capacity", result.SameLcore);
        Estimate more = result.SameLcore.P999UsMore, ratio = result.OtherLcore.P999Ratio;
        yield return new("p99.9 of a neighbour on the same lcore", Invariant($"up by at most one fault, {costUs:0.00} us"),
            Invariant($"{more.Median:+0.00;-0.00} us ({more.Low:+0.00;-0.00} .. {more.High:+0.00;-0.00})"),
            more.Median <= costUs);
        yield return Lost("another lcore", result.OtherLcore);
        yield return new("p99.9 of a neighbour on another lcore", "within 5%",
            Invariant($"{ratio.Median:0.000} times ({ratio.Low:0.000} .. {ratio.High:0.000})"), ratio.Median <= OtherRatioMax);
    }

    static Goal Lost(string where, FaultPairs pairs)
    {
        ulong with = FaultPairs.Lost(pairs.With), without = FaultPairs.Lost(pairs.Without);
        return new($"packets of a neighbour on {where} lost", "0", $"{with} with traps, {without} without", with == 0);
    }
}
