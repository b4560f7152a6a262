using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Workload;

namespace FastPaas.Bench.Protection;

/// <summary>Graphs whose nodes differ in nothing but how their module was made: <c>policer__segment</c>, <c>policer__none</c>,
/// <c>policer__csharp</c>.</summary>
static class DeviceGraphs
{
    public static readonly DeviceSide[] Sides = [DeviceSide.None, DeviceSide.Segment, DeviceSide.CSharp];

    /// <summary>Modules in C.</summary>
    public static readonly string[] Modules = ["policer_c", "macswap_c", "lpm_c"];

    static readonly (string Name, string Module, int Nodes)[] graphs =
    [
        ("policer", "policer", 1), ("lpm", "lpm", 1), ("macswap", "macswap", 1),
        ("macswap2", "macswap", 2), ("macswap4", "macswap", 4), ("macswap8", "macswap", 8),
    ];

    /// <summary>The names of the graphs, without their sides.</summary>
    public static IEnumerable<string> Names => graphs.Select(graph => graph.Name);

    public static bool IsChain(string name) => graphs.Single(graph => graph.Name == name).Nodes > 1;

    /// <summary>Written below a folder; the files.</summary>
    /// <param name="names">Of <see cref="Names"/>.</param>
    public static IReadOnlyList<string> Write(string folder, IEnumerable<string> names, IEnumerable<DeviceSide> sides) =>
        [.. names.SelectMany(name => sides.Select(side => Write(folder, graphs.Single(graph => graph.Name == name), side)))];

    static string Write(string folder, (string Name, string Module, int Nodes) graph, DeviceSide side)
    {
        string name = $"{graph.Name}__{side.Name}";
        string module = side.Variant is null ? $"module = \"{graph.Module}\""
            : $"module = \"{graph.Module}_c\"\nprotection = \"{side.Word}\"";
        var text = new StringBuilder($"schema = 1\nname = \"{name}\"\n\n[port.wire]\ndevice = \"net_null0\"\nnext = \"node1\"\n");
        for (int i = 1; i <= graph.Nodes; i++)
        {
            text.Append($"\n[node.node{i}]\n{module}\n");
            text.Append(NextAndConfig(graph.Module, i == graph.Nodes ? "wire" : $"node{i + 1}"));
        }
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, "graph.toml");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    static string NextAndConfig(string module, string next) => module switch
    {
        // It reads each packet, and has rate for all: what is compared can't depend on the clock.
        "policer" => $$"""
            next = { green = "{{next}}", yellow = "{{next}}", red = "drop" }
            config = { rate_bytes_per_second = 100_000_000_000, committed_burst_bytes = 1_000_000_000, mode = "aware" }

            """,
        "lpm" => $"next = {{ {string.Concat(Enumerable.Range(0, 8).Select(hop => $"hop{hop} = \"{next}\", "))}"
            + "miss = \"drop\" }\n" + ProtectionUnits.RoutesOf("node1", Route.Generate(ProtectionUnits.Routes)),
        _ => $"next = \"{next}\"\n",
    };
}
