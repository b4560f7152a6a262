using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>README.md tells no number that <c>./build.sh bench</c> doesn't: its table is that of the baselines.</summary>
public class ReadmeNumbers
{
    [Fact]
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
        double instructions = each.GetProperty("instructions_per_packet").GetDouble();
        double instructionsC = each.GetProperty("instructions_per_packet_c").GetDouble();
        int bytes = each.GetProperty("code_bytes").GetInt32();
        int jumps = each.GetProperty("conditional_jumps").GetInt32();
        return string.Create(CultureInfo.InvariantCulture,
            $"| [{graph}](graphs/{graph}) | {instructions:0.00} | {instructionsC:0.00} | {bytes} | {jumps} |");
    }
}
