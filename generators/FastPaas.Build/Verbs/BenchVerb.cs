using System;
using System.Collections.Generic;
using System.IO;

namespace FastPaas.Build.Verbs;

/// <summary><c>bench</c>: builds what bench/ needs and hands over to it.</summary>
static class BenchVerb
{
    public static int Run(Checkout checkout, string? name, bool ci, bool accept)
    {
        string project = Path.Combine(checkout.Root, "bench", "FastPaas.Bench", "FastPaas.Bench.csproj");
        if (!File.Exists(project)) throw new StopException(ExitCode.Usage, "this checkout has no bench/FastPaas.Bench.");
        using (checkout.Lock())
        {
            Packages.InstallForBuild(checkout);
            DotNet.Run(checkout, ["build", project, "-c", "Release"], ExitCode.Failed);
        }
        string tool = Path.Combine(checkout.Artifacts, "bin", "FastPaas.Bench", "release", "FastPaas.Bench.dll");
        List<string> arguments = ["exec", tool];
        if (name is not null) arguments.Add(name);
        if (ci) arguments.Add("--ci");
        if (accept) arguments.Add("--accept");
        return Child.RunAttached(DotNet.Path, arguments);
    }
}
