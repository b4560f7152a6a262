using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FastPaas.Build.CModules;
using FastPaas.Build.RawCode;

namespace FastPaas.Build.Verbs;

/// <summary><c>build</c>: a graph becomes one static executable, and its symbols beside it.</summary>
static partial class BuildVerb
{
    /// <summary>What a build left under artifacts/, which the next one takes when nothing changed.</summary>
    /// <param name="Report">Printed with it: sizes, inlined nodes.</param>
    public sealed record Product(string Binary, string Symbols, string Report)
    {
        /// <summary>What the verifier accepted; only where modules are confined.</summary>
        public string Certificate => Binary + ".certificate";
    }

    /// <param name="drivers">Beside those that are always linked: mlx5, or null.</param>
    public static void Run(
        Checkout checkout, string graphPath, string output, string? modules, string? drivers, Protection protection)
    {
        RefuseOutput(output);
        Steps steps = new(Console.Out, Steps.SinceScript());
        using FileStream held = Hold(checkout, steps);
        Product product = Build(checkout, graphPath, modules, steps, drivers, protection);
        steps.Run("write", () =>
        {
            Replace(product.Symbols, output + ".dbg");
            Replace(product.Binary, output);
            if (!File.Exists(product.Certificate)) return $"{output}, {output}.dbg";
            Replace(product.Certificate, output + ".certificate");
            return $"{output}, {output}.dbg, {output}.certificate";
        });
        Console.Out.Write(product.Report);
        steps.Total(Runtime());
    }

    /// <summary>The checkout's lock; a step of its own where another build had it.</summary>
    public static FileStream Hold(Checkout checkout, Steps steps)
    {
        long start = Stopwatch.GetTimestamp();
        FileStream held = checkout.Lock();
        TimeSpan waited = Stopwatch.GetElapsedTime(start);
        if (waited.TotalSeconds >= 0.005) steps.Add("wait", waited, "for another build in this checkout");
        return held;
    }

    /// <summary>The checkout's lock is held.</summary>
    public static Product Build(
        Checkout checkout, string graphPath, string? modules, Steps steps, string? drivers = null,
        Protection? protection = null)
    {
        protection ??= Protection.Default;
        GraphFolder graph = GraphFolder.Open(checkout, graphPath, modules);
        if (Path.GetFileName(graph.GraphFile) != "graph.toml")
        {
            throw new StopException(ExitCode.Usage, $"{graph.GraphFile}: only a graph.toml can be built; check takes any name.");
        }
        bool protects = false;
        steps.Run("check", () =>
        {
            string said = CheckVerb.CheckBeforeBuild(graph);
            protects = CModuleStep.HasConfined(graph, protection);
            return said;
        });
        if (Packages.AreMissingForBuild(drivers, protects))
            steps.Run("packages", () => Packages.InstallForBuild(checkout, drivers, protects));
        string name = Path.GetFileName(Path.GetFullPath(graph.Folder));
        string folder = "", keyFile = "", platform = "", key = "";
        bool isNew = false;
        steps.Run("compare", () =>
        {
            string? userModules = modules is null ? null : Path.GetFullPath(modules);
            string identity = string.Join('\n', Path.GetFullPath(graph.Folder), userModules, drivers, protection.Text);
            folder = Path.Combine(checkout.Artifacts, "build", $"{name}-{Short(identity)}");
            keyFile = Path.Combine(folder, "key");
            platform = Sources.Platform(checkout);
            key = platform + Sources.Graph(graph, modules);
            isNew = !File.Exists(keyFile) || File.ReadAllText(keyFile) != key;
            return !isNew ? "nothing changed since the last build"
                : Platform.IsBuilt(checkout, platform) ? "only the graph changed" : "all is built";
        });
        Product product = new(Path.Combine(folder, name), Path.Combine(folder, name + ".dbg"), "");
        if (isNew)
        {
            Publish(checkout, graph, modules, drivers, protection, folder, product, platform, steps);
            File.WriteAllText(keyFile, key);
        }
        return product with { Report = File.ReadAllText(Path.Combine(folder, "report")) };
    }

    /// <summary>The binary's runtime is this tool's: both take the one property (docs/adr/0001).</summary>
    public static string Runtime() => $"runtime {AppContext.TargetFrameworkName}, NativeAOT";

