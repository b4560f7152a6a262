using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Differential.Captures;
using FastPaas.Differential.Harness;
using FastPaas.Differential.Random;
using FastPaas.Graph;
using FastPaas.Graph.Plan;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Differential;

/// <summary>Every capture of the folder that FASTPAAS_PCAP names, whole and in order, through every graph of graphs/.</summary>
public sealed class CaptureTests
{
    [Test]
    public void Every_capture_crosses_every_graph_of_the_repository_with_exact_conservation()
    {
        string[] files = CaptureFolder.Files();
        Skip.When(files.Length == 0, "FASTPAAS_PCAP names no folder with captures");
        string[] names = Repository.GraphNames.ToArray();
        using GraphAssembly assembly = GraphAssembly.Compile(names.Select(GraphSource.FromRepository), [ModuleSet.Catalogue]);
        foreach (string name in names)
        {
            DispatchPlan plan = GraphCompiler.Compile(CheckedSketch.SourcesOf(Repository.Path("graphs", name))).Plan!;
            CompiledGraph graph = assembly.Graphs.Single(graph => graph.Name == plan.Name);
            foreach (string file in files) Cross(plan, graph, file);
        }
    }

    static void Cross(DispatchPlan plan, CompiledGraph graph, string file)
    {
        int[] entries = plan.Ports.Where(port => port.Entry != null).Select(port => port.Id).ToArray();
        int[] room = plan.Ports.Select(_ => plan.BurstSize).ToArray();
        BurstInput[] bursts = CaptureFolder.Frames(file)
            .Select(bytes => Frame.Whole(bytes, Path.GetFileName(file))).Chunk(plan.BurstSize)
            .SelectMany(frames => entries.Select(port => new BurstInput(port, frames, room))).ToArray();
        (int Burst, string What)? difference = Comparison.Run(plan, graph, bursts, noise: 1);
        string where = $"graph {plan.Name}, {Path.GetFileName(file)}, burst {difference?.Burst}";
        Assert.True(difference == null, $"{where}: {difference?.What}");
    }
}
