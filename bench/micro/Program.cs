using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FastPaas.Micro;

// allocations: bytes of each benchmark, as JSON. time <results folder> <short|full> [filter]: BenchmarkDotNet.
switch (args)
{
    case ["allocations"]:
        Dictionary<string, long> bytes = Allocations.Measure(typeof(Allocations).Assembly).ToDictionary();
        Console.WriteLine(JsonSerializer.Serialize(bytes));
        return 0;
    case ["time", string folder, string length, .. string[] filter]:
        return Time(folder, length == "short", filter is [string text] ? $"*{text}*" : "*");
    default:
        return 2;
}

// In this process: no project is generated, nothing is restored, so it works without a network.
static int Time(string folder, bool isShort, string filter)
{
    Job job = (isShort ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
    IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(ConsoleLogger.Unicode)
        .AddExporter(JsonExporter.Brief, MarkdownExporter.GitHub)
        .WithArtifactsPath(folder).WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
    Directory.CreateDirectory(folder);
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Allocations).Assembly).Run(["--filter", filter], config);
    bool hasRun = summaries.Any() && summaries.All(
        summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success));
    if (!hasRun) Console.Error.WriteLine($"bench: no benchmark ran for \"{filter}\", or one failed");
    return hasRun ? 0 : 1;
}
