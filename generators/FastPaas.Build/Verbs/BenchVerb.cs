using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Build.Verbs;

/// <summary><c>bench</c>: builds bench/ and hands over to it. The checkout stays locked: what is measured beside a build is
/// worthless.</summary>
static class BenchVerb
{
    public static int Run(Checkout checkout, IReadOnlyList<string> arguments)
    {
        using FileStream held = checkout.Lock();
        // The deterministic part needs nothing to compare with in time.
        if (arguments.Contains("--ci")) Packages.InstallForBuild(checkout);
        else Packages.InstallForBench(checkout);
        DotNet.Run(checkout, ["build", "bench/FastPaas.Bench/FastPaas.Bench.csproj", "-c", "Release"], ExitCode.Failed);
        string tool = Path.Combine(checkout.Artifacts, "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll");
        return Child.RunAttached(DotNet.Path, ["exec", tool, .. arguments]);
    }
}
