using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>README.md tells no number that <c>./build.sh bench</c> doesn't: its table is that of the baselines.</summary>
public class ReadmeNumbers
{
    /// <summary>The compiled graph, hand-fused C, rte_graph.</summary>
    static readonly string[] Sides = ["", "_c", "_rte_graph"];

    [Test]
    public void The_table_of_instructions_is_that_of_the_baselines()
    {
        using JsonDocument baselines = JsonDocument.Parse(Repository.Read("bench/baselines/macro.json"));
        IEnumerable<string> wanted = baselines.RootElement.EnumerateArray().Select(Row);
        string[] lines = Repository.Lines("README.md");
        Expect.None(wanted.Where(row => !lines.Contains(row)));
    }

    static string Row(JsonElement each)
    {
        string graph = each.GetProperty("graph").GetString()!;
        string? folder = new[] { $"graphs/{graph}", $"bench/graphs/{graph}" }
            .FirstOrDefault(folder => Repository.Files.Contains(folder + "/graph.toml"));
        string name = folder is null ? graph : $"[{graph}]({folder})";
        int bytes = each.GetProperty("code_bytes").GetInt32();
        int jumps = each.GetProperty("conditional_jumps").GetInt32();
        string[] instructions = [.. Sides.Select(side => Number(each, "instructions_per_packet" + side))];
        return $"| {name} | {string.Join(" | ", instructions)} | {bytes} | {jumps} |";
    }

    static string Number(JsonElement entry, string property) => !entry.TryGetProperty(property, out JsonElement number) ? "none"
        : number.GetDouble().ToString("0.00", CultureInfo.InvariantCulture);
}
