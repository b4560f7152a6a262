using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>Who may depend on whom (ARCHITECTURE.md): in the project files, and in what the compiler made of them.</summary>
public class Dependencies
{
    /// <summary>What each project may see. A new project is added here on purpose, or the first test below fails.</summary>
    static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["FastPaas.Abstractions"] = [],
        ["FastPaas.Dpdk"] = ["FastPaas.Abstractions"],
        ["FastPaas.Runtime"] = ["FastPaas.Abstractions", "FastPaas.Dpdk"],
        ["FastPaas.Control"] = ["FastPaas.Abstractions", "FastPaas.Dpdk", "FastPaas.Runtime"],
        ["FastPaas.Host"] =
        [
            "FastPaas.Abstractions", "FastPaas.Dpdk", "FastPaas.Runtime", "FastPaas.Control", "FastPaas.Modules",
            "FastPaas.UserModules",
        ],
        ["FastPaas.Modules"] = ["FastPaas.Abstractions"],
        ["FastPaas.UserModules"] = ["FastPaas.Abstractions"],
        ["FastPaas.Graph"] = [],
        ["FastPaas.Generators"] = ["FastPaas.Graph"],
        ["FastPaas.Build"] = ["FastPaas.Graph", "FastPaas.Verify"],
        ["FastPaas.Verify"] = [],
    };

    /// <summary>A generator runs inside the compiler and is no dependency of what it generates for.</summary>
    const string Generator = "FastPaas.Generators";

    public static IEnumerable<string> Projects => [.. ProductProjects()];

    [Test]
    [MethodDataSource(nameof(Projects))]
    public void A_project_references_only_what_it_may_see(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(MaySee.ContainsKey(name), $"{project} is not in the table of dependencies.");
        IEnumerable<string> references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Where(each => each.Attribute("OutputItemType")?.Value != "Analyzer")
            .Select(each => Path.GetFileNameWithoutExtension(each.Attribute("Include")!.Value));
        Expect.None(references.Except(MaySee[name]));
    }

    [Test]
    [MethodDataSource(nameof(Projects))]
    public void An_assembly_references_only_what_its_project_may_see(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string output = Path.Combine(Repository.Root, "artifacts", "bin", name);
        // FastPaas.Host is built graph by graph, in a folder each.
        string[] assemblies = Directory.GetFiles(output, name + ".dll", SearchOption.AllDirectories);
        Assert.NotEmpty(assemblies);
        foreach (string assembly in assemblies)
        {
            string[] references = [.. References(assembly).Where(each => each.StartsWith("FastPaas.", StringComparison.Ordinal))];
            Expect.None(references.Except(MaySee[name]));
        }
    }

    [Test]
    public void Only_the_host_and_modules_run_the_generator()
    {
        IEnumerable<string> users = ProductProjects().Where(project => XDocument.Parse(Repository.Read(project))
            .Descendants("ProjectReference")
            .Any(each => each.Attribute("Include")!.Value.EndsWith(Generator + ".csproj", StringComparison.Ordinal)));
        Expect.None(users.Select(Path.GetFileNameWithoutExtension)
            .Except(["FastPaas.Host", "FastPaas.Modules", "FastPaas.UserModules"]));
    }

    [Test]
    public void The_graph_library_knows_neither_Roslyn_nor_files_of_the_runtime()
    {
        string project = Repository.Read("generators/FastPaas.Graph/FastPaas.Graph.csproj");
        Assert.DoesNotContain("CodeAnalysis", project, StringComparison.Ordinal);
        Assert.Contains("netstandard2.0", project, StringComparison.Ordinal);
        Assert.DoesNotContain("runtime/", project, StringComparison.Ordinal);
    }

    [Test]
    public void Modules_are_safe_code()
    {
        string project = Repository.Read("modules/FastPaas.Modules.csproj");
        Assert.Contains("<AllowUnsafeBlocks>false</AllowUnsafeBlocks>", project, StringComparison.Ordinal);
    }

    [Test]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.Read("FastPaas.sln").Replace('\\', '/');
        Expect.None(Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)));
    }

    /// <summary>Its operators are generic and virtual: with 140 calls of them, a binary took a quarter longer to compile. Also a
    /// collection expression over a sequence of no known type is a call (docs/adr/0011).</summary>
    [Test]
    [Arguments("FastPaas.Abstractions")]
    [Arguments("FastPaas.Dpdk")]
    [Arguments("FastPaas.Runtime")]
    [Arguments("FastPaas.Control")]
    [Arguments("FastPaas.Modules")]
    public void What_every_binary_has_does_without_LINQ(string name) => Assert.DoesNotContain(
        "System.Linq", References(Path.Combine(Repository.Root, "artifacts", "bin", name, "release", name + ".dll")));

    static IEnumerable<string> ProductProjects() =>
        Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)
            && !file.StartsWith("tests/", StringComparison.Ordinal) && !file.StartsWith("bench/", StringComparison.Ordinal));

    static IEnumerable<string> References(string assembly)
    {
        using PEReader file = new(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
