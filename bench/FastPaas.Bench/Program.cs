using System;
using System.CommandLine;
using System.IO;

namespace FastPaas.Bench;

static class Program
{
    static int Main(string[] arguments)
    {
        var graphs = new Argument<string[]>("graph")
        {
            Arity = ArgumentArity.ZeroOrMore, Description = "Some graphs (and io, for the cost over it); all without.",
        };
        var ci = new Option<bool>("--ci") { Description = "Deterministic numbers only; exit 3 if one grew." };
        var accept = new Option<bool>("--accept") { Description = "Make today's deterministic numbers the baseline." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 100, Description = "Paired rounds." };
        var source = new Option<string>("--source")
        {
            DefaultValueFactory = _ => "trace", Description = "trace: copied from 65,536 flows; ring: a looped net_ring.",
        };
        source.AcceptOnlyFromAmong("trace", "ring");
        var root = new RootCommand("Measures compiled graphs beside hand-fused C, librte_graph and dpdk-testpmd.")
        {
            graphs, ci, accept, rounds, source,
        };
        root.SetAction(parsed => WholeGraphs.Run(FindRoot(), new(
            parsed.GetValue(graphs)!, parsed.GetValue(ci), parsed.GetValue(accept), parsed.GetValue(rounds),
            parsed.GetValue(source)!)));
        return root.Parse(arguments).Invoke();
    }

    public static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }

        throw new InvalidOperationException("bench runs from a checkout of FastPaas");
    }
}
