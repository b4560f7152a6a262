using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Workload;

namespace FastPaas.Bench;

/// <summary>The graphs that are measured, and where their files are: examples, graphs of bench/, and those whose thousands of
/// rules are generated.</summary>
static class BenchGraphs
{
    /// <summary>DESIGN section 14's seven, in its order.</summary>
    public static readonly string[] Seven = ["io", "macswap", "branch_merge", "routes_1k", "flows", "chain8", "eight_way"];

    /// <summary>What is measured beside them.</summary>
    public static readonly string[] Others = ["routes_100k", "swap8", "writes8", "acl_10k"];

    public static IEnumerable<string> All => Seven.Concat(Others);

    /// <returns>The graph's file, written anew if it is a generated one.</returns>
    public static string FileOf(string root, string graph)
    {
        string? generated = Generate(graph);
        if (generated is not null)
            return Write(Path.Combine(root, "artifacts", "bench", "graphs", graph, "graph.toml"), generated);
        string example = Path.Combine(root, "graphs", graph, "graph.toml");
        return File.Exists(example) ? example : Path.Combine(root, "bench", "graphs", graph, "graph.toml");
    }

    static string? Generate(string graph) => graph switch
    {
        "acl_10k" => Acl(AclRule.Generate(10_000)),
        _ => null,
    };

    /// <summary>The same text leaves the file alone: a newer one would be compiled again.</summary>
    static string Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text) return path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    static string Acl(AclRule[] rules)
    {
        var text = new StringBuilder(
            """
            schema = 1
            name = "acl_10k"

            [port.wire]
            device = "net_null0"
            next = "firewall"

            [node.firewall]
            module = "acl"
            budget_us = 1_000_000
            next = { permit = "wire", deny = "denied" }

            [node.denied]
            module = "counter"
            next = "wire"

            [node.firewall.config]
            default = "permit"
            other = "permit"
            rules = [

            """);
        foreach (AclRule rule in rules)
        {
            string ports = rule.DstPortFirst == rule.DstPortLast
                ? $"{rule.DstPortFirst}" : $"\"{rule.DstPortFirst}..{rule.DstPortLast}\"";
            text.Append($"{{action=\"{(rule.IsDeny != 0 ? "deny" : "permit")}\",src=[\"{Address(rule.Src)}/{rule.SrcLength}\"],");
            text.Append($"dst=[\"{Address(rule.Dst)}/{rule.DstLength}\"],proto=[{rule.Protocol}],dst_port=[{ports}]}},\n");
        }
        return text.Append("]\n").ToString();
    }

    static string Address(uint address) => $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}";
}
