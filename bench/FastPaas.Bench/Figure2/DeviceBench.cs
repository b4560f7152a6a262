using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Bench.Protection;
using static System.FormattableString;

namespace FastPaas.Bench.Figure2;

/// <summary>A module by a way that a deployment has, through a compiled graph on the trace device.</summary>
/// <param name="Percent">Packets a second of the unprotected that are left.</param>
/// <param name="Instructions">A packet, of loop and graph.</param>
sealed record DeviceWayRow(string Unit, string Way, Estimate Cycles, Estimate Percent, double Instructions);

/// <summary>The ways that <c>run</c> can build, through a device.</summary>
static class DeviceBench
{
    /// <summary>A sample: 65,536 packets.</summary>
    const int Bursts = 2_048;

    static readonly DeviceSide[] sides =
        [DeviceSide.None, DeviceSide.CSharp, DeviceSide.Compare, DeviceSide.Mask, DeviceSide.Segment];

    /// <param name="folder">Gets all.</param>
    public static IReadOnlyList<DeviceWayRow> Run(string root, string folder, int rounds)
    {
        MacroBinary binary = DeviceBinary.Publish(root, folder, ProtectionUnits.Read(root), Figure2Result.Units, sides);
        return Rows(binary.Run("--rounds", $"{rounds}", "--bursts", $"{Bursts}"), binary.Run("--steps"));
    }

    static IReadOnlyList<DeviceWayRow> Rows(MacroResult timed, MacroResult stepped) =>
        [.. Figure2Result.Units.SelectMany(unit => sides.Select(side =>
        {
            IReadOnlyList<double> cycles = timed.Of(unit, side.Name)!.CyclesPerPacket;
            double[] hundred = [.. timed.Of(unit, Way.None)!.CyclesPerPacket.Select(none => 100 * none)];
            return new DeviceWayRow(unit, side.Name, Statistics.Median(cycles), Statistics.Ratio(hundred, cycles),
                stepped.InstructionsOf(unit, side.Name)!.Value);
        }))];

    public static void Print(IReadOnlyList<DeviceWayRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine("compiled graphs on the trace device, burst 32; instructions: a packet, of loop and graph");
        Console.WriteLine($"{"",-9}{"way",-15}{"cycles a packet",17}{"%",9}{"95%",17}{"instructions",14}");
        foreach (DeviceWayRow row in rows)
        {
            Console.WriteLine(Invariant($"{row.Unit,-9}{Way.Of(row.Way).Title,-15}{row.Cycles.Median,17:0.00}")
                + Invariant($"{row.Percent.Median,9:0.0}{$"{row.Percent.Low:0.0} .. {row.Percent.High:0.0}",17}")
                + Invariant($"{row.Instructions,14:0.0}"));
        }
    }

    /// <summary>In Markdown.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<DeviceWayRow> rows)
    {
        string[] units = Figure2Result.Units;
        yield return $"| way | {string.Join(" | ", units.Select(unit => unit + ", %"))} | "
            + $"{string.Join(" | ", units.Select(unit => unit + ", instructions"))} |";
        yield return $"|---|{string.Concat(Enumerable.Repeat("---|", 2 * units.Length))}";
        foreach (IGrouping<string, DeviceWayRow> group in rows.GroupBy(row => row.Way))
        {
            DeviceWayRow[] three = [.. units.Select(unit => group.Single(row => row.Unit == unit))];
            string cells = Figure2Report.Cells(three.Select(row => (row.Percent, row.Instructions)));
            yield return $"| {Way.Of(group.Key).Title} | {cells}";
        }
    }
}
