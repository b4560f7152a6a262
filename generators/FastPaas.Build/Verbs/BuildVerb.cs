using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FastPaas.Build.RawCode;

namespace FastPaas.Build.Verbs;

/// <summary><c>build</c>: a graph becomes one static executable, and its symbols beside it.</summary>
static partial class BuildVerb
{
    /// <summary>What a build left under artifacts/, which the next one takes when nothing changed.</summary>
    /// <param name="Report">Printed with it: sizes, inlined nodes.</param>
    public sealed record Product(string Binary, string Symbols, string Report);

    public static void Run(Checkout checkout, string graphPath, string output, string? modules)
    {
        RefuseOutput(output);
        Steps steps = new(Console.Out);
        using FileStream held = checkout.Lock();
        Product product = Build(checkout, graphPath, modules, steps);
        steps.Run("write", () =>
        {
            Replace(product.Symbols, output + ".dbg");
            Replace(product.Binary, output);
            return $"{output}, {output}.dbg";
        });
        Console.Out.Write(product.Report);
        steps.Total(Runtime());
    }

    /// <summary>The checkout's lock is held.</summary>
    public static Product Build(Checkout checkout, string graphPath, string? modules, Steps steps)
    {
        GraphFolder graph = GraphFolder.Open(checkout, graphPath, modules);
        if (Path.GetFileName(graph.GraphFile) != "graph.toml")
        {
            throw new StopException(ExitCode.Usage, $"{graph.GraphFile}: only a graph.toml can be built; check takes any name.");
        }
        steps.Run("check", () => CheckVerb.CheckBeforeBuild(graph));
        Packages.InstallForBuild(checkout);
        string name = Path.GetFileName(Path.GetFullPath(graph.Folder));
        string identity = Path.GetFullPath(graph.Folder) + '\n' + (modules is null ? "" : Path.GetFullPath(modules));
        string folder = Path.Combine(checkout.Artifacts, "build", $"{name}-{Short(identity)}");
        string keyFile = Path.Combine(folder, "key");
        Product product = new(Path.Combine(folder, name), Path.Combine(folder, name + ".dbg"), "");
        string key = Sources.Hash(checkout, graph, modules);
        if (!File.Exists(keyFile) || File.ReadAllText(keyFile) != key)
        {
            Publish(checkout, graph, modules, folder, product, steps);
            File.WriteAllText(keyFile, key);
        }
        else
        {
            steps.Run("compile", () => "nothing changed since the last build");
        }
        return product with { Report = File.ReadAllText(Path.Combine(folder, "report")) };
    }

    /// <summary>The binary's runtime is this tool's: both take the one property (docs/adr/0001).</summary>
    public static string Runtime() => $"runtime {AppContext.TargetFrameworkName}, NativeAOT";

    static void Publish(Checkout checkout, GraphFolder graph, string? modules, string folder, Product product, Steps steps)
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
        IReadOnlyList<string> log = [];
        steps.Run("compile", () =>
        {
            log = DotNet.Run(checkout, arguments);
            return Times(log);
        });
        string published = Path.Combine(staging, "publish");
        File.Move(Path.Combine(published, "FastPaas.Host"), Path.Combine(staging, Path.GetFileName(product.Binary)));
        File.Move(Path.Combine(published, "FastPaas.Host.dbg"), Path.Combine(staging, Path.GetFileName(product.Symbols)));
        string rawCode = CheckRawCode(checkout, product, staging, steps);
        LinkMap map = LinkMap.Read(Path.Combine(published, "link.map"));
        File.WriteAllText(Path.Combine(staging, "report"), BuildReport.Write(graph, product.Binary, staging, map) + rawCode);
        Directory.Delete(published, recursive: true);
        Directory.Move(staging, folder);
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

    /// <summary>Where MSBuild spent the time, of the steps that a reader knows.</summary>
    static string Times(IReadOnlyList<string> log)
    {
        (string Target, string Name)[] known =
        [
            ("Restore", "restore"), ("CoreCompile", "C#"), ("CompileNativeDpdk", "native shims"), ("IlcCompile", "machine code"),
            ("LinkNative", "link"),
        ];
        Dictionary<string, int> milliseconds = [];
        foreach (string line in log)
        {
            if (TargetTime().Match(line) is not { Success: true } match) continue;
            milliseconds[match.Groups[2].Value] = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        return string.Join(", ", known.Where(each => milliseconds.GetValueOrDefault(each.Target) > 50).Select(each =>
            string.Create(CultureInfo.InvariantCulture, $"{each.Name} {milliseconds[each.Target] / 1000.0:0.0} s")));
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
