using System.Collections.Generic;
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
        Programs.Publish(root, "figure2/csharp/FastPaas.Figure2.csproj", folder, files);
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
