using System;
using System.IO;

namespace FastPaas.Build;

/// <summary>The repository's folders, and the lock that keeps two writers of <c>artifacts/</c> apart.</summary>
sealed class Checkout
{
    Checkout(string root) => Root = root;

    public string Root { get; }

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string Modules => Path.Combine(Root, "modules");

    /// <summary><c>build.sh</c> and <c>build.ps1</c> say where they stand.</summary>
    public static Checkout Find()
    {
        string? root = Environment.GetEnvironmentVariable("FASTPAAS_ROOT");
        for (string? folder = root ?? AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "FastPaas.sln"))) return new Checkout(Path.TrimEndingDirectorySeparator(folder));
        }
        throw new StopException(ExitCode.Environment, "no FastPaas checkout around this tool; start it by the build.sh of one.");
    }

    /// <summary>Waits for another build in this checkout, saying so once.</summary>
    public FileStream Lock()
    {
        string path = Path.Combine(Artifacts, ".lock");
        try
        {
            Directory.CreateDirectory(Artifacts);
            for (bool said = false; ; said = true)
            {
                if (TryLock(path) is { } held) return held;
                if (!said) Console.Error.WriteLine("build: another build works in this checkout; waiting for it.");
                System.Threading.Thread.Sleep(200);
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new StopException(ExitCode.Environment,
                $"{Artifacts} can't be written ({failure.Message}); build in a copy that you own: git clone {Root} <folder>");
        }
    }

    /// <summary>An advisory lock (flock), the same one that build.sh takes.</summary>
    static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult is 11 or 35)
        {
            return null;
        }
    }
}
