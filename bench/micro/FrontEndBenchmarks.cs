using System.Linq;
using BenchmarkDotNet.Attributes;
using FastPaas.Graph;
using FastPaas.Graph.Toml;
using FastPaas.TestHost;

namespace FastPaas.Micro;

/// <summary>From the text of a graph to C#: what every keystroke in an editor and every build pays.</summary>
public class FrontEndBenchmarks
{
    readonly GraphSource demo = GraphSource.FromRepository("demo");

    /// <summary>Those that the demo uses: a module more in the catalogue is no regression.</summary>
    readonly ModuleSet modules = Only(ModuleSet.Catalogue, ["acl", "counter", "macswap", "source_guard", "ttl"]);

    /// <summary>The text alone.</summary>
    [Benchmark]
    public object Toml() => TomlReader.Read("graph.toml", demo.Text);

    /// <summary>Text to validated plan.</summary>
    [Benchmark]
    public GraphResult Plan() => demo.Compile(modules);

    /// <summary>Text to an assembly: our generator, and Roslyn on what it wrote.</summary>
    [Benchmark]
    [AllocatesVarying]
    public CompileOutput GenerateAndCompile() => GraphAssembly.CompileOnly([demo], [ModuleSet.Catalogue]);

    static ModuleSet Only(ModuleSet set, string[] modules) => new(
        set.AssemblyName, set.Manifests.Where(file => modules.Contains(file.Key.Split('/')[0])).ToDictionary(), set.Sources);
}
