using System;
using System.IO;
using Xunit;

namespace FastPaas.Control.Tests;

/// <summary>Expected texts in Golden/; FASTPAAS_ACCEPT=1 writes what came out instead of comparing.</summary>
static class Golden
{
    public static void Check(string name, string actual)
    {
        string path = Path.Combine(Folder(), "Golden", name);
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.True(File.Exists(path), $"There is no {path}; FASTPAAS_ACCEPT=1 makes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>The build maps source paths away, so look for the repository from where the test runs.</summary>
    static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FastPaas.sln")))
                return Path.Combine(folder.FullName, "tests", "Control");
        }
        throw new InvalidOperationException($"No FastPaas.sln above {AppContext.BaseDirectory}.");
    }
}
