using System;
using System.IO;

namespace FastPaas.Control.Tests;

/// <summary>A folder that goes away with the test.</summary>
sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fastpaas-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Names of what is in it.</summary>
    public string[] Files => Array.ConvertAll(Directory.GetFiles(Path), file => System.IO.Path.GetFileName(file));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
