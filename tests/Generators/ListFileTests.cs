using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FastPaas.TestHost;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>A list in a file beside the graph, as generated code gives it to the module.</summary>
public sealed class ListFileTests
{
    const string Inline = """
        [{prefix = "192.0.2.0/25", hop = 0,tags = ["1..9",300], text = "bör", on = true, mac = "02:00:00:00:00:0f", way = "up"},
         { prefix = "2001:db8:8000::/33", hop = 4_294_967_295 }]
        """;

    const string Lines = """
        192.0.2.0/25 0 1..9,300 bör true 02:00:00:00:00:0f up
        2001:db8:8000::/33 4_294_967_295 # the last
        """;

    /// <summary>Writes what it was configured with into each packet.</summary>
    static readonly ModuleSet table = ModuleSet.None.With("table", """
        name = "table"
        language = "csharp"
        summary = "Writes its configuration into the packet"
        packet = "write"
        shape = "packet"
        outputs = ["out"]
        [config.routes]
        type = "record[]"
        [config.routes.fields]
        prefix = { type = "prefix" }
        hop = { type = "u32" }
        tags = { type = "range[]", max = 1_000, default = [] }
        text = { type = "string", default = "" }
        on = { type = "bool", default = false }
        mac = { type = "mac", default = "02:00:00:00:00:01" }
        way = { type = "enum", values = ["down", "up"], default = "down" }
        """, """
        namespace FastPaas.Modules;
        [Module("table")]
        public static class Table
        {
            public struct State { public NativeArray<byte> Text; }
            public static void Init(TableConfig config, ModuleHeap heap, ref State state)
            {
                string all = "";
                foreach (TableConfig.RoutesItem route in config.Routes)
                {
                    all += $"{route.Prefix} {route.Hop} {route.Text} {route.On} {route.Mac} {route.Way}";
                    foreach (NumberRange tag in route.Tags) all += $" {tag}";
                    all += "\n";
                }
                byte[] bytes = System.Text.Encoding.UTF8.GetBytes(all);
                state.Text = heap.Allocate<byte>(bytes.Length);
                new System.ReadOnlySpan<byte>(bytes).CopyTo(state.Text.Span);
            }
            public static void Process(WritablePacket packet, in State state)
            {
                System.Span<byte> bytes = packet.Bytes;
                for (int i = 0; i < state.Text.Length; i++) bytes[i] = state.Text[i];
            }
        }
        """);

    [Test]
    public void A_module_gets_a_list_from_a_file_as_it_gets_it_inline()
    {
        string inline = Written(Graph(Inline, ""));
        Assert.Contains("bör True", inline);
        Assert.Equal(inline, Written(Graph("\"routes.txt\"", Lines)));
    }

    [Test]
    public void A_comment_in_a_list_s_file_emits_nothing_again()
    {
        GeneratorInput before = GeneratorInput.Of([Graph("\"routes.txt\"", Lines)], [table]);
        GeneratorInput after = GeneratorInput.Of([Graph("\"routes.txt\"", "# routes\n" + Lines)], [table]);
        Compilation compilation = CSharpCompilation.Create("Lists", [CSharpSyntaxTree.ParseText("class A;")]);
        GeneratorDriver driver = InMemoryCompiler.CreateDriver(before).RunGenerators(compilation);
        driver = driver.ReplaceAdditionalText(before.Texts.Single(IsList), after.Texts.Single(IsList))
            .WithUpdatedAnalyzerConfigOptions(after);
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(result.TrackedSteps[GraphGenerator.FilesStep]));
        Assert.All(Reasons(result.TrackedSteps[GraphGenerator.PlansStep]), reason =>
            Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
    }

    static bool IsList(AdditionalText text) => text.Path.EndsWith("/routes.txt", System.StringComparison.Ordinal);

    static IEnumerable<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> runs) =>
        runs.SelectMany(run => run.Outputs).Select(output => output.Reason);

    static string Written(GraphSource graph)
    {
        using GraphAssembly compiled = GraphAssembly.Compile([graph], [table]);
        using TestLcore lcore = new(compiled.Graph);
        lcore.Add(new byte[1_000]);
        lcore.Run("wire");
        byte[] bytes = lcore.Sent("wire").Single().Bytes;
        return System.Text.Encoding.UTF8.GetString(bytes, 0, System.Array.IndexOf(bytes, (byte)0));
    }

    static GraphSource Graph(string routes, string file) => new($"""
        schema = 1
        name = "lists"
        [port.wire]
        device = "net_null0"
        next = "n"
        [node.n]
        module = "table"
        next = "wire"
        [node.n.config]
        routes = {routes}
        """)
    {
        ListFiles = new Dictionary<string, string> { ["routes.txt"] = file },
    };
}
