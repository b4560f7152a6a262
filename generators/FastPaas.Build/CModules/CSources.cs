using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace FastPaas.Build.CModules;

/// <summary>The files that a module's compilation can see: those of its folder, native/module, the header made for it, the
/// compiler's own headers, and of DPDK's those that are only code, with native/module/dpdk in place of what they include. For
/// <c>#include</c>, <c>__has_include</c> and <c>#embed</c> no others exist, whatever they are called:
/// a module can't read the machine that builds it, nor depend on it.</summary>
static class CSources
{
    const string CompilerHeaders = "/usr/lib/llvm-19/lib/clang/19/include";

    const string DpdkConfig = "/usr/include/x86_64-linux-gnu/dpdk";

    /// <summary>Where modules find DPDK's headers.</summary>
    public const string Dpdk = "/usr/include/dpdk";

    static readonly string[] dpdkHeaders =
    [
        "rte_ether.h", "rte_ip.h", "rte_tcp.h", "rte_udp.h", "rte_meter.h", "rte_jhash.h", "rte_hash_crc.h",
        // What they include, and could be a module's own.
        "rte_common.h", "rte_branch_prediction.h", "rte_compat.h", "rte_crc_sw.h",
    ];

    static readonly string[] dpdkConfigHeaders = ["rte_config.h", "rte_build_config.h"];

    /// <summary>Writes clang's virtual file system (<c>-ivfsoverlay</c>) of one module.</summary>
    /// <param name="folder">The module's.</param>
    /// <param name="headers">native/module.</param>
    /// <param name="made">The folder of its header.</param>
    /// <exception cref="StopException">The folder has more than files.</exception>
    public static void WriteOverlay(string folder, string headers, string made, string file)
    {
        folder = Path.GetFullPath(folder);
        SortedDictionary<string, string> visible = new(StringComparer.Ordinal);
        foreach (string each in ModuleFiles.Of(folder)) visible[each] = each;
        string[] seen =
        [
            .. Directory.EnumerateFiles(Path.GetFullPath(headers), "*.h"),
            .. Directory.EnumerateFiles(Path.GetFullPath(made), "*.h"),
            .. Files(CompilerHeaders),
        ];
        foreach (string each in seen) visible[each] = each;
        AddDpdk(Path.Combine(Path.GetFullPath(headers), "dpdk"), visible);
        using FileStream output = File.Create(file);
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteNumber("version", 0);
        json.WriteString("redirecting-with", "redirect-only");
        json.WriteStartArray("roots");
        foreach ((string name, string contents) in visible)
        {
            json.WriteStartObject();
            json.WriteString("type", "file");
            json.WriteString("name", name);
            json.WriteString("external-contents", contents);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One folder of three: DPDK's includes some of its headers by their place.</summary>
    static void AddDpdk(string own, SortedDictionary<string, string> visible)
    {
        foreach (string name in dpdkHeaders) visible[Path.Combine(Dpdk, name)] = Path.Combine(Dpdk, name);
        foreach (string name in dpdkConfigHeaders) visible[Path.Combine(Dpdk, name)] = Path.Combine(DpdkConfig, name);
        foreach (string each in Files(own)) visible[Path.Combine(Dpdk, Path.GetRelativePath(own, each))] = each;
    }

    static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
}
