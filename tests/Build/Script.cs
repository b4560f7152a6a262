using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace FastPaas.Build.Tests;

/// <summary>What the user runs: <c>build.sh</c> of a checkout.</summary>
sealed record Outcome(int Code, string Output, string Errors);

static class Script
{
    public static string Root { get; } = FindRoot();

    /// <summary>From the root of the checkout, as most users do.</summary>
    public static Outcome Run(params string[] arguments) => RunIn(Root, [], arguments);

    public static Outcome RunIn(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo info = new(Path.Combine(Root, "build.sh"), arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment) info.Environment[name] = value;
        using Process process = Process.Start(info)!;
        process.StandardInput.Close();
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }
        throw new InvalidOperationException("These tests run from inside the checkout.");
    }
}
