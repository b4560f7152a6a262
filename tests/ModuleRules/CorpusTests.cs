using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Generators.ModuleRules;
using Xunit;

namespace FastPaas.ModuleRules.Tests;

/// <summary>accept/: modules that build. reject/: one mistake a file, beside it what the author reads (.txt, refreshed by
/// FASTPAAS_ACCEPT=1).</summary>
public sealed class CorpusTests
{
    public static IEnumerable<string> Accepted => [.. Cases("accept")];

    public static IEnumerable<string> Rejected => [.. Cases("reject")];

    [Test]
    [MethodDataSource(nameof(Accepted))]
    public void Accepts(string name) => Assert.Equal("", ModuleCase.Diagnose(Text("accept", name)));

    [Test]
    [MethodDataSource(nameof(Rejected))]
    public void Rejects(string name)
    {
        string found = ModuleCase.Diagnose(Text("reject", name));
        Assert.Contains(": FP05", found);
        string golden = Path.Combine(Folder(), "reject", name + ".txt");
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1") File.WriteAllText(golden, found);
        Assert.Equal(File.Exists(golden) ? File.ReadAllText(golden) : "", found);
    }

    [Test]
    public void A_trusted_module_may_name_what_the_list_lacks_but_keeps_the_rules_of_raw_code()
    {
        string text = Text("reject", "file_in_init");
        Assert.Contains("FP0503", ModuleCase.Diagnose(text));
        Assert.Equal("", ModuleCase.Diagnose(text, trusted: "other+probe"));
        Assert.Contains("FP0504", ModuleCase.Diagnose(Text("reject", "array_in_process"), trusted: "probe"));
    }

    /// <summary>Also in a file whose name is one of the build's, and under another name.</summary>
    [Test]
    public void A_module_cannot_say_of_itself_that_it_cannot_fail()
    {
        string text = "using Harmless = FastPaas.FaultFreeAttribute;\n[assembly: Harmless(\"probe\")]\n"
            + Text("accept", "smallest");
        Assert.Contains("FP0507", ModuleCase.Diagnose(text));
        Assert.Contains("FP0507", ModuleCase.Diagnose(text, file: "Probe.AssemblyInfo.cs"));
    }

    [Test]
    public void Every_rule_has_a_case()
    {
        string all = string.Concat(Directory.EnumerateFiles(Path.Combine(Folder(), "reject"), "*.txt").Select(File.ReadAllText));
        Assert.All(new ModuleAnalyzer().SupportedDiagnostics, rule => Assert.Contains(rule.Id, all));
    }

    static IEnumerable<string> Cases(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Folder(), kind), "*.cs").Select(file =>
            Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    static string Text(string kind, string name) => File.ReadAllText(Path.Combine(Folder(), kind, name + ".cs"));

    internal static string Folder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FastPaas.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tests", "ModuleRules");
    }
}
