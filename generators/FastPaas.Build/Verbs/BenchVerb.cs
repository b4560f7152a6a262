using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Build.Verbs;

/// <summary><c>bench</c>: builds bench/ and hands over to it. The checkout stays locked: what is measured beside a build is
/// worthless.</summary>
static class BenchVerb
{
    /// <summary>What a soak runs: every kind of node, and a capture that reaches each.</summary>
    const string SoakGraph = "graphs/demo", SoakPort = "lan=open_loop,rate_pps=500000,pcap=";

    /// <summary>Two tenants, and the module of the one that traps.</summary>
    const string FaultsGraph = "bench/faults/graph", FaultsModules = "bench/faults/modules";

    public static int Run(Checkout checkout, IReadOnlyList<string> arguments)
    {
        using FileStream held = checkout.Lock();
        // The deterministic part needs nothing to compare with in time.
        if (arguments is ["figure2", ..]) Packages.InstallForFigure2(checkout);
        else if (arguments.Contains("--ci")) Packages.InstallForBuild(checkout, protects: true);
        else Packages.InstallForBench(checkout);
        foreach (string project in new[] { "FastPaas.Bench/FastPaas.Bench.csproj", "micro/FastPaas.Micro.csproj" })
            DotNet.Run(checkout, ["build", "bench/" + project, "-c", "Release"], ExitCode.Failed);
        string tool = Path.Combine(checkout.Artifacts, "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll");
        return Child.RunAttached(DotNet.Path, ["exec", tool, .. arguments, .. Deployment(checkout, arguments)]);
    }

    /// <summary>What runs a deployment binary gets ours, unless it is given one.</summary>
    static string[] Deployment(Checkout checkout, IReadOnlyList<string> arguments)
    {
        if (arguments.Contains("--binary") || arguments.Contains("--help")) return [];
        return arguments switch
        {
            ["soak", ..] => Soak(checkout),
            ["faults", ..] => ["--binary", Build(checkout, FaultsGraph, Path.Combine(checkout.Root, FaultsModules))],
            _ => [],
        };
    }

    static string Build(Checkout checkout, string graph, string? modules) => BuildVerb.Build(
        checkout, Path.Combine(checkout.Root, graph), modules, new Steps(System.Console.Out)).Binary;

    static string[] Soak(Checkout checkout)
    {
        string folder = Path.Combine(checkout.Root, SoakGraph);
        return ["--binary", Build(checkout, SoakGraph, null), "--port", SoakPort + Path.Combine(folder, "demo.pcap")];
    }
}
