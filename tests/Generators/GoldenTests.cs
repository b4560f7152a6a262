using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

public sealed class GoldenTests
{
    public static IEnumerable<string> Graphs => [.. Repository.GraphNames];

    [Test]
    [MethodDataSource(nameof(Graphs))]
    public void Every_graph_of_the_repository_compiles_to_its_golden_code(string name)
    {
        CompileOutput output = GraphAssembly.CompileOnly([GraphSource.FromRepository(name)], [ModuleSet.Catalogue]);
        CheckGolden(name, output);
    }

    /// <summary>No graph of the repository has modules in C: they are examples of what is safe.</summary>
    [Test]
    public void Nodes_in_C_compile_to_their_golden_code()
    {
        GraphSource graph = new("""
            schema = 1
            name = "in_c"
            [port.left]
            device = "net_null0"
            next = "police"
            [port.right]
            device = "net_null1"
            [node.police]
            module = "policer_c"
            next = { green = "route", yellow = "route", red = "drop" }
            config = { rate_bytes_per_second = 125_000_000, committed_burst_bytes = 65_536 }
            [node.route]
            module = "lpm_c"
            config = { routes = [{ prefix = "10.0.0.0/8", hop = 0 }, { prefix = "2001:db8::/32", hop = 1 }] }
            [node.route.next]
            hop0 = "swap"
            hop1 = "right"
            hop2 = "drop"
            hop3 = "drop"
            hop4 = "drop"
            hop5 = "drop"
            hop6 = "drop"
            hop7 = "drop"
            miss = "drop"
            [node.swap]
            module = "macswap_c"
            next = "split"
            [node.split]
            next = [{ when = "ip.ttl > 1", to = "left" }, { to = "drop" }]
            """);
        CheckGolden("in_c", GraphAssembly.CompileOnly([graph], [ModuleSet.Catalogue]));
    }

    static void CheckGolden(string name, CompileOutput output)
    {
        Assert.True(output.Image is not null, output.Errors);
        string code = output.Generated.Single(file => file.Key != "Graphs.g.cs").Value;
        string golden = Repository.Path("tests", "Generators", "Golden", name + ".g.cs");
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, code);
        }

        Assert.Equal(File.Exists(golden) ? File.ReadAllText(golden) : "", code);
    }
}
