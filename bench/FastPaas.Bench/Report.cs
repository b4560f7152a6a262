using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastPaas.Bench;

/// <summary>Table and JSON of the whole graphs.</summary>
static class Report
{
    public static void Print(MacroResult result, IReadOnlyList<GraphResult> graphs)
    {
        int rounds = result.Samples![0].CyclesPerPacket.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rounds} paired rounds of {result.PacketsPerSample:N0} packets, burst {result.Burst}, source {result.Source}, "
            + $"TSC {result.TscHz / 1e9:0.00} GHz; ratio: cycles of fastpaas to this side's, 95% interval of the median"));
        Console.WriteLine(
            $"{"graph",-14}{"side",-12}{"cycles/packet",14}{"over io",10}{"Mpps/CPU-s",12}{"ratio",9}{"95% interval",18}");
        foreach (GraphResult graph in graphs)
        {
            string name = graph.Graph;
            foreach (SideResult side in graph.Sides)
            {
                string ratio = side == graph.FastPaas ? "" : string.Create(CultureInfo.InvariantCulture,
                    $"{side.Ratio.Median,9:0.000}{$"{side.Ratio.Low:0.000} .. {side.Ratio.High:0.000}",18}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-14}{side.Side,-12}{side.Cycles.Median,14:0.00}{side.OverIo?.Median,10:0.00}"
                    + $"{side.MppsPerCpuSecond,12:0.00}{ratio}"));
                name = "";
            }
        }
    }

    /// <returns>The file's path.</returns>
    public static string Write(string root, string name, object content)
    {
        string path = Path.Combine(Folder(root), name + ".json");
        File.WriteAllText(path, JsonSerializer.Serialize(content, Json.Options) + "\n");
        return path;
    }

    public static string Folder(string root) => Directory.CreateDirectory(Path.Combine(root, "results")).FullName;
}

static class Json
{
    public static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
