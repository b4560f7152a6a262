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

    public static int Run(Checkout checkout, IReadOnlyList<string> arguments)
    {
        using FileStream held = checkout.Lock();
        // The deterministic part needs nothing to compare with in time.
        if (arguments.Contains("--ci")) Packages.InstallForBuild(checkout, protects: true);
        else Packages.InstallForBench(checkout);
        foreach (string project in new[] { "FastPaas.Bench/FastPaas.Bench.csproj", "micro/FastPaas.Micro.csproj" })
            DotNet.Run(checkout, ["build", "bench/" + project, "-c", "Release"], ExitCode.Failed);
        string tool = Path.Combine(checkout.Artifacts, "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll");
        bool isOurSoak = arguments is ["soak", ..] && !arguments.Contains("--binary") && !arguments.Contains("--help");
        return Child.RunAttached(DotNet.Path, ["exec", tool, .. arguments, .. isOurSoak ? Soak(checkout) : []]);
    }

    static string[] Soak(Checkout checkout)
    {
        string folder = Path.Combine(checkout.Root, SoakGraph);
        string binary = BuildVerb.Build(checkout, folder, null, new Steps(System.Console.Out)).Binary;
        return ["--binary", binary, "--port", SoakPort + Path.Combine(folder, "demo.pcap")];
    }
}
