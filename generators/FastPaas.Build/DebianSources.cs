using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;

namespace FastPaas.Build;

/// <summary>Upstream archives of Debian 12's source packages, for tests that compile what others wrote. Kept outside of the
/// sources; a file is what its hash says, whoever sent it.</summary>
static class DebianSources
{
    const string Pool = "http://deb.debian.org/debian/pool/main/";

    static readonly (string Path, string Hash)[] archives =
    [
        ("h/http-parser/http-parser_2.9.4.orig.tar.gz", "467b9e30fd0979ee301065e70f637d525c28193449e1b13fbcb1b1fab3ad224f"),
        ("z/zlib/zlib_1.2.13.dfsg.orig.tar.bz2", "71feb7947e3c00ef125f83b79a4e529bde31171e5babe48b391f06758d1ab0a1"),
    ];

    static readonly TimeSpan limit = TimeSpan.FromMinutes(1);

    /// <summary>The folder with them. Without a network some may be missing: the tests that need them are skipped by
    /// name.</summary>
    public static string Fetch(Checkout checkout)
    {
        string folder = Path.Combine(checkout.Artifacts, "debian-sources");
        (string, string)[] missing = [.. archives.Where(each => !File.Exists(FileOf(folder, each.Path)))];
        if (missing.Length == 0 || Environment.GetEnvironmentVariable("FASTPAAS_NO_INSTALL") is { Length: > 0 }) return folder;
        Directory.CreateDirectory(folder);
        using HttpClient client = new() { Timeout = limit };
        foreach ((string path, string hash) in missing) Fetch(client, path, hash, FileOf(folder, path));
        return folder;
    }

    static string FileOf(string folder, string path) => Path.Combine(folder, Path.GetFileName(path));

    static void Fetch(HttpClient client, string path, string hash, string file)
    {
        string half = $"{file}.{Environment.ProcessId}.new";
        using IDisposable temporary = Interrupt.Temporary(half);
        try
        {
            byte[] archive = client.GetByteArrayAsync(Pool + path).GetAwaiter().GetResult();
            string found = Convert.ToHexStringLower(SHA256.HashData(archive));
            if (found != hash)
                throw new StopException(ExitCode.Environment, $"{Pool + path} has the SHA-256 {found}, not {hash}.");
            File.WriteAllBytes(half, archive);
            File.Move(half, file, overwrite: true);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Console.Out.WriteLine($"{Pool + path}: {error.Message}");
        }
    }
}
