using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.TestHost;

namespace FastPaas.Protect.Tests;

/// <summary>native/protect/tests: each rewrite of the pass, before and after, as LLVM's own tests are written: the first line is
/// the command, FileCheck compares.</summary>
public sealed class RewriteTests
{
    const string Run = "; RUN: ";

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.ll")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    static string Folder => Repository.Path("native", "protect", "tests");

    [Test]
    [MethodDataSource(nameof(Files))]
    public void A_rewrite_is_as_its_file_says(string name)
    {
        Skip.Unless(File.Exists("/usr/bin/FileCheck-19") && File.Exists("/usr/bin/opt-19"), "needs llvm-19-tools");
        string file = Path.Combine(Folder, name + ".ll");
        string command = File.ReadLines(file).First()[Run.Length..]
            .Replace("%plugin", Confined.Tools.Plugin, StringComparison.Ordinal).Replace("%s", file, StringComparison.Ordinal)
            .Replace("opt ", "opt-19 ", StringComparison.Ordinal)
            .Replace("FileCheck", "FileCheck-19", StringComparison.Ordinal);
        Harness.Execute("/bin/bash", "-o", "pipefail", "-c", command);
    }
}
