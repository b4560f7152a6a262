using System.IO;
using System.Text.Json;
using Xunit;

namespace FastPaas.Build.Tests;

public class CheckVerbTests
{
    const string Wire = "schema = 1\nname = \"wire\"\n[port.left]\ndevice = \"net_null0\"\nnext = \"left\"\n";

    [Test]
    public void A_good_graph_is_summed_up_in_a_line()
    {
        Outcome outcome = Script.Run("check", "graphs/io");
        Assert.Equal((0, "graphs/io: ok: 2 ports, 0 nodes, 0 tenants; a packet takes at most 0 comparisons in rules\n", ""),
            (outcome.Code, outcome.Output, outcome.Errors));
    }

    [Test]
    public void A_mistake_has_a_path_that_opens_from_where_the_user_is()
    {
        using TemporaryFolder folder = new();
        folder.Write("mine/graph.toml", Wire.Replace("next = \"left\"", "next = \"right\"", System.StringComparison.Ordinal));
        Outcome outcome = Script.RunIn(folder.Path, [], "check", "mine");
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("mine/graph.toml(5,8): error FP", outcome.Output, System.StringComparison.Ordinal);
        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
    }

    [Test]
    public void A_mistake_in_a_users_manifest_names_that_file()
    {
        using TemporaryFolder folder = new();
        string graph = folder.Write("mine/graph.toml", Wire);
        folder.Write("modules/odd/module.toml",
            "name = \"odd\"\nlanguage = \"cobol\"\nsummary = \"x\"\npacket = \"none\"\noutputs = [\"out\"]\n");
        Outcome outcome = Script.RunIn(folder.Path, [], "check", graph, "--modules", "modules");
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("modules/odd/module.toml(2,12): error FP", outcome.Output, System.StringComparison.Ordinal);
    }

    [Test]
    public void Json_has_every_part_of_a_diagnostic()
    {
        using TemporaryFolder folder = new();
        folder.Write("mine/graph.toml", Wire + "colour = \"<red> & 'blue'\"\n");
        Outcome outcome = Script.RunIn(folder.Path, [], "check", "mine", "--json");
        JsonElement mistake = Assert.Single(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("diagnostics")
            .EnumerateArray());
        Assert.Equal(("mine/graph.toml", 6, 1, "error"),
            (mistake.GetProperty("file").GetString(), mistake.GetProperty("line").GetInt32(),
            mistake.GetProperty("column").GetInt32(), mistake.GetProperty("severity").GetString()));
        Assert.Contains("colour", mistake.GetProperty("message").GetString(), System.StringComparison.Ordinal);
    }

    [Test]
    public void Bytes_that_are_not_text_are_a_mistake_with_a_position()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("graph.toml", "schema = 1\n");
        File.WriteAllBytes(path, [.. "schema = 1\nname = \"ä"u8, 0xff, .. "\"\n"u8]);
        Outcome outcome = Script.RunIn(folder.Path, [], "check", ".");
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("graph.toml(2,10): error FP0001: ", outcome.Output.Replace("./", "", System.StringComparison.Ordinal),
            System.StringComparison.Ordinal);
    }

    [Test]
    [Arguments("check")]
    [Arguments("check", "graphs/none")]
    [Arguments("check", "graphs")]
    [Arguments("check", "graphs/io", "--modules", "nowhere")]
    [Arguments("check", "graphs/io", "--frobnicate")]
    [Arguments("build", "graphs/io")]
    [Arguments("build", "graphs/io", "-o", "graphs")]
    [Arguments("build", "graphs/io", "-o", "")]
    [Arguments("check", "@graphs/io/graph.toml")]
    [Arguments("build", "graphs/io", "-o", "io", "--drivers", "mlx4")]
    [Arguments("build", "graphs/io", "-o", "no/such/folder/io")]
    [Arguments("frobnicate")]
    [Arguments()]
    public void A_wrong_command_line_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        Outcome outcome = Script.Run(arguments);
        Assert.Equal(2, outcome.Code);
        Assert.DoesNotContain("   at ", outcome.Errors, System.StringComparison.Ordinal);
        Assert.StartsWith("build: ", outcome.Errors, System.StringComparison.Ordinal);
    }
}
