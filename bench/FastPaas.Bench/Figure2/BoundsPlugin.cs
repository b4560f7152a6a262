using System;
using System.IO;
using System.Security.Cryptography;

namespace FastPaas.Bench.Figure2;

/// <summary>bench/figure2/mpx as a plugin of clang, made once for each state of its source.</summary>
static class BoundsPlugin
{
    public static string Make(string root)
    {
        string source = Path.Combine(root, "bench", "figure2", "mpx", "Bounds.cpp");
        string key = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source)))[..16];
        string made = Path.Combine(root, "artifacts", "native", $"bounds-{key}.so"), half = $"{made}.{Environment.ProcessId}.new";
        if (File.Exists(made)) return made;
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        Programs.Output("clang++-19",
        [
            "-std=c++17", "-O1", "-fPIC", "-shared", "-fno-rtti", "-fno-exceptions", "-fvisibility=hidden", "-Wall", "-Wextra",
            "-Werror", "-Wno-unused-parameter", "-DNDEBUG", "-isystem", "/usr/lib/llvm-19/include", source, "-o", half,
        ]);
        File.Move(half, made, overwrite: true);
        return made;
    }
}
