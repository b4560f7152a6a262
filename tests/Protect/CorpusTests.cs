using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build;
using FastPaas.Graph.Model;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>accept/: what C can do, which does the same confined as plain. reject/: what modules can't have, one thing a file,
/// beside it what the author reads (.txt, refreshed by FASTPAAS_ACCEPT=1).</summary>
public sealed class CorpusTests : IDisposable
{
    /// <summary>Variables keep what the burst before left there.</summary>
    const int Bursts = 3;

    readonly string work = Directory.CreateTempSubdirectory("fastpaas-corpus-").FullName;

    public static IEnumerable<string> Accepted => Cases("accept");

    public static IEnumerable<string> Rejected => Cases("reject");

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Test]
    [MethodDataSource(nameof(Accepted))]
    public void Accepts(string name)
    {
        ModuleManifest manifest = Confined.Manifest("mine");
        string source = Folder("accept", name + ".c");
        string plain = Harness.TryRun(
            Confined.CompilePlain(manifest, source, Path.Combine(work, "plain")), TimeSpan.FromSeconds(60), Bursts);
        Assert.StartsWith("result ", plain);
        StringWriter errors = new();
        string confined = Confined.Compile(manifest, Copy(source), Path.Combine(work, "confined"), errors, Confined.Variants);
        Assert.All(Confined.Variants, (variant, i) =>
        {
            Assert.Equal("", Harness.Refusals(confined, variant));
            Assert.Equal(plain, Harness.TryRun(confined, TimeSpan.FromSeconds(60), Bursts, i));
        });
    }

    [Test]
    [MethodDataSource(nameof(Rejected))]
    public void Rejects(string name)
    {
        StringWriter errors = new();
        string folder = Copy(Folder("reject", name + ".c"));
        StopException refused = Assert.Throws<StopException>(() =>
            Confined.Compile(Confined.Manifest("mine"), folder, Path.Combine(work, "confined"), errors));
        Assert.Equal(ExitCode.Refused, refused.Code);
        // Lines of the compiler's own have what it found, and where in the source.
        string found = string.Concat(errors.ToString().Split('\n')
            .Where(line => line.Contains("error: ", StringComparison.Ordinal))
            .Select(line => line.Replace(folder + "/", "", StringComparison.Ordinal) + "\n")) + refused.Message + "\n";
        string golden = Folder("reject", name + ".txt");
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1") File.WriteAllText(golden, found);
        Assert.Equal(File.Exists(golden) ? File.ReadAllText(golden) : "", found);
    }

    [Test]
    public void The_list_of_what_is_refused_in_the_readme_is_this_corpus()
    {
        string readme = Repository.Path("native", "protect", "README.md");
        const string Start = "<!-- refused: made of tests/Protect/reject by FASTPAAS_ACCEPT=1 -->\n", End = "<!-- end -->";
        string text = File.ReadAllText(readme);
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string list = "| | why | what the author reads |\n|---|---|---|\n" + string.Concat(Rejected.Select(name =>
            $"| `{name}` | {Why(name)} | {Read(name)} |\n"));
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1")
            File.WriteAllText(readme, text[..start] + list + text[end..]);
        else
            Assert.Equal(list, text[start..end]);
    }

    static string Why(string name) => File.ReadLines(Folder("reject", name + ".c")).First()[3..].TrimEnd('.');

    static string Read(string name)
    {
        string line = File.ReadLines(Folder("reject", name + ".txt")).First();
        int error = line.IndexOf("error: ", StringComparison.Ordinal);
        return (error < 0 ? line["module mine: ".Length..].TrimEnd('.') : line[(error + "error: ".Length)..])
            .Replace("|", "\\|", StringComparison.Ordinal);
    }

    string Copy(string source)
    {
        string folder = Path.Combine(work, "mine");
        Directory.CreateDirectory(folder);
        File.Copy(source, Path.Combine(folder, "mine.c"));
        return folder;
    }

    static string[] Cases(string kind) => [.. Directory.EnumerateFiles(Folder(kind, ""), "*.c")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    static string Folder(string kind, string file) => Repository.Path("tests", "Protect", kind, file);
}
