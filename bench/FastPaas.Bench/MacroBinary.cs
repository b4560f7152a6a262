using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Bench;

/// <summary>The static executable with all graphs and their C loops.</summary>
sealed class MacroBinary
{
    readonly string folder;

    MacroBinary(string folder) => this.folder = folder;

    public string Path => System.IO.Path.Combine(folder, "FastPaas.Macro");

    public string SymbolsPath => Path + ".dbg";

    /// <summary>Where the last <see cref="Publish(string, IEnumerable{string})"/> left it.</summary>
    public static MacroBinary Built(string root) => new(System.IO.Path.Combine(root, "artifacts", "bench", "macro"));

    /// <param name="graphs">What is compiled into it: all takes minutes on a slow machine, one takes seconds.</param>
    public static MacroBinary Publish(string root, IEnumerable<string> graphs) =>
        Publish(root, Built(root).folder, graphs.Select(graph => BenchGraphs.FileOf(root, graph)), modules: "");

    /// <param name="folder">Gets it.</param>
    /// <param name="files">Its graphs.</param>
    /// <param name="modules">A folder of modules in C: a folder with its module.toml of each that isn't of the catalogue, and
    /// objects.</param>
    public static MacroBinary Publish(string root, string folder, IEnumerable<string> files, string modules)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = root, RedirectStandardOutput = true,
            Environment =
            {
                ["FASTPAAS_BENCH_GRAPHS"] = string.Join(';', files), ["FASTPAAS_BENCH_C"] = modules,
                ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        };
        foreach (string argument in new[]
        {
            "publish", "bench/macro/FastPaas.Macro.csproj", "-c", "Release", "-v:quiet", "--nologo", $"-p:PublishDir={folder}/",
            "-p:CopyOutputSymbolsToPublishDirectory=true", "-p:UseSharedCompilation=false",
        }) start.ArgumentList.Add(argument);
        (int code, string output) = Run(start);
        if (code != 0) throw new InvalidOperationException($"the macro benchmark doesn't build:\n{output}");
        return new(folder);
    }

    public MacroResult Run(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path) { RedirectStandardOutput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        (int code, string output) = Run(start);
        if (code != 0) throw new InvalidOperationException($"the macro benchmark ended with {code}");
        return JsonSerializer.Deserialize<MacroResult>(output)!;
    }

    static (int Code, string Output) Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start) ?? throw new IOException($"{start.FileName} doesn't start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
