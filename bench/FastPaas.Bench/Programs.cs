using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace FastPaas.Bench;

/// <summary>Programs that must succeed: compilers, and what was compiled.</summary>
static class Programs
{
    /// <summary>What it prints; its errors are the user's to see.</summary>
    public static string Output(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
            ?? throw new IOException($"{program} doesn't start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        return output;
    }
}
