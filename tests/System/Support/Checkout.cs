using System;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>The repository and what these tests need built from it: once a run, by the first that asks.</summary>
static class Checkout
{
    static readonly Lazy<string> root = new(FindRoot);
    static readonly Lazy<string> wire = new(() => GivenOrBuilt("FASTPAAS_WIRE_BINARY", "graphs/io"));
    static readonly Lazy<string> demo = new(() => GivenOrBuilt("FASTPAAS_DEMO_BINARY", "graphs/demo"));
    static readonly Lazy<string> jumbo = new(() => GivenOrBuilt("FASTPAAS_JUMBO_BINARY", "tests/System/Graphs/jumbo"));
    static readonly Lazy<string> probe = new(() => Publish("tests/System/Probe", "FastPaas.Probe", []));

    public static string Root => root.Value;

    /// <summary>graphs/io as a deployment binary; <c>FASTPAAS_WIRE_BINARY</c> names one that is built already.</summary>
    public static string Wire => wire.Value;

    /// <summary>graphs/demo, likewise: <c>FASTPAAS_DEMO_BINARY</c>.</summary>
    public static string Demo => demo.Value;

    /// <summary>tests/System/Graphs/jumbo, likewise: <c>FASTPAAS_JUMBO_BINARY</c>.</summary>
    public static string Jumbo => jumbo.Value;

    /// <summary>tests/System/Probe.</summary>
    public static string Probe => probe.Value;

    static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "FastPaas.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("These tests run inside the checkout.");
    }

    static string GivenOrBuilt(string variable, string graph) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Publish("runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={Root}/{graph}/"]);

    /// <summary>Returns the binary; its symbols are beside it.</summary>
    public static string Publish(string project, string name, string[] properties, string? checkout = null)
    {
        checkout ??= Root;
        string output = Directory.CreateTempSubdirectory("fastpaas").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(output, recursive: true);
        Finished built = Command.Run("dotnet",
            [
                "publish", Path.Combine(checkout, project), "-c", "Release", "-v", "q", "--nologo",
                $"-p:PublishDir={output}/", .. properties,
            ],
            TimeSpan.FromMinutes(15));
        string[] errors = [.. built.Output.Split('\n').Where(line => line.Contains("error")).Distinct().Take(10)];
        Assert.True(built.ExitCode == 0, string.Join('\n', errors));
        return Path.Combine(output, name);
    }
}
