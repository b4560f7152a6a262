using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>When <c>build.sh</c> compiles the tool that it hands over to, and how: with a dotnet that only says what it was
/// asked.</summary>
public sealed class ToolBuildTests : IDisposable
{
    const string First = "-p:FastPaasFirstBuild=true";

    readonly TemporaryFolder checkout = new();

    public ToolBuildTests()
    {
        string[] folders = ["generators/FastPaas.Build", "generators/FastPaas.Graph", "native/verify", "dotnet/sdk/10.0.1"];
        foreach (string folder in folders)
            Directory.CreateDirectory(Path.Combine(checkout.Path, folder));
        checkout.Write("Directory.Build.props", "<Project />");
        File.Copy(Path.Combine(Script.Root, "build.sh"), Path.Combine(checkout.Path, "build.sh"));
        string dotnet = checkout.Write("dotnet/dotnet", """
            #!/bin/sh
            tool=$FASTPAAS_ROOT/artifacts/bin/FastPaas.Build/release/FastPaas.Build.dll
            [ "$1" != build ] || { mkdir -p "${tool%/*}" && : >"$tool"; }
            echo "$*" >>"$FASTPAAS_ROOT/asked"
            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => checkout.Dispose();

    [Test]
    public void A_tool_that_is_current_is_only_run()
    {
        Ask("check", "x");
        Assert.Equal(["exec"], Ask("check", "x"));
        Assert.Equal(["exec"], Ask("build", "x", "-o", "y"));
    }

    [Test]
    [Arguments("check")]
    [Arguments("build")]
    [Arguments("run")]
    public void The_first_build_of_a_user_who_waits_does_without_analyzers(string verb) =>
        Assert.Equal(["build " + First, "exec"], Ask(verb, "x"));

    [Test]
    [Arguments("test")]
    [Arguments("bench")]
    public void What_measures_and_tests_is_compiled_with_analyzers(string verb) => Assert.Equal(["build", "exec"], Ask(verb));

    /// <summary>Testing compiles all with analyzers: it must not write to the tool that runs it.</summary>
    [Test]
    public void A_tool_that_was_compiled_without_analyzers_is_compiled_again_before_it_tests()
    {
        Ask("run", "x");
        Assert.Equal(["build", "exec"], Ask("test"));
        Assert.Equal(["exec"], Ask("test"));
        Assert.Equal(["exec"], Ask("run", "x"));
    }

    [Test]
    [Arguments("generators/FastPaas.Build")]
    [Arguments("generators/FastPaas.Graph")]
    [Arguments("native/verify")]
    public void A_changed_source_of_the_tool_compiles_it_with_analyzers(string folder)
    {
        Ask("run", "x");
        string source = checkout.Write(folder + "/Changed.cs", "");
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddSeconds(2));
        Assert.Equal(["build", "exec"], Ask("run", "x"));
    }

    /// <summary>Runs build.sh; what it asked of dotnet: the command, and whether it is the first build.</summary>
    List<string> Ask(params string[] arguments)
    {
        string asked = Path.Combine(checkout.Path, "asked");
        File.Delete(asked);
        // By its interpreter: a file that was just written is busy while a process that another test starts still has it open.
        ProcessStartInfo info = new("/bin/sh", [Path.Combine(checkout.Path, "build.sh"), .. arguments])
            { RedirectStandardError = true };
        info.Environment["DOTNET_ROOT"] = Path.Combine(checkout.Path, "dotnet");
        using Process process = Process.Start(info)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        List<string> commands = [];
        foreach (string line in File.ReadLines(asked))
        {
            string[] words = line.Split(' ');
            commands.Add(Array.IndexOf(words, First) < 0 ? words[0] : $"{words[0]} {First}");
        }
        return commands;
    }
}
