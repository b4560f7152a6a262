using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.TestHost;

/// <summary>The checkout that the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The folders of <c>graphs/</c>, by name.</summary>
    public static IEnumerable<string> GraphNames => Directory.GetDirectories(Path("graphs"))
        .Where(folder => File.Exists(System.IO.Path.Combine(folder, "graph.toml")))
        .Select(folder => System.IO.Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "FastPaas.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("FastPaas.sln is in no folder above the tests.");
    }
}
