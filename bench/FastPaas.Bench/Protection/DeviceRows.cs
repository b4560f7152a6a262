using System;
using System.Collections.Generic;
using System.Linq;
using static System.FormattableString;

namespace FastPaas.Bench.Protection;

/// <summary>A graph on the trace device: confined, unprotected, and its twin in C#, paired round by round.</summary>
/// <param name="Percent">Packets a second of the unprotected that are left.</param>
/// <param name="PercentOfCSharp">Of the twin's.</param>
/// <param name="Instructions">A packet, of the loop and the graph; by side.</param>
sealed record DeviceRow(
    string Graph, IReadOnlyList<SideResult> Sides, Estimate Percent, Estimate PercentOfCSharp,
    IReadOnlyDictionary<string, double> Instructions);

static class DeviceRows
{
    static readonly string[] sides = [.. DeviceGraphs.Sides.Select(side => side.Name)];

    public static IReadOnlyList<DeviceRow> Of(MacroResult timed, MacroResult stepped) =>
        [.. DeviceGraphs.Names.Select(graph =>
        {
            IReadOnlyList<double> Cycles(string side) => timed.Of(graph, side)!.CyclesPerPacket;
            Estimate Percent(string side) =>
                Statistics.Ratio([.. Cycles(side).Select(cycles => 100 * cycles)], Cycles(ProtectionSide.Segment));
            SideResult Side(string side) => new(side, Statistics.Median(Cycles(side)),
                Statistics.Ratio(Cycles(ProtectionSide.Segment), Cycles(side)), null,
                1e3 / Statistics.Median(timed.Of(graph, side)!.CpuNsPerPacket).Median);
            return new DeviceRow(graph, [.. sides.Select(Side)], Percent(ProtectionSide.None),
                Percent(DeviceSide.CSharp.Name),
                sides.ToDictionary(side => side, side => stepped.InstructionsOf(graph, side)!.Value));
        })];

    public static void Print(MacroResult timed, IReadOnlyList<DeviceRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine(Invariant($"compiled graphs on the trace device, burst {timed.Burst}, ")
            + "packets copied into the arena and back; instructions: a packet, of loop and graph");
        Console.WriteLine($"{"graph",-12}{"side",-10}{"cycles/packet",15}{"Mpps/CPU-s",12}{"instructions",14}"
            + $"{"confined leaves",17}{"95% interval",18}");
        foreach (DeviceRow row in rows)
        {
            foreach (SideResult side in row.Sides)
            {
                Estimate? percent = side.Side == ProtectionSide.None ? row.Percent
                    : side.Side == DeviceSide.CSharp.Name ? row.PercentOfCSharp : null;
                Console.WriteLine(Invariant($"{(side == row.Sides[0] ? row.Graph : ""),-12}{side.Side,-10}")
                    + Invariant($"{side.Cycles.Median,15:0.00}{side.MppsPerCpuSecond,12:0.00}")
                    + Invariant($"{row.Instructions[side.Side],14:0.00}")
                    + (percent is { } left ? Invariant($"{left.Median,16:0.0}%{$"{left.Low:0.0} .. {left.High:0.0}",18}") : ""));
            }
        }
    }
}
