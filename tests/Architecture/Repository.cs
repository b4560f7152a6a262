using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Architecture.Tests;

/// <summary>The checkout that these tests were built from, without what a build leaves in it.</summary>
static class Repository
{
    static readonly string[] NotOurs = [".git", "artifacts", "results", ".vs", ".idea", ".vscode"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => Read(file).Split('\n');

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>What tests take or compare with: written by tools, or wrong on purpose.</summary>
    static readonly string[] Corpora = ["goldens", "golden", "reject", "wrong"];

    /// <summary>Source that people read: not the corpora of tests.</summary>
    public static IEnumerable<string> Sources(params string[] extensions) => Files.Where(file =>
        extensions.Contains(Path.GetExtension(file)) && !file.EndsWith(".g.cs", StringComparison.Ordinal)
        && !file.Split('/').Any(part => Corpora.Contains(part, StringComparer.OrdinalIgnoreCase)));

    static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return folder;
        }
        throw new InvalidOperationException("These tests run from inside the checkout.");
    }

    static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(each => !NotOurs.Contains(Path.GetFileName(each))).SelectMany(Walk));
}
