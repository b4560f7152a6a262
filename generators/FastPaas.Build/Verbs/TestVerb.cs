using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace FastPaas.Build.Verbs;

/// <summary><c>test</c>: builds every test project, runs each, adds up. The last line is <c>N passed, N failed, N
/// skipped</c>.</summary>
static class TestVerb
{
    /// <summary>Nothing hangs a CI run: a project that takes longer is ended and counts as failed.</summary>
    static readonly TimeSpan ProjectLimit = TimeSpan.FromMinutes(20);

    /// <summary>What Microsoft.Testing.Platform exits with when a filter leaves nothing.</summary>
    const int NoTestRan = 8;

    /// <summary>Folders with more test data than the repository ships. Tests run elsewhere, so they get absolute paths.</summary>
    static readonly string[] DataFolders = ["FASTPAAS_TOML_TEST", "FASTPAAS_PCAP"];

    /// <summary>Deployment binaries that tests take by environment variable.</summary>
    static readonly (string Graph, string Variable)[] Binaries =
    [
        ("graphs/io", "FASTPAAS_WIRE_BINARY"),
        ("graphs/demo", "FASTPAAS_DEMO_BINARY"),
        ("tests/System/Graphs/jumbo", "FASTPAAS_JUMBO_BINARY"),
    ];

    public static int Run(Checkout checkout, string? filter, bool longOnes)
    {
        string tests = Path.Combine(checkout.Root, "tests");
        string[] projects = Directory.GetFiles(tests, "*.Tests.csproj", SearchOption.AllDirectories);
        Array.Sort(projects, StringComparer.Ordinal);
        Dictionary<string, string> environment = TestEnvironment(longOnes);
        using (checkout.Lock())
        {
            Packages.InstallForTest(checkout);
            environment["FASTPAAS_DEBIAN_SOURCES"] = DebianSources.Fetch(checkout);
            long start = Stopwatch.GetTimestamp();
            DotNet.Run(checkout, ["build", "FastPaas.sln", "-c", "Release"], ExitCode.Failed);
            Console.Out.WriteLine($"built {projects.Length} test projects in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            // Minutes that a few chosen tests don't need: they build what they must have, or are skipped.
            if (filter is null) BuildBinaries(checkout, environment);
        }
        TestTally tally = new();
        foreach (string project in projects) RunProject(checkout, project, filter, environment, longOnes, tally);
        return Report(tally, AllowedSkips.Read(checkout), filter);
    }

    static void BuildBinaries(Checkout checkout, Dictionary<string, string> environment)
    {
        try
        {
            foreach ((string graph, string name) in Binaries)
            {
                Console.Out.WriteLine(graph);
                string folder = Path.Combine(checkout.Root, graph);
                environment[name] = BuildVerb.Build(checkout, folder, null, new Steps(Console.Out)).Binary;
            }
        }
        catch (StopException stop) when (stop.Code == ExitCode.Refused)
        {
            throw new StopException(ExitCode.Failed, stop.Message);
        }
    }

    static Dictionary<string, string> TestEnvironment(bool longOnes)
    {
        // Ten minutes of fuzzing, thousands of random graphs where CI takes hundreds, a million routes, a million flows, 100,000
        // mutants, 10,000 faults of each kind, all of GCC's programs, all attacks by mpx.
        Dictionary<string, string> environment = !longOnes ? [] : new()
        {
            ["FASTPAAS_FUZZ_SECONDS"] = "600", ["FASTPAAS_DIFF_GRAPHS"] = "5000", ["FASTPAAS_ROUTES"] = "1000000",
            ["FASTPAAS_VERIFY_MUTANTS"] = "100000", ["FASTPAAS_CSMITH_PROGRAMS"] = "500", ["FASTPAAS_FAULTS"] = "10000",
            ["FASTPAAS_TORTURE_PROGRAMS"] = "10000", ["FASTPAAS_INDEX_PROGRAMS"] = "300", ["FASTPAAS_MPX_ATTACKS"] = "1000",
            ["FASTPAAS_FLOWS"] = "1000000",
        };
        // Tests start dotnet by its name.
        environment["PATH"] = Path.GetDirectoryName(DotNet.Path) + ":" + Environment.GetEnvironmentVariable("PATH");
        foreach (string name in DataFolders)
        {
            if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } folder) continue;
            if (!Directory.Exists(folder)) throw new StopException(ExitCode.Usage, $"{name}={folder}: no such folder.");
            environment[name] = Path.GetFullPath(folder);
        }
        return environment;
    }

    static void RunProject(
        Checkout checkout, string project, string? filter, Dictionary<string, string> environment, bool longOnes, TestTally tally)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string assembly = Path.Combine(checkout.Artifacts, "bin", name, "release", name + ".dll");
        string[] arguments = ["exec", assembly, "--no-ansi", "--progress", "off", "--show-test-results", "none"];
        tally.Start(name);
        long start = Stopwatch.GetTimestamp();
        // /assembly/namespace/class/method: methods called so, and where there are none, classes.
        string[] choices = filter is null ? ["/**"] : [$"/*/*/*/*{filter}*", $"/*/*/*{filter}*/*"];
        int code = NoTestRan;
        foreach (string choice in choices)
        {
            if (code != NoTestRan) break;
            code = Child.Run(DotNet.Path, [.. arguments, "--treenode-filter", choice], checkout.Root, tally.Take,
                longOnes ? null : ProjectLimit, environment).Code;
        }
        tally.Finish(code, Stopwatch.GetElapsedTime(start));
    }

    static int Report(TestTally tally, AllowedSkips allowed, string? filter)
    {
        foreach ((string test, string reason) in tally.Skipped)
        {
            Console.Out.WriteLine($"skipped{(allowed.Allows(test) ? "" : ", not in tests/allowed-skips.txt")}: {test}: {reason}");
        }
        bool tooManySkips = tally.Skipped.Any(each => !allowed.Allows(each.Test));
        bool nothingRan = tally.Passed + tally.Failed + tally.Skipped.Count == 0;
        if (nothingRan) Console.Out.WriteLine(filter is null ? "no test ran" : $"no test's name contains \"{filter}\"");
        Console.Out.WriteLine($"{tally.Passed} passed, {tally.Failed} failed, {tally.Skipped.Count} skipped");
        return tally.Failed > 0 || tooManySkips || nothingRan ? ExitCode.Failed : ExitCode.Ok;
    }
}
