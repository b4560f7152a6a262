using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.SystemTests;

sealed record Finished(int ExitCode, string Output, string Error);

static class Command
{
    /// <summary>Runs a program to its end, or kills it and fails.</summary>
    public static Finished Run(
        string program, IEnumerable<string> arguments, TimeSpan? limit = null, (string, string)? variable = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (variable is var (name, value)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit ?? TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} didn't end in time.");
        }
        return new Finished(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Skips the test, by name, where a tool that it is about is missing.</summary>
    public static void Require(params string[] tools)
    {
        foreach (string tool in tools)
        {
            bool isThere = Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Append("/sbin")
                .Any(folder => File.Exists(Path.Combine(folder, tool)));
            Skip.Unless(isThere, $"{tool} isn't installed");
        }
    }
}
