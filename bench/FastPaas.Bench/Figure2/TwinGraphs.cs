using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using FastPaas.Bench.Protection;
using FastPaas.Workload;

namespace FastPaas.Bench.Figure2;

/// <summary>bench/figure2/csharp: the twins in C#, each the one node of a graph that a deployment's generator
/// compiles.</summary>
static class TwinGraphs
{
    /// <summary>A module, its outputs in the manifest's order, its configuration.</summary>
    static readonly (string Name, string[] Outputs, string Config)[] twins =
    [
        ("policer", ["green", "yellow", "red"], "[node.twin.config]\n" + ProtectionUnits.PolicerConfig),
        ("macswap", ["out"], ""),
        ("lpm", [.. Enumerable.Range(0, 8).Select(hop => $"hop{hop}"), "miss"],
            ProtectionUnits.RoutesOf("twin", Route.Generate(ProtectionUnits.Routes))),
    ];

    /// <returns>The library, of all three.</returns>
    public static string Publish(string root, string folder)
    {
        List<string> files = [];
        foreach ((string name, string[] outputs, string config) in twins)
        {
            files.Add(Write(folder, name, name, config, outputs.Select(_ => "wire"), outputs));
            if (outputs.Length > 1)
                files.Add(Write(folder, name + "_apart", name, config, outputs.Select((_, i) => $"out{i}"), outputs));
        }
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = root, RedirectStandardOutput = true,
            Environment =
            {
                ["FASTPAAS_BENCH_GRAPHS"] = string.Join(';', files), ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1",
            },
        };
        foreach (string argument in new[]
        {
            "publish", "bench/figure2/csharp/FastPaas.Figure2.csproj", "-c", "Release", "-v:quiet", "--nologo",
            $"-p:PublishDir={folder}/", "-p:UseSharedCompilation=false",
        }) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"bench/figure2/csharp doesn't build:\n{output}");
        return Path.Combine(folder, "FastPaas.Figure2.so");
    }

    /// <param name="targets">Of its outputs. Ports have their ids by name: those of outputs come first.</param>
    static string Write(
        string folder, string name, string module, string config, IEnumerable<string> targets, string[] outputs)
    {
        string[] ports = [.. targets];
        string next = string.Join(", ", outputs.Zip(ports, (output, target) => $"{output} = \"{target}\""));
        string others = string.Concat(ports.Where(port => port != "wire").Select((port, i) =>
            $"[port.{port}]\ndevice = \"net_null{i + 1}\"\n\n"));
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, "graph.toml");
        File.WriteAllText(path,
            $$"""
            schema = 1
            name = "{{name}}"
            burst = 64

            {{others}}[port.wire]
            device = "net_null0"
            next = "twin"

            [node.twin]
            module = "{{module}}"
            next = { {{next}} }

            {{config}}
            """);
        return path;
    }
}
