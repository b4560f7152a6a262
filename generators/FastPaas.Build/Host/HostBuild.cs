using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace FastPaas.Build.Host;

/// <summary>What decides a graph's executable, beside what graphs share.</summary>
/// <param name="Modules">The user's; null: none.</param>
/// <param name="Drivers">Beside those that are always linked: mlx5, or null.</param>
/// <param name="CObjects">The folder with its modules in C, an object each; null: it has none.</param>
/// <param name="Platform">The hash of <see cref="Sources.Platform"/>.</param>
sealed record HostInputs(GraphFolder Graph, string? Modules, string? Drivers, string? CObjects, string Platform);

/// <summary>Compiles runtime/FastPaas.Host around a graph. What graphs share is built only where it changed; should that be
/// judged wrongly, all is built, and that counts.</summary>
static partial class HostBuild
{
    public const string Executable = "FastPaas.Host", Symbols = "FastPaas.Host.dbg", LinkMap = "link.map";

    public const string ProjectFolder = "runtime/FastPaas.Host";

    /// <summary>Leaves executable, symbols and the linker's map; returns where the time went.</summary>
    /// <param name="recorded">How it was built the last time; null: not known.</param>
    /// <param name="output">An empty folder.</param>
    /// <param name="commands">How it can be built the next time, if only the text of the graph changes; null: by MSBuild.</param>
    public static string Run(
        Checkout checkout, HostInputs inputs, HostCommands? recorded, string output, out HostCommands? commands)
    {
        // A user's modules are compiled too, which changes what was restored.
        bool mayBeBuilt = inputs.Modules is null;
        if (mayBeBuilt && Platform.IsBuilt(checkout, inputs.Platform))
        {
            if (recorded?.Repeat(checkout, inputs) is { } times)
            {
                commands = recorded;
                return times;
            }
            if (Publish(checkout, inputs, output, ["--no-restore", "-p:FastPaasAsBuilt=true"], DotNet.TryRun) is { } quick)
            {
                commands = HostCommands.Of(checkout, inputs, output);
                return quick;
            }
        }
        string[] first = Platform.IsThere(checkout) ? [] : ["-p:FastPaasFirstBuild=true"];
        Platform.Forget(checkout);
        string all = Publish(checkout, inputs, output, first, (checkout, arguments) => DotNet.Run(checkout, arguments))!;
        if (mayBeBuilt) Platform.Remember(checkout, inputs.Platform);
        commands = mayBeBuilt ? HostCommands.Of(checkout, inputs, output) : null;
        return all;
    }

    static string? Publish(
        Checkout checkout, HostInputs inputs, string output, IEnumerable<string> more,
        Func<Checkout, IEnumerable<string>, IReadOnlyList<string>?> run)
    {
        long start = Stopwatch.GetTimestamp();
        // Newer than what was compiled before: a graph may have become one that is older than that.
        string changed = Path.Combine(output, "changed");
        File.WriteAllText(changed, "");
        List<string> arguments =
        [
            "publish", $"{ProjectFolder}/FastPaas.Host.csproj", "-c", "Release", "-clp:PerformanceSummary",
            $"-flp:LogFile={HostCommands.LogIn(output)};Verbosity=minimal;ShowCommandLine",
            Property("FastPaasGraphFolder", Path.GetFullPath(inputs.Graph.Folder)), Property("FastPaasChanged", changed),
            Property("NativeOutputPath", output + "/"), Property("FastPaasLinkMap", $"{output}/{LinkMap}"),
            Property("PublishDir", $"{output}/publish/"), .. more,
        ];
        if (inputs.Modules is { } modules)
        {
            arguments.Add(Property("FastPaasUserModules", Path.GetFullPath(modules)));
            arguments.Add(Property("FastPaasTrustedModules", string.Join('+', inputs.Graph.TrustedModules())));
        }
        if (inputs.Drivers is { } drivers) arguments.Add(Property("FastPaasDrivers", drivers));
        if (inputs.CObjects is { } objects) arguments.Add(Property("FastPaasCModules", objects + "/"));
        return run(checkout, arguments) is { } log ? Times(log, Stopwatch.GetElapsedTime(start)) : null;
    }

    /// <summary>A folder may hold what separates properties for MSBuild.</summary>
    static string Property(string name, string value) => $"-p:{name}=" + value
        .Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    /// <summary>Where MSBuild spent the time, of the steps that a reader knows; the rest is its own. (C# of several projects may
    /// overlap: then there is no rest.)</summary>
    static string Times(IReadOnlyList<string> log, TimeSpan total)
    {
        (string Target, string Name)[] known =
        [
            ("Restore", "restore"), ("CoreCompile", "C#"), ("IlcCompile", "machine code"), ("CompileNativeDpdk", "wait for C"),
            ("LinkNative", "link"),
        ];
        Dictionary<string, int> milliseconds = [];
        foreach (string line in log)
        {
            if (TargetTime().Match(line) is not { Success: true } match) continue;
            milliseconds.TryAdd(match.Groups[2].Value, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
        double rest = total.TotalSeconds - known.Sum(each => milliseconds.GetValueOrDefault(each.Target)) / 1000.0;
        return Text(known.Where(each => milliseconds.GetValueOrDefault(each.Target) > 50)
            .Select(each => (each.Name, milliseconds[each.Target] / 1000.0)).Append(("MSBuild", Math.Max(rest, 0))));
    }

    /// <summary><c>C# 0.3 s, machine code 5.1 s</c>.</summary>
    public static string Text(IEnumerable<(string Name, double Seconds)> parts) => string.Join(", ", parts.Select(
        each => string.Create(CultureInfo.InvariantCulture, $"{each.Name} {each.Seconds:0.0} s")));

    [GeneratedRegex(@"^\s*(\d+) ms\s+(\w+)\s+\d+ calls")]
    private static partial Regex TargetTime();
}
