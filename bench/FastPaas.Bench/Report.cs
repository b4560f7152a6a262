using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary>One row: a graph on both sides, paired round by round.</summary>
sealed record GraphResult(
    string Graph, Estimate Ratio, double Cycles, double CyclesC, double OverIo, double OverIoC, double MppsPerCpuSecond,
    double MppsPerCpuSecondC);

static class Report
{
    public static IReadOnlyList<GraphResult> Compare(MacroResult result)
    {
        var rows = new List<GraphResult>();
        bool hasIo = result.Graphs.Contains("io");
        double OverIo(MacroSamples samples) => !hasIo ? double.NaN
            : Statistics.Difference(samples.CyclesPerPacket, result.Of("io", samples.Side).CyclesPerPacket).Median;
        foreach (string graph in result.Graphs)
        {
            MacroSamples ours = result.Of(graph, "fastpaas"), c = result.Of(graph, "c");
            rows.Add(new(
                graph,
                Statistics.Ratio(ours.CyclesPerPacket, c.CyclesPerPacket),
                Statistics.Median(ours.CyclesPerPacket).Median,
                Statistics.Median(c.CyclesPerPacket).Median,
                OverIo(ours),
                OverIo(c),
                1e3 / Statistics.Median(ours.CpuNsPerPacket).Median,
                1e3 / Statistics.Median(c.CpuNsPerPacket).Median));
        }

        return rows;
    }

    public static void Print(MacroResult result, IReadOnlyList<GraphResult> rows)
    {
        int rounds = result.Samples![0].CyclesPerPacket.Count;
        Console.WriteLine(
            $"{rounds} paired rounds of {result.PacketsPerSample:N0} packets, burst {result.Burst}, source {result.Source}, "
            + $"TSC {result.TscHz / 1e9:0.00} GHz; cycles a packet, C in brackets");
        Console.WriteLine($"{"graph",-14}{"ratio to C",12}{"95% interval",18}{"cycles",16}{"over io",16}{"Mpps/CPU-s",18}");
        foreach (GraphResult row in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Graph,-14}{row.Ratio.Median,12:0.000}{$"{row.Ratio.Low:0.000} .. {row.Ratio.High:0.000}",18}"
                + $"{$"{row.Cycles:0.0} [{row.CyclesC:0.0}]",16}{$"{row.OverIo:0.0} [{row.OverIoC:0.0}]",16}"
                + $"{$"{row.MppsPerCpuSecond:0.0} [{row.MppsPerCpuSecondC:0.0}]",18}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"geometric mean of the ratios: {Statistics.GeometricMean(rows.Select(row => row.Ratio.Median)):0.000}"));
    }

    public static string Write(string root, MacroResult result, IReadOnlyList<GraphResult> rows)
    {
        string folder = Path.Combine(root, "results");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"macro-{result.Source}.json");
        var content = new
        {
            result.TscHz, result.Burst, result.Source, result.PacketsPerSample,
            GeometricMean = Statistics.GeometricMean(rows.Select(row => row.Ratio.Median)), Graphs = rows, result.Samples,
        };
        File.WriteAllText(path, JsonSerializer.Serialize(content, Json.Options));
        return path;
    }
}

static class Json
{
    public static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
