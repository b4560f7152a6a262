using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace FastPaas.ModuleRules.Tests;

/// <summary>A user's folder through MSBuild: its sources are compiled, whatever else lies there is not looked at.</summary>
public sealed class OutsideTests
{
    [Test]
    public void A_folder_contributes_sources_and_manifests_only()
    {
        string folder = Directory.CreateTempSubdirectory("fastpaas-modules-").FullName;
        try
        {
            string module = Path.Combine(folder, "probe");
            Directory.CreateDirectory(module);
            File.WriteAllText(Path.Combine(module, "module.toml"), """
                name = "probe"
                language = "csharp"
                summary = "A case"
                packet = "none"
                outputs = ["out"]
                """);
            string source = File.ReadAllText(Path.Combine(CorpusTests.Folder(), "accept", "smallest.cs"));
            File.WriteAllText(Path.Combine(module, "Probe.cs"), source);
            const string hostile =
                "<Project><Target Name=\"Stop\" BeforeTargets=\"CoreCompile\"><Error Text=\"hostile\" /></Target></Project>";
            foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            {
                File.WriteAllText(Path.Combine(folder, name), hostile);
                File.WriteAllText(Path.Combine(module, name), hostile);
            }

            File.WriteAllText(Path.Combine(module, ".editorconfig"),
                "root = true\n[*]\ndotnet_diagnostic.FP0503.severity = none\ngenerated_code = true\n");
            Assert.Equal(0, Build(folder).Exit);

            const string init = "ref State state)\n    {\n";
            string deleting = source.Replace(init, init + "        System.IO.File.Delete(\"x\");\n");
            File.WriteAllText(Path.Combine(module, "Probe.cs"), deleting);
            (int exit, string output) = Build(folder);
            Assert.Equal(1, exit);
            Assert.Contains("error FP0503: File.Delete is not on the list of what modules may use", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static (int Exit, string Output) Build(string folder)
    {
        string root = Path.GetDirectoryName(Path.GetDirectoryName(CorpusTests.Folder()))!;
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build", "modules/FastPaas.UserModules.csproj", "--nologo", "-v", "q", $"-p:FastPaasUserModules={folder}",
            },
        };
        using Process build = Process.Start(start)!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return (build.ExitCode, output.Trim());
    }
}
