using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

public sealed class GoldenTests
{
    public static TheoryData<string> Graphs => [.. Repository.GraphNames];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Every_graph_of_the_repository_compiles_to_its_golden_code(string name)
    {
        CompileOutput output = GraphAssembly.CompileOnly([GraphSource.FromRepository(name)], [ModuleSet.Catalogue]);
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
