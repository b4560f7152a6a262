using System;
using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Figure2;

/// <summary>Tables, for a terminal and for bench/README.md.</summary>
static class Figure2Report
{
    static readonly string[] probes = [Figure2Probe.Index, Figure2Probe.Behind, Figure2Probe.Far];

    public static void Print(Figure2Result result, IReadOnlyList<Figure2Row> rows, IReadOnlyList<Way> missing)
    {
        Console.WriteLine(Invariant($"{result.Samples![0].CyclesPerBurst.Count} paired rounds, ")
            + Invariant($"TSC {result.TscHz / 1e9:0.00} GHz; %: of the unprotected packets a second, 95% interval of the ")
            + "median; instructions: a packet, without the gate");
        Console.WriteLine($"{"",-9}{"way",-31}{"guards",-15}{"cycles a packet",16}{"% at 64",9}{"95%",17}{"% at 32",9}"
            + $"{"instructions",14}{"more",9}");
        foreach (string unit in Figure2Result.Units)
        {
            foreach (Figure2Row row in rows.Where(row => row.Unit == unit))
            {
                Way way = Way.Of(row.Way);
                Console.WriteLine(Invariant($"{unit,-9}{way.Title,-31}{way.Guards,-15}{row.Cycles.Median,16:0.00}")
                    + Invariant($"{row.Percent.Median,9:0.0}{$"{row.Percent.Low:0.0} .. {row.Percent.High:0.0}",17}")
                    + Invariant($"{row.Percent32.Median,9:0.0}{row.Instructions,14:0.0}{row.PercentMore,8:+0;-0;0}%"));
            }
        }
        foreach (Way way in missing) Console.WriteLine($"{way.Title}, {way.Guards}: not measured, {way.Tool} isn't there");
    }

    public static void PrintProbes(Figure2Result result)
    {
        Console.WriteLine();
        Console.WriteLine($"{"macswap is given",-46}{"a 65th packet",16}{"one behind all",16}{"another's memory",18}");
        foreach (IGrouping<string, Figure2Probe> group in result.Probes.GroupBy(probe => probe.Side))
        {
            Way way = Way.Of(group.Key);
            string[] outcomes = [.. probes.Select(name => group.Single(probe => probe.Probe == name).Outcome)];
            Console.WriteLine($"{way.Title,-31}{way.Guards,-15}{outcomes[0],16}{outcomes[1],16}{outcomes[2],18}");
        }
    }

    /// <summary>The end of a line in Markdown: all percents, then all instructions.</summary>
    public static string Cells(IEnumerable<(Estimate Percent, double Instructions)> units)
    {
        IEnumerable<string> percents = units.Select(unit =>
            Invariant($"{unit.Percent.Median:0.0} ({unit.Percent.Low:0.0} to {unit.Percent.High:0.0})"));
        return $"{string.Join(" | ", percents.Concat(units.Select(unit => Invariant($"{unit.Instructions:0.0}"))))} |";
    }

    /// <summary>In Markdown: a line a way, percent and instructions of each module.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<Figure2Row> rows, IReadOnlyList<Way> missing)
    {
        string[] units = Figure2Result.Units;
        yield return $"| way | guards | {string.Join(" | ", units.Select(unit => unit + ", %"))} | "
            + $"{string.Join(" | ", units.Select(unit => unit + ", instructions"))} |";
        yield return $"|---|---|{string.Concat(Enumerable.Repeat("---|", 2 * units.Length))}";
        foreach (IGrouping<string, Figure2Row> group in rows.GroupBy(row => row.Way))
        {
            Way way = Way.Of(group.Key);
            Figure2Row[] three = [.. units.Select(unit => group.Single(row => row.Unit == unit))];
            yield return $"| {way.Title} | {way.Guards} | {Cells(three.Select(row => (row.Percent, row.Instructions)))}";
        }
        foreach (Way way in missing)
        {
            yield return $"| {way.Title} | {way.Guards} | "
                + $"{string.Join(" | ", Enumerable.Repeat("not measured", 2 * units.Length))} |";
        }
    }
}
