using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using FastPaas.Build.CModules;
using FastPaas.Build.Host;
using FastPaas.Build.RawCode;

namespace FastPaas.Build.Verbs;

/// <summary><c>build</c>: a graph becomes one static executable, and its symbols beside it.</summary>
static class BuildVerb
{
    /// <summary>What a build left under artifacts/, which the next one takes when nothing changed.</summary>
    /// <param name="Report">Printed with it: sizes, inlined nodes.</param>
    /// <param name="Folder">Of the build.</param>
    /// <param name="Name">Of the graph's folder.</param>
    public sealed record Product(string Folder, string Name, string Report)
    {
        /// <summary>In a folder of its own: a graph may have the name of anything else that a build leaves.</summary>
        public string Binary => Path.Combine(Folder, "out", Name);

        public string Symbols => Binary + ".dbg";

        /// <summary>What the verifier accepted; only where modules are confined.</summary>
        public string Certificate => Binary + ".certificate";

        /// <summary>What <see cref="HostCommands"/> wrote; only where they can be repeated.</summary>
        public string Commands => Binary + ".commands";
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
        Product product = new(folder, name, "");
        if (isNew)
        {
            HostCommands? recorded = HostCommands.Read(product.Commands);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Publish(checkout, graph, modules, drivers, protection, folder, product, platform, recorded, steps);
            File.WriteAllText(keyFile, key);
        }
        return product with { Report = File.ReadAllText(Path.Combine(folder, "report")) };
    }

    /// <summary>The binary's runtime is this tool's: both take the one property (docs/adr/0001).</summary>
    public static string Runtime() => $"runtime {AppContext.TargetFrameworkName}, NativeAOT";

    static void Publish(
        Checkout checkout, GraphFolder graph, string? modules, string? drivers, Protection protection, string folder,
        Product product, string platform, HostCommands? recorded, Steps steps)
    {
        string staging = folder + ".new";
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        using IDisposable temporary = Interrupt.Temporary(staging);
        Directory.CreateDirectory(staging);
        string host = Path.Combine(staging, "host");
        Directory.CreateDirectory(host);
        Product staged = product with { Folder = staging };
        Directory.CreateDirectory(Path.GetDirectoryName(staged.Binary)!);
        string? objects = CModuleStep.Run(checkout, graph, staging, protection, steps);
        HostInputs inputs = new(graph, modules, drivers, objects, platform);
        HostCommands? commands = null;
        steps.Run("compile", () => HostBuild.Run(checkout, inputs, recorded, host, out commands));
        commands?.Write(staged.Commands);
        File.Move(Path.Combine(host, HostBuild.Executable), staged.Binary);
        File.Move(Path.Combine(host, HostBuild.Symbols), staged.Symbols);
        string checks = CheckRawCode(checkout, graph, staged, steps);
        if (CModuleStep.HasConfined(graph, protection)) checks += VerifyModules(graph, protection, staged, steps);
        checks += CModuleStep.Trusted(graph, protection) + CModuleStep.Copies(graph, protection);
        steps.Run("report", () =>
        {
            LinkMap map = LinkMap.Read(Path.Combine(host, HostBuild.LinkMap));
            string report = BuildReport.Write(graph, staged.Binary, map) + checks;
            File.WriteAllText(Path.Combine(staging, "report"), report);
            Directory.Delete(host, recursive: true);
            Directory.Delete(Path.Combine(staging, "c"), recursive: true);
            Directory.Move(staging, folder);
            return "sizes from the linker's map";
        });
    }

    /// <summary>Refuses a binary with modules that could leave their arenas; lines for the report.</summary>
    static string VerifyModules(GraphFolder graph, Protection protection, Product staged, Steps steps)
    {
        string certificate = VerifyStep.Run(
            staged.Binary, staged.Symbols, [.. CModuleStep.Confined(graph, protection)], Console.Error, steps, out string report);
        File.WriteAllText(staged.Certificate, certificate);
        return report;
    }

    /// <summary>Refuses a binary whose packet code could meet the collector; a line for the report.</summary>
    static string CheckRawCode(Checkout checkout, GraphFolder graph, Product staged, Steps steps)
    {
        string report = "";
        IReadOnlyList<string> problems = [];
        steps.Run("raw code", () =>
        {
            problems = RawCodeStep.Check(
                staged.Binary, staged.Symbols, Path.Combine(checkout.Root, "native/dpdk/raw_wraps.def"),
                BuildReport.HasTrustedCSharp(graph), out RawCodeReport found);
            report = $"  raw code      {RawCodeStep.Describe(found)}{Environment.NewLine}";
            return $"{found.Functions.Count} functions disassembled";
        });
        if (problems.Count == 0) return report;
        foreach (string each in problems) Console.Error.WriteLine("  " + each);
        throw new StopException(ExitCode.Refused, "packet code breaks the rules of raw code; the lines above say where.");
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
}
