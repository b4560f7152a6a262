using System;
using System.IO;

namespace FastPaas.Build.Tests;

/// <summary>An empty folder, deleted with the test.</summary>
/// <param name="isBelow">The folder that the test runs in; else it is with the system's.</param>
sealed class TemporaryFolder(bool isBelow = false) : IDisposable
{
    public string Path { get; } = isBelow
        ? Directory.CreateDirectory(System.IO.Path.GetFullPath($"artifacts/build-tests-{Guid.NewGuid():n}")).FullName
        : Directory.CreateTempSubdirectory("fastpaas-build-tests-").FullName;

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
