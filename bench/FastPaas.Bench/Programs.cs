using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace FastPaas.Bench;

/// <summary>Programs that must succeed: compilers, and what was compiled.</summary>
static class Programs
{
    /// <summary>Publishes a project below bench/ for this machine.</summary>
    /// <param name="folder">Gets it.</param>
    /// <param name="graphs">Files that its generator compiles.</param>
    /// <param name="modules">Its modules in C: MacroBinary says what lies there; empty: none.</param>
    public static void Publish(
        string root, string project, string folder, IEnumerable<string> graphs, string modules = "", params string[] more)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!,
        [
            "publish", "bench/" + project, "-c", "Release", "-v:quiet", "--nologo", $"-p:PublishDir={folder}/",
            "-p:UseSharedCompilation=false", .. more,
        ])
        {
            WorkingDirectory = root, RedirectStandardOutput = true,
            Environment =
            {
                ["FASTPAAS_BENCH_GRAPHS"] = string.Join(';', graphs), ["FASTPAAS_BENCH_C"] = modules,
                ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        };
        (int code, string output) = Run(start);
        if (code != 0) throw new InvalidOperationException($"bench/{project} doesn't build:\n{output}");
    }

    /// <summary>What it prints; its errors are the user's to see.</summary>
    public static string Output(string program, IEnumerable<string> arguments)
    {
        (int code, string output) = Run(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });
        return code == 0 ? output : throw new InvalidOperationException($"{program} ended with {code}");
    }

    static (int Code, string Output) Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start) ?? throw new IOException($"{start.FileName} doesn't start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
