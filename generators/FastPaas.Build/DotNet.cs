using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Build;

/// <summary>The SDK's command line, quiet unless it fails, and its failures in a sentence where the cause is the
/// machine.</summary>
static class DotNet
{
    /// <summary>The dotnet that runs this tool.</summary>
    public static string Path => Environment.ProcessPath!;

    /// <summary>No MSBuild node outlives a build (the compiler server does, by ten minutes); nothing is phoned home. Without a
    /// collector on a thread of its own ILC takes about a tenth less CPU; without profiles of their own code, which they end
    /// before they use, MSBuild and a C# compiler that has just started take less time.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
    };

    /// <param name="failure">The exit code of the verb when what was to be built doesn't build.</param>
    public static IReadOnlyList<string> Run(Checkout checkout, IEnumerable<string> arguments, int failure = ExitCode.Refused)
    {
        ChildResult result = Start(checkout, arguments);
        if (result.Code == 0) return result.Output;
        if (Mentions(result, "No space left on device"))
        {
            throw new StopException(ExitCode.Environment, "the disk is full; free some space and build again.");
        }
        if (Mentions(result, "error NU1301"))
        {
            throw new StopException(ExitCode.Environment, "no network to the NuGet feed, and nothing was restored before: " +
                Shorten(result.Output.First(line => line.Contains("error NU1301", StringComparison.Ordinal))));
        }
        foreach (string line in Errors(result)) Console.Error.WriteLine(line);
        throw new StopException(failure, "the build failed; the lines above say where.");
    }

    /// <summary>Null, without a word: it failed.</summary>
    public static IReadOnlyList<string>? TryRun(Checkout checkout, IEnumerable<string> arguments)
    {
        ChildResult result = Start(checkout, arguments);
        return result.Code == 0 ? result.Output : null;
    }

    static ChildResult Start(Checkout checkout, IEnumerable<string> arguments) =>
        Child.Run(Path, [.. arguments, "-v:quiet", "--nologo"], checkout.Root, environment: Settings);

    static bool Mentions(ChildResult result, string text) =>
        result.Output.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Each error once (a project of several targets repeats them); all of the output when no line is one.</summary>
    static IEnumerable<string> Errors(ChildResult result)
    {
        IEnumerable<string> lines = result.Output.Where(line => line.Contains(": error ", StringComparison.Ordinal));
        string[] errors = [.. lines.Select(Shorten).Distinct()];
        return errors.Length > 0 ? errors : result.Output;
    }

    /// <summary>Without the project that MSBuild appends in brackets.</summary>
    static string Shorten(string line) =>
        line.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var at ? line[..at].Trim() : line.Trim();
}
