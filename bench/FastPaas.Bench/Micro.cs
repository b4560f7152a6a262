using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary><c>./build.sh bench micro [filter]</c>: the pieces, by BenchmarkDotNet in bench/micro; and the bytes that each
/// allocates, held to <c>bench/baselines/micro.json</c>.</summary>
static class Micro
{
    const string BaselineFile = "micro.json";

    /// <summary>A runtime's own strings and lists differ a little from version to version; what is 0 stays 0.</summary>
    const double Tolerance = 0.02;

    public static int Time(string root, string? filter, bool isFull)
    {
        string[] arguments = ["time", Path.Combine(Report.Folder(root), "micro"), isFull ? "full" : "short"];
        return Run(root, filter is null ? arguments : [.. arguments, filter], null);
    }

    /// <returns>A line for each benchmark that allocates more than it did.</returns>
    public static IReadOnlyList<string> CheckAllocations(string root, string baselines, bool accept)
    {
        string output = "";
        if (Run(root, ["allocations"], text => output = text) != 0)
            throw new InvalidOperationException("the allocations of bench/micro couldn't be measured");
        var bytes = JsonSerializer.Deserialize<SortedDictionary<string, long>>(output)!;
        foreach ((string benchmark, long allocated) in bytes) Console.WriteLine($"{benchmark,-40}{allocated,12} bytes allocated");
        string path = Path.Combine(baselines, BaselineFile);
        if (accept) File.WriteAllText(path, JsonSerializer.Serialize(bytes, Json.Options) + "\n");
        return Regressions(path, bytes);
    }

    static List<string> Regressions(string path, IReadOnlyDictionary<string, long> bytes)
    {
        var regressions = new List<string>();
        var accepted = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path))!;
        foreach ((string benchmark, long now) in bytes)
        {
            if (!accepted.TryGetValue(benchmark, out long before)) regressions.Add($"{benchmark}: not in {BaselineFile}");
            else if (now > before * (1 + Tolerance)) regressions.Add($"{benchmark}: bytes allocated {before} -> {now}");
        }
        return regressions;
    }

    static int Run(string root, string[] arguments, Action<string>? takeOutput)
    {
        string tool = Path.Combine(root, "artifacts", "bin", "FastPaas.Micro", "release", "FastPaas.Micro.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", tool, .. arguments])
        {
            RedirectStandardOutput = takeOutput is not null,
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        };
        using Process process = Process.Start(start) ?? throw new IOException($"{tool} doesn't start");
        takeOutput?.Invoke(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return process.ExitCode;
    }
}
