using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FastPaas.Build;

/// <summary>All that decides the bytes of a deployment binary, as two hashes: both equal means that there is nothing to
/// build.</summary>
static class Sources
{
    static readonly string[] Rooms = ["generators", "runtime", "native", "modules"];

    static readonly string[] Tools =
    [
        "/usr/bin/clang-19", "/usr/bin/ld.lld-19",
        "/usr/lib/x86_64-linux-gnu/librte_ethdev.a", "/usr/lib/x86_64-linux-gnu/libc.a",
    ];

    /// <summary>What all graphs share: this repository's code, the compilers, DPDK.</summary>
    public static string Platform(Checkout checkout)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string room in Rooms) AddFolder(hash, Path.Combine(checkout.Root, room));
        AddFiles(hash, checkout.Root, Directory.EnumerateFiles(checkout.Root, "Directory.*.props"));
        AddFiles(hash, checkout.Root, [Path.Combine(checkout.Root, ".editorconfig")]);
        // The compilers by identity, not by content: they are large, and a package never changes a file in place.
        foreach (string tool in Tools)
        {
            FileInfo info = new(tool);
            Add(hash, info.Exists ? $"{tool} {info.Length} {info.LastWriteTimeUtc.Ticks}" : tool);
        }
        string sdks = Path.Combine(Path.GetDirectoryName(DotNet.Path)!, "sdk");
        foreach (string sdk in Directory.GetDirectories(sdks).Order(StringComparer.Ordinal)) Add(hash, Path.GetFileName(sdk));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The graph's folder and its user's modules.</summary>
    public static string Graph(GraphFolder graph, string? userModules)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Path.GetFileName(Path.GetFullPath(graph.Folder)));
        AddFiles(hash, graph.Folder, Directory.EnumerateFiles(graph.Folder, "*.toml"));
        AddFiles(hash, graph.Folder, Directory.EnumerateFiles(graph.Folder, "*.txt"));
        IEnumerable<string> modules = userModules is null ? [] : ModuleFiles.Folders(userModules);
        foreach (string module in modules) AddFiles(hash, userModules!, ModuleFiles.Of(module));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void AddFolder(IncrementalHash hash, string folder) =>
        AddFiles(hash, folder, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    static void AddFiles(IncrementalHash hash, string folder, IEnumerable<string> files)
    {
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            Add(hash, Path.GetRelativePath(folder, file));
            byte[] content = File.ReadAllBytes(file);
            hash.AppendData(BitConverter.GetBytes(content.LongLength));
            hash.AppendData(content);
        }
    }

    static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
