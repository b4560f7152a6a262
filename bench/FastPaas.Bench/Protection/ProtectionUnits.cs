using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Graph;
using FastPaas.Graph.Model;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;
using FastPaas.Workload;

namespace FastPaas.Bench.Protection;

/// <summary>A module with a configuration; bench/protection/native/main.c knows it by this name.</summary>
/// <param name="Folder">With its module.toml.</param>
/// <param name="Config">As the module reads it.</param>
sealed record ProtectionUnit(string Name, ModuleManifest Module, string Folder, byte[] Config);

/// <summary>What is measured. Configurations are read as a graph's, so that they mean what they do there.</summary>
static class ProtectionUnits
{
    /// <summary>The call of a module that does nothing.</summary>
    public const string Empty = "empty";

    public const int Routes = 1_000;

    /// <summary>For policer, in C and its twin.</summary>
    public const string PolicerConfig =
        """
        rate_bytes_per_second = 1_000_000_000
        committed_burst_bytes = 4_096
        excess_burst_bytes = 4_096
        mode = "aware"

        """;

    /// <summary>policer gets 64 bytes of every 48 that its rate allows, coloured before by their DSCP: it reads each packet, and
    /// decides packet by packet. policer_green has more rate than there are packets: it reads none, and decides once a
    /// burst.</summary>
    const string Graph =
        $$"""
        schema = 1
        name = "protection"

        [port.wire]
        device = "net_null0"
        next = "policer"

        [node.policer]
        module = "policer_c"
        next = { green = "policer_green", yellow = "policer_green", red = "drop" }
        [node.policer.config]
        {{PolicerConfig}}
        [node.policer_green]
        module = "policer_c"
        next = { green = "macswap", yellow = "macswap", red = "drop" }
        config = { rate_bytes_per_second = 100_000_000_000, committed_burst_bytes = 1_000_000_000 }

        [node.macswap]
        module = "macswap_c"
        next = "automaton"

        [node.automaton]
        module = "automaton_c"
        next = { clean = "chase", match = "drop" }

        [node.chase]
        module = "chase_c"
        next = { known = "empty", full = "drop" }

        [node.empty]
        module = "empty_c"
        next = "lpm"

        [node.lpm]
        module = "lpm_c"
        [node.lpm.next]
        hop0 = "wire"
        hop1 = "wire"
        hop2 = "wire"
        hop3 = "wire"
        hop4 = "wire"
        hop5 = "wire"
        hop6 = "wire"
        hop7 = "wire"
        miss = "drop"

        """;

    public static IReadOnlyList<ProtectionUnit> Read(string root) =>
        Read(root, Path.Combine("bench", "protection"), Graph + RoutesOf("lpm", Route.Generate(Routes)));

    /// <param name="bench">Whose <c>modules</c> the graph may name beside the catalogue's.</param>
    public static IReadOnlyList<ProtectionUnit> Read(string root, string bench, string graph)
    {
        string[] folders =
        [
            .. Directory.GetDirectories(Path.Combine(root, "modules")),
            .. Directory.GetDirectories(Path.Combine(root, bench, "modules")),
        ];
        string[] manifests = [.. folders.Select(folder => Path.Combine(folder, "module.toml")).Where(File.Exists)];
        var compiled = GraphCompiler.Compile(new GraphSources(
            new SourceFile("graph.toml", graph), default,
            manifests.Select(path => new SourceFile(NameOf(path) + "/module.toml", File.ReadAllText(path))).ToEquatableArray()));
        if (compiled.Plan is null) throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
        return [.. compiled.Plan.Nodes.OfType<ModuleNode>().Select(node => new ProtectionUnit(
            node.Name, node.Module, folders.Single(folder => Path.GetFileName(folder) == node.Module.Name),
            ConfigBlock.Write(node.Module, node.Config)))];
    }

    static string NameOf(string manifest) => Path.GetFileName(Path.GetDirectoryName(manifest))!;

    /// <summary>As the configuration of a node.</summary>
    public static string RoutesOf(string node, Route[] routes)
    {
        var text = new StringBuilder($"[node.{node}.config]\nroutes = [\n");
        foreach ((uint prefix, byte length, byte hop) in routes)
        {
            text.Append($"{{ prefix = \"{prefix >> 24}.{prefix >> 16 & 255}.{prefix >> 8 & 255}.{prefix & 255}/{length}\", ");
            text.Append($"hop = {hop} }},\n");
        }
        return text.Append("]\n").ToString();
    }
}
