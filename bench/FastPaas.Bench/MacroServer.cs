using System;
using System.Diagnostics;
using System.IO;

namespace FastPaas.Bench;

/// <summary>The macro benchmark waiting for commands (bench/macro/Server.cs).</summary>
sealed class MacroServer : IDisposable
{
    readonly Process process;

    public MacroServer(MacroBinary binary, string[] graphs)
    {
        var start = new ProcessStartInfo(binary.Path, [.. graphs, "--serve"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        process = Process.Start(start) ?? throw new IOException($"{binary.Path} doesn't start");
        process.StandardInput.AutoFlush = true;
    }

    public string Ask(string command)
    {
        process.StandardInput.WriteLine(command);
        return process.StandardOutput.ReadLine() ?? throw new IOException($"the macro benchmark ended at \"{command}\"");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
