using System.Diagnostics;
using System.IO;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>The first build in a checkout does without analyzers; the module rules are one.</summary>
public sealed class FirstBuildTests
{
    [Test]
    [Arguments("modules/FastPaas.Modules.csproj", "true")]
    [Arguments("modules/FastPaas.UserModules.csproj", "true")]
    [Arguments("runtime/FastPaas.Runtime/FastPaas.Runtime.csproj", "false")]
    public void The_first_build_keeps_the_module_rules(string project, string runsAnalyzers)
    {
        using Process dotnet = Process.Start(new ProcessStartInfo("dotnet",
            ["msbuild", Path.Combine(Script.Root, project), "-p:FastPaasFirstBuild=true", "-getProperty:RunAnalyzers"])
        {
            RedirectStandardOutput = true,
        })!;
        string said = dotnet.StandardOutput.ReadToEnd();
        dotnet.WaitForExit();
        Assert.Equal(runsAnalyzers, said.Trim());
    }
}
