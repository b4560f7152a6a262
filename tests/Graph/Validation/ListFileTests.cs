using System.Linq;
using System.Text;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Graph.Tests.Validation;

/// <summary>Lists of records in files beside the graph; their mistakes are cases in Wrong/.</summary>
public class ListFileTests
{
    [Test]
    public void A_list_in_a_file_says_what_the_same_list_says_inline()
    {
        ConfigValue inline = Routes("""
            [
              { prefix = "10.0.0.0/8", hop = 7 }, { prefix = "0.0.0.0/0", hop = 0 }, { prefix = "192.0.2.1", hop = 16 },
              { prefix = "2001:db8:8000::/33", hop = 3, tags = ["1..9", "300"], text = "bör", mac = "02:00:00:00:00:0f" },
              { prefix = "::1", hop = 255, on = true, way = "up" },
            ]
            """, "");
        ConfigValue file = Routes("\"routes.txt\"", """
            # prefix hop tags text on mac way
            10.0.0.0/8  7
            0.0.0.0/0   0 # all
            ~192.0.2.1~0x10 -
            2001:db8:8000::/33 3 1..9,300 bör - 02:00:00:00:00:0f
            ::1 255 - - true - up

            """.Replace('~', '\t'));
        Assert.Equal(5, file.Count);
        Assert.Equal(inline.Items, Model.PackedRecords.Read(Key(), file).ToEquatableArray());
    }

    [Test]
    public void Comments_blanks_and_line_ends_leave_the_plan_equal() =>
        Assert.Equal(Plan("\"routes.txt\"", "10.0.0.0/8 1\n::/0 2"),
            Plan("\"routes.txt\"", "# ours\r\n  10.0.0.0/8\t1 # here\r\n\r\n::/0 2 - -\r\n"));

    [Test]
    public void A_million_routes_are_compiled_in_seconds_and_one_more_is_refused()
    {
        StringBuilder text = new();
        for (int i = 0; i < 1 << 20; i++) text.Append($"{i >> 12}.{i >> 4 & 255}.{i << 4 & 255}.0/28 {i & 7}\n");
        GraphResult result = new(null, default);
        Assert.InRange(ProcessorTime.SecondsOf(() => result = Compile("\"routes.txt\"", text.ToString())), 0, 20);
        Assert.Equal(1 << 20, Of(result.Plan!).Count);
        text.Append("10.0.0.0/8 0\n");
        Assert.Equal(["routes.txt(1048577,1): error FP0405: `routes` of module \"table\" has more than 1048576 records;"
            + " remove those from here on"],
            Compile("\"routes.txt\"", text.ToString()).Diagnostics.Select(each => each.ToString()));
    }

    [Test]
    public void A_file_of_mistakes_lists_a_thousand()
    {
        GraphResult result = Compile("\"routes.txt\"", string.Concat(Enumerable.Repeat("10.0.0.0/8 x\n", 100_000)));
        Assert.Equal(1_001, result.Diagnostics.Count);
        Assert.Contains(result.Diagnostics, each => each.Id == "FP0602" && each.Message.StartsWith("99,000 more"));
    }

    static ConfigValue Routes(string routes, string file) => Of(Plan(routes, file));

    static ConfigValue Of(DispatchPlan plan) => Assert.Single(Assert.IsType<ModuleNode>(Assert.Single(plan.Nodes)).Config);

    static ConfigKey Key() =>
        Assert.Single(Assert.IsType<ModuleNode>(Assert.Single(Plan("[]", "").Nodes)).Module.Config);

    static DispatchPlan Plan(string routes, string file)
    {
        GraphResult result = Compile(routes, file);
        Assert.Empty(result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        return result.Plan!;
    }

    static GraphResult Compile(string routes, string file) => GraphCompiler.Compile(new GraphSources(
        new SourceFile("graph.toml", $"""
            schema = 1
            name = "lists"
            [port.a]
            device = "net_null0"
            next = "n"
            [port.b]
            device = "net_null1"
            [node.n]
            module = "table"
            next = "b"
            [node.n.config]
            routes = {routes}
            """),
        default,
        new[] { new SourceFile("table/module.toml", Table) }.ToEquatableArray())
    {
        ListFiles = new[] { new SourceFile("routes.txt", file) }.ToEquatableArray(),
    });

    const string Table = """
        name = "table"
        language = "csharp"
        summary = "A case"
        packet = "read"
        outputs = ["out"]
        [config.routes]
        type = "record[]"
        count_max = 1_048_576
        [config.routes.fields]
        prefix = { type = "prefix" }
        hop = { type = "u8" }
        tags = { type = "range[]", max = 1_000, default = [] }
        text = { type = "string", default = "" }
        on = { type = "bool", default = false }
        mac = { type = "mac", default = "02:00:00:00:00:01" }
        way = { type = "enum", values = ["down", "up"], default = "down" }
        """;
}
