using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FastPaas.Build;

/// <summary>All that decides the bytes of a deployment binary, as one hash: equal means that there is nothing to build.</summary>
static class Sources
{
    static readonly string[] Rooms = ["generators", "runtime", "native", "modules"];

    static readonly string[] Tools =
    [
        "/usr/bin/clang-19", "/usr/lib/llvm-19/bin/ld.lld", "/usr/lib/x86_64-linux-gnu/librte_ethdev.a", "/usr/lib/x86_64-linux-gnu/libc.a",
    ];

    public static string Hash(Checkout checkout, GraphFolder graph, string? userModules)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string room in Rooms) AddFolder(hash, Path.Combine(checkout.Root, room));
        foreach (string file in Directory.EnumerateFiles(checkout.Root, "Directory.*.props").Append(Path.Combine(checkout.Root, ".editorconfig"))
            .OrderBy(path => path, StringComparer.Ordinal))
        {
            AddFile(hash, Path.GetFileName(file), file);
        }
        Add(hash, Path.GetFileName(Path.GetFullPath(graph.Folder)));
        foreach (string file in Directory.EnumerateFiles(graph.Folder, "*.toml").OrderBy(path => path, StringComparer.Ordinal))
        {
            AddFile(hash, Path.GetFileName(file), file);
        }
        if (userModules is not null) AddFolder(hash, userModules);
        // The compilers by identity, not by content: they are large, and a package never changes a file in place.
        foreach (string tool in Tools)
        {
            FileInfo info = new(tool);
            Add(hash, info.Exists ? $"{tool} {info.Length} {info.LastWriteTimeUtc.Ticks}" : tool);
        }
        foreach (string sdk in Directory.EnumerateDirectories(Path.Combine(Path.GetDirectoryName(DotNet.Path)!, "sdk")).Order()) Add(hash, Path.GetFileName(sdk));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void AddFolder(IncrementalHash hash, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).OrderBy(path => path, StringComparer.Ordinal))
        {
            AddFile(hash, Path.GetRelativePath(folder, file), file);
        }
    }

    static void AddFile(IncrementalHash hash, string name, string file)
    {
        Add(hash, name);
        byte[] content = File.ReadAllBytes(file);
        hash.AppendData(BitConverter.GetBytes(content.LongLength));
        hash.AppendData(content);
    }

    static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