    static void Publish(
        Checkout checkout, GraphFolder graph, string? modules, string? drivers, Protection protection, string folder,
        Product product, string platform, Steps steps)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        string staging = folder + ".new";
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        using IDisposable temporary = Interrupt.Temporary(staging);
        Directory.CreateDirectory(staging);
        List<string> arguments =
        [
            "publish", "runtime/FastPaas.Host/FastPaas.Host.csproj", "-c", "Release", "-clp:PerformanceSummary",
            Property("FastPaasGraphFolder", Path.GetFullPath(graph.Folder)), Property("PublishDir", $"{staging}/publish/"),
            "-p:CopyOutputSymbolsToPublishDirectory=true",
        ];
        if (modules is not null)
        {
            arguments.Add(Property("FastPaasUserModules", Path.GetFullPath(modules)));
            arguments.Add(Property("FastPaasTrustedModules", string.Join('+', graph.TrustedModules())));
        }
        if (drivers is not null) arguments.Add(Property("FastPaasDrivers", drivers));
        if (CModuleStep.Run(checkout, graph, staging, protection, steps) is { } objects)
            arguments.Add(Property("FastPaasCModules", objects + "/"));
        IReadOnlyList<string> log = [];
        steps.Run("compile", () =>
        {
            long start = Stopwatch.GetTimestamp();
            log = Compile(checkout, arguments, modules is null ? platform : null);
            return Times(log, Stopwatch.GetElapsedTime(start));
        });
        string published = Path.Combine(staging, "publish");
        File.Move(Path.Combine(published, "FastPaas.Host"), Path.Combine(staging, Path.GetFileName(product.Binary)));
        File.Move(Path.Combine(published, "FastPaas.Host.dbg"), Path.Combine(staging, Path.GetFileName(product.Symbols)));
        string checks = CheckRawCode(checkout, product, staging, steps);
        if (CModuleStep.HasConfined(graph, protection)) checks += VerifyModules(graph, protection, product, staging, steps);
        checks += CModuleStep.Trusted(graph, protection) + CModuleStep.Copies(graph, protection);
        steps.Run("report", () =>
        {
            LinkMap map = LinkMap.Read(Path.Combine(published, "link.map"));
            string report = BuildReport.Write(graph, product.Binary, staging, map) + checks;
            File.WriteAllText(Path.Combine(staging, "report"), report);
            Directory.Delete(published, recursive: true);
            Directory.Delete(Path.Combine(staging, "c"), recursive: true);
            Directory.Move(staging, folder);
            return "sizes from the linker's map";
        });
    }

    /// <summary>The log of publishing. What graphs share is built only where it changed; should that be judged wrongly, all is
    /// built, and that counts.</summary>
    /// <param name="platform">The hash of what graphs share; null: a user's modules are compiled too, which changes what was
    /// restored.</param>
    static IReadOnlyList<string> Compile(Checkout checkout, IReadOnlyList<string> arguments, string? platform)
    {
        if (platform is not null && Platform.IsBuilt(checkout, platform)
            && DotNet.TryRun(checkout, [.. arguments, "--no-restore", "-p:FastPaasAsBuilt=true"]) is { } quick)
        {
            return quick;
        }
        Platform.Forget(checkout);
        IReadOnlyList<string> log = DotNet.Run(checkout, arguments);
        if (platform is not null) Platform.Remember(checkout, platform);
        return log;
    }

    /// <summary>Refuses a binary with modules that could leave their arenas; lines for the report.</summary>
    static string VerifyModules(GraphFolder graph, Protection protection, Product product, string staging, Steps steps)
    {
        string certificate = VerifyStep.Run(
            Path.Combine(staging, Path.GetFileName(product.Binary)), Path.Combine(staging, Path.GetFileName(product.Symbols)),
            [.. CModuleStep.Confined(graph, protection)], Console.Error, steps, out string report);
        File.WriteAllText(Path.Combine(staging, Path.GetFileName(product.Certificate)), certificate);
        return report;
    }

    /// <summary>Refuses a binary whose packet code could meet the collector; a line for the report.</summary>
    static string CheckRawCode(Checkout checkout, Product product, string staging, Steps steps)
    {
        string report = "";
        IReadOnlyList<string> problems = [];
        steps.Run("raw code", () =>
        {
            problems = RawCodeStep.Check(
                Path.Combine(staging, Path.GetFileName(product.Binary)), Path.Combine(staging, Path.GetFileName(product.Symbols)),
                Path.Combine(checkout.Root, "native/dpdk/raw_wraps.def"), out RawCodeReport found);
            report = $"  raw code      {RawCodeStep.Describe(found)}{Environment.NewLine}";
            return $"{found.Functions.Count} functions disassembled";
        });
        if (problems.Count == 0) return report;
        foreach (string each in problems) Console.Error.WriteLine("  " + each);
        throw new StopException(ExitCode.Refused, "packet code breaks the rules of raw code; the lines above say where.");
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
        return string.Join(", ", known.Where(each => milliseconds.GetValueOrDefault(each.Target) > 50)
            .Select(each => (each.Name, Seconds: milliseconds[each.Target] / 1000.0)).Append(("MSBuild", Math.Max(rest, 0)))
            .Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Item1} {each.Item2:0.0} s")));
    }

    static void RefuseOutput(string output)
    {
        if (output.Length == 0) throw new StopException(ExitCode.Usage, "-o: the file's name is empty.");
        string? parent = Path.GetDirectoryName(Path.GetFullPath(output));
        if (Directory.Exists(output)) throw new StopException(ExitCode.Usage, $"-o {output} is a folder; name a file.");
        if (!Directory.Exists(parent)) throw new StopException(ExitCode.Usage, $"-o {output}: there is no folder {parent}.");
    }

    /// <summary>Copies beside the target, then renames: whoever looks sees the old file or the new one, never half of
    /// one.</summary>
    static void Replace(string source, string target)
    {
        string half = $"{target}.{Environment.ProcessId}.new";
        using IDisposable temporary = Interrupt.Temporary(half);
        File.Copy(source, half, overwrite: true);
        File.Move(half, target, overwrite: true);
    }

    static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    [GeneratedRegex(@"^\s*(\d+) ms\s+(\w+)\s+\d+ calls")]
    private static partial Regex TargetTime();
}
