using System;
using System.Diagnostics;
using System.IO;
using System.Text;

// Instances of one graph have one name.
[assembly: NotInParallel]

namespace FastPaas.Commands.Tests;

/// <summary>The executable of graphs/demo: FASTPAAS_DEMO_BINARY, or built here as a user would.</summary>
public sealed class DemoBinary
{
    const int BuildMsMax = 900_000, RunMsMax = 60_000;

    public DemoBinary()
    {
        Root = FindRoot();
        Path = Environment.GetEnvironmentVariable("FASTPAAS_DEMO_BINARY") ?? Build();
    }

    public string Path { get; }

    /// <summary>The repository.</summary>
    public string Root { get; }

    public string DemoCapture => System.IO.Path.Combine(Root, "graphs", "demo", "demo.pcap");

    /// <summary>Runs a shell line in which $B is the executable.</summary>
    public (int ExitCode, string Output, string Error) Shell(string line)
    {
        var start = new ProcessStartInfo(
            "/bin/bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["B"] = Path;
        return Run(start, RunMsMax);
    }

    static (int ExitCode, string Output, string Error) Run(ProcessStartInfo start, int msMax)
    {
        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data is null ? "" : line.Data + "\n");
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(msMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ran longer than {msMax} ms.");
        }
        process.WaitForExit();
        return (process.ExitCode, output, error.ToString());
    }

    string Build()
    {
        string output = System.IO.Path.Combine(Root, "artifacts", "system", "demo");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(output)!);
        var start = new ProcessStartInfo(
            System.IO.Path.Combine(Root, "build.sh"), ["build", System.IO.Path.Combine(Root, "graphs", "demo"), "-o", output])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (int code, string said, string error) = Run(start, BuildMsMax);
        return code == 0 ? output : throw new InvalidOperationException($"The demo doesn't build: {said}{error}");
    }

    static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "FastPaas.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No FastPaas.sln above {AppContext.BaseDirectory}.");
    }
}
