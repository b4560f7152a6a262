using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary>What stands where.</summary>
public class Layout
{
    [Test]
    public void The_house_has_these_rooms_and_no_others() => Assert.Equal(
        [".ci", "bench", "docs", "generators", "graphs", "modules", "native", "runtime", "tests"],
        Repository.Files.Where(file => file.Contains('/')).Select(file => file.Split('/')[0]).Distinct()
            .Order(StringComparer.Ordinal));

    [Test]
    public void A_module_has_its_contract_its_readme_and_its_source()
    {
        foreach (string module in Folders("modules"))
        {
            string[] inside = [.. Repository.Files.Where(file => file.StartsWith($"modules/{module}/", StringComparison.Ordinal))
                .Select(file => Path.GetFileName(file)!)];
            Assert.Contains("module.toml", inside);
            Assert.Contains("README.md", inside);
            Assert.Contains(inside, file => Path.GetExtension(file) is ".cs" or ".c");
        }
    }

    [Test]
    public void A_graph_has_a_readme_with_its_picture()
    {
        string[] graphs = [.. Folders("graphs")];
        Assert.NotEmpty(graphs);
        foreach (string graph in graphs)
        {
            Assert.Contains($"graphs/{graph}/graph.toml", Repository.Files);
            Assert.Contains("─▶", Repository.Read($"graphs/{graph}/README.md"), StringComparison.Ordinal);
        }
    }

    [Test]
    public void Decisions_are_numbered_without_gaps()
    {
        int[] numbers = [.. Repository.Files.Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal))
            .Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    /// <summary>Relative links of the documents lead somewhere.</summary>
    [Test]
    public void Links_between_documents_lead_somewhere()
    {
        List<string> broken = [];
        foreach (string document in Repository.Sources(".md"))
        {
            foreach (string target in LinkTargets(Repository.Read(document)))
            {
                string path = Path.Combine(Repository.Root, Path.GetDirectoryName(document) ?? "", target);
                if (!File.Exists(path) && !Directory.Exists(path)) broken.Add($"{document}: {target}");
            }
        }
        Expect.None(broken);
    }

    static IEnumerable<string> LinkTargets(string markdown) =>
        System.Text.RegularExpressions.Regex.Matches(markdown, @"\]\(([^)#:\s]+)(#[^)]*)?\)")
            .Select(match => match.Groups[1].Value);

    static IEnumerable<string> Folders(string room) => Repository.Files
        .Where(file => file.StartsWith(room + "/", StringComparison.Ordinal) && file.Count(letter => letter == '/') > 1)
        .Select(file => file.Split('/')[1]).Distinct();
}
