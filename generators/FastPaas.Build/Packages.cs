using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace FastPaas.Build;

/// <summary>What a fresh Debian 12 lacks, verb by verb. A package counts as there when its file is, whoever put it
/// there.</summary>
static class Packages
{
    const string Lib = "/usr/lib/x86_64-linux-gnu/";

    /// <summary>Compiler, linker, DPDK and the archives that a static executable of it needs.</summary>
    static readonly (string Package, string File)[] ForBuild =
    [
        ("clang-19", "/usr/bin/clang-19"),
        ("lld-19", "/usr/bin/ld.lld-19"),
        ("binutils", "/usr/bin/objcopy"),
        ("libc6-dev", Lib + "libc.a"),
        ("libstdc++-12-dev", "/usr/lib/gcc/x86_64-linux-gnu/12/libstdc++.a"),
        ("libdpdk-dev", Lib + "librte_ethdev.a"),
        ("libpcap0.8-dev", Lib + "libpcap.a"),
        ("libxdp-dev", Lib + "libxdp.a"),
        ("libbpf-dev", Lib + "libbpf.a"),
        ("libelf-dev", Lib + "libelf.a"),
        ("zlib1g-dev", Lib + "libz.a"),
        ("libnuma-dev", Lib + "libnuma.a"),
        ("libbsd-dev", Lib + "libbsd.a"),
        ("libmd-dev", Lib + "libmd.a"),
        ("libjansson-dev", Lib + "libjansson.a"),
    ];

    /// <summary>What <c>--drivers mlx5</c> is written on.</summary>
    static readonly (string Package, string File)[] ForMlx5 =
    [
        ("libibverbs-dev", Lib + "libmlx5.a"),
        ("libnl-3-dev", Lib + "libnl-3.a"),
        ("libnl-route-3-dev", Lib + "libnl-route-3.a"),
    ];

    /// <summary>What the pass that confines modules in C is compiled with.</summary>
    static readonly (string Package, string File)[] ForProtect =
    [
        ("llvm-19-dev", "/usr/lib/llvm-19/include/llvm/Passes/PassPlugin.h"),
        ("llvm-19", "/usr/lib/llvm-19/bin/llvm-link"),
    ];

    /// <summary>What <c>check</c> runs a module in C with.</summary>
    static readonly (string Package, string File)[] ForModules =
    [
        ("libclang-rt-19-dev", "/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer-x86_64.a"),
    ];

    /// <summary>The system tests' tools.</summary>
    static readonly (string Package, string File)[] ForTest =
    [
        ("iproute2", "/usr/bin/ip"),
        ("procps", "/usr/bin/kill"),
        ("iputils-ping", "/usr/bin/ping"),
        ("tcpreplay", "/usr/bin/tcpreplay"),
        ("iperf3", "/usr/bin/iperf3"),
        ("ethtool", "/usr/sbin/ethtool"),
        ("tshark", "/usr/bin/tshark"),
        ("ethtool", "/usr/sbin/ethtool"),
        ("bind9-dnsutils", "/usr/bin/dig"),
        ("dnsmasq-base", "/usr/sbin/dnsmasq"),
        ("llvm-19-tools", "/usr/bin/FileCheck-19"),
        ("bzip2", "/usr/bin/bzip2"),
        ("csmith", "/usr/bin/csmith"),
        ("libcsmith-dev", "/usr/include/csmith/safe_math.h"),
        ("gcc-12-source", "/usr/src/gcc-12/gcc-12.2.0-dfsg.tar.xz"),
        ("xz-utils", "/usr/bin/xz"),
        ("qemu-user", "/usr/bin/qemu-x86_64"),
    ];

    /// <summary>What graphs are measured beside.</summary>
    static readonly (string Package, string File)[] ForBench = [("dpdk-dev", "/usr/bin/dpdk-testpmd")];

    /// <summary>Other ways to protect a module, which it is measured beside.</summary>
    static readonly (string Package, string File)[] ForFigure2 =
    [
        ("rustc", "/usr/bin/rustc"),
        ("wabt", "/usr/bin/wasm2c"),
    ];

    public static bool AreMissingForBuild(string? drivers, bool protects) =>
        WantedForBuild(drivers, protects).Any(each => !File.Exists(each.File));

    /// <param name="drivers">Beside those that are always linked: mlx5, or null.</param>
    /// <param name="protects">Whether there are modules in C to confine.</param>
    /// <returns>What there is to say about it.</returns>
    public static string InstallForBuild(Checkout checkout, string? drivers = null, bool protects = false) =>
        Install(checkout, "a static executable", WantedForBuild(drivers, protects));

    static IEnumerable<(string Package, string File)> WantedForBuild(string? drivers, bool protects) =>
        [.. ForBuild, .. drivers is null ? [] : ForMlx5, .. protects ? ForProtect : []];

    public static void InstallForModules(Checkout checkout)
    {
        InstallForBuild(checkout, protects: true);
        Install(checkout, "a module's check", ForModules);
    }

    public static void InstallForTest(Checkout checkout)
    {
        InstallForBuild(checkout, drivers: "mlx5", protects: true);
        InstallForModules(checkout);
        Install(checkout, "the system test", [.. ForTest, .. ForFigure2]);
    }

    public static void InstallForBench(Checkout checkout)
    {
        InstallForBuild(checkout, protects: true);
        Install(checkout, "the benchmark", ForBench);
    }

    /// <summary>What can't be installed is told, and not measured.</summary>
    public static void InstallForFigure2(Checkout checkout)
    {
        InstallForBuild(checkout, protects: true);
        foreach ((string, string)[] each in new[] { ForModules, ForFigure2 })
            TryInstall(checkout, "figure 2", each, out _);
    }

    static string Install(Checkout checkout, string purpose, IEnumerable<(string Package, string File)> wanted)
    {
        int code = TryInstall(checkout, purpose, wanted, out string[] missing);
        if (code != 0) Environment.Exit(code);
        return missing.Length == 0 ? "all are there" : string.Join(' ', missing);
    }

    /// <returns>Of the script, which says why it isn't 0.</returns>
    static int TryInstall(
        Checkout checkout, string purpose, IEnumerable<(string Package, string File)> wanted, out string[] missing)
    {
        missing = [.. wanted.Where(each => !File.Exists(each.File)).Select(each => each.Package)];
        if (missing.Length == 0) return 0;
        string script = Path.Combine(checkout.Root, "generators", "FastPaas.Build", "install.sh");
        return Child.RunAttached("/bin/sh", [script, purpose, .. missing]);
    }
}
