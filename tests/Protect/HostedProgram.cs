using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build;
using FastPaas.Build.CModules;
using FastPaas.Graph.Model;
using FastPaas.TestHost;

namespace FastPaas.Protect.Tests;

/// <summary>A program with a <c>main</c> as a module: Hosted/ makes what it takes for granted.</summary>
static class HostedProgram
{
    /// <summary>The address that Hosted/postlude.h's <c>exit(0)</c> writes to.</summary>
    const string Exited = "fault 1 4096";

    /// <summary>Compiles, verifies and runs it.</summary>
    /// <param name="folder">Gets what is compiled; the program's files are in it already, in a folder of their own.</param>
    /// <param name="units">Sources; the last one has <c>main</c>.</param>
    /// <param name="before">What stands in front of each unit.</param>
    /// <param name="variants">Each in turn.</param>
    /// <returns>Nothing: it ended with 0; <c>refused: </c> and what the author reads; <c>differs: </c> and how it
    /// ended.</returns>
    public static string Run(
        string name, string folder, IReadOnlyList<string> units, string before, params CVariant[] variants)
    {
        foreach (string each in (string[])["prelude.h", "postlude.h"])
            File.Copy(Repository.Path("tests", "Protect", "Hosted", each), Path.Combine(folder, each));
        for (int i = 0; i < units.Count; i++)
        {
            string last = i == units.Count - 1 ? "#include \"postlude.h\"\n" : "";
            File.WriteAllText(Path.Combine(folder, $"unit{i}.c"),
                $"#include \"prelude.h\"\n{before}#include \"{units[i]}\"\n{last}");
        }
        StringWriter errors = new();
        try
        {
            ModuleManifest manifest = Confined.Manifest(name);
            string compiled = Confined.Compile(manifest, folder, Path.Combine(folder, "confined"), errors, variants);
            for (int i = 0; i < variants.Length; i++)
            {
                string unverified = Harness.Refusals(compiled, variants[i]);
                if (unverified != "") return $"differs: {unverified.Split('\n')[0]}";
                string ended = Harness.TryRun(compiled, TimeSpan.FromSeconds(60), bursts: 1, i);
                if (ended != Exited) return $"differs: {ended}";
            }
            return "";
        }
        catch (StopException refused)
        {
            const string Error = "error: ";
            string line = errors.ToString().Split('\n').FirstOrDefault(each => each.Contains(Error, StringComparison.Ordinal))
                ?? Error + refused.Message;
            return "refused: " + line[(line.IndexOf(Error, StringComparison.Ordinal) + Error.Length)..];
        }
    }
}
