using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Bench.Protection;

/// <param name="Ci">Nothing is timed.</param>
/// <param name="Baselines">A folder.</param>
sealed record ProtectionOptions(bool Ci, bool Accept, string Baselines, int Rounds);

/// <summary><c>./build.sh bench protection</c></summary>
static class ProtectionRun
{
    const int ExitRegression = 3;

    /// <summary>A sample: 65,536 packets.</summary>
    const int DeviceBursts = 2048;

    /// <summary>The long chains take a thousand steps a packet.</summary>
    const int SteppedBursts = 2;

    public static int Run(string root, ProtectionOptions options)
    {
        if (!options.Ci) return Measure(root, options.Rounds);
        IReadOnlyList<string> regressions = Check(root, options.Baselines, options.Accept);
        foreach (string regression in regressions) Console.WriteLine($"regression: {regression}");
        return regressions.Count == 0 ? 0 : ExitRegression;
    }

    static int Measure(string root, int rounds)
    {
        IReadOnlyList<ProtectionUnit> units = ProtectionUnits.Read(root);
        ProtectionBinary binary = ProtectionBinary.Make(root, units);
        ProtectionResult result = binary.Run(rounds);
        IReadOnlyList<ProtectionCode> code = ProtectionComparison.Code(result, binary, units);
        IReadOnlyList<ProtectionRow> rows = ProtectionComparison.Rows(result);
        ProtectionReport.PrintCode(code);
        ProtectionReport.PrintRows(result, rows);
        ProtectionReport.PrintCalls(result, rows);
        ProtectionReport.PrintMemory(result.Memory!);
        MacroBinary device = DeviceBinary.Publish(
            root, Path.Combine(root, "artifacts", "bench", "device"), units, DeviceGraphs.Names, DeviceGraphs.Sides);
        MacroResult timed = device.Run("--rounds", $"{rounds}", "--bursts", $"{DeviceBursts}");
        MacroResult stepped = device.Run("--steps", "--stepped-bursts", $"{SteppedBursts}");
        IReadOnlyList<DeviceRow> devices = DeviceRows.Of(timed, stepped);
        DeviceRows.Print(timed, devices);
        Goal[] goals = [.. ProtectionGoals.Of(result, rows, code)];
        Console.WriteLine();
        foreach (Goal goal in goals) Console.WriteLine(goal);
        Console.WriteLine(Report.Write(root, "protection", new
        {
            result.TscHz, result.UsesWrgsbase, Goals = goals, Code = code, Rows = rows, Devices = devices, result.Memory,
            result.Samples, DeviceSamples = timed.Samples,
        }));
        // A system call a node and burst would leave no bar to see but its own.
        Console.WriteLine(Picture.Write(root, "protection", "cycles a packet, gate included", [.. rows
            .Where(row => row.Burst > 0 && (row.Nodes == 1 || result.UsesWrgsbase || row.Side == ProtectionSide.Mask))
            .GroupBy(row => (row.Unit, row.Nodes, row.Burst)).Select(Drawn)]));
        Console.WriteLine(Picture.Write(root, "protection-device", "cycles a packet, compiled graphs on the trace device",
            [.. devices.Where(row => !DeviceGraphs.IsChain(row.Graph) || result.UsesWrgsbase)
                .Select(row => new GraphResult(row.Graph, row.Sides))]));
        return 0;
    }

    /// <summary>The deterministic part, held to the baseline.</summary>
    /// <returns>A line for each number that grew.</returns>
    public static IReadOnlyList<string> Check(string root, string baselines, bool accept)
    {
        IReadOnlyList<ProtectionUnit> units = ProtectionUnits.Read(root);
        ProtectionBinary binary = ProtectionBinary.Make(root, units);
        IReadOnlyList<ProtectionCode> code = ProtectionComparison.Code(binary.Run(rounds: 0), binary, units);
        ProtectionReport.PrintCode(code);
        return ProtectionBaseline.Check(baselines, code, accept);
    }

    /// <param name="rows">Of one group, by side.</param>
    static GraphResult Drawn(IEnumerable<ProtectionRow> rows)
    {
        ProtectionRow row = rows.First();
        string name = row.Unit == ProtectionComparison.Chain ? $"chain of {row.Nodes}" : $"{row.Unit}, {row.Burst}";
        Estimate Packet(Estimate burst) => new(burst.Median / row.Burst, burst.Low / row.Burst, burst.High / row.Burst);
        SideResult Bar(string side, Estimate cycles, Estimate percent) => new(side, Packet(cycles), percent, null, 0);
        return new(name, [Bar(ProtectionSide.None, row.None, row.Percent),
            .. rows.Select(each => Bar(each.Side, each.Confined, each.Percent))]);
    }
}
