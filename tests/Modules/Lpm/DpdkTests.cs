using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Beside DPDK's tables: rte_lpm and rte_fib for IPv4, rte_fib6 for IPv6, by a small C program. 100,000 routes of each
/// family; of IPv4 a million with FASTPAAS_ROUTES=1000000 (rte_fib6 would want gigabytes for that).</summary>
public sealed class DpdkTests
{
    const int Ip6Routes = 100_000, Addresses = 100_000;

    static readonly int ip4Routes =
        int.TryParse(Environment.GetEnvironmentVariable("FASTPAAS_ROUTES"), out int given) ? given : 100_000;

    [Test]
    public void It_routes_as_rte_lpm_rte_fib_and_rte_fib6_do()
    {
        Random random = new(8);
        (IpPrefix Prefix, int Hop)[] ip4 = Draw(random, isIp6: false), ip6 = Draw(random, isIp6: true);
        UInt128[] to4 = Near(random, ip4), to6 = Near(random, ip6);
        byte[] theirs = Ask(Write(ip4, to4, isIp6: false), Write(ip6, to6, isIp6: true));
        Assert.Equal(2 * Addresses + Addresses, theirs.Length);
        byte[] ours4 = Find(ip4, to4, isIp6: false), ours6 = Find(ip6, to6, isIp6: true);
        for (int i = 0; i < Addresses; i++)
        {
            int lpm = theirs[2 * i], fib = theirs[2 * i + 1], fib6 = theirs[2 * Addresses + i];
            if (lpm != ours4[i] || fib != ours4[i]) Assert.Fail($"{to4[i]:x}: {ours4[i]}, rte_lpm {lpm}, rte_fib {fib}");
            if (fib6 != ours6[i]) Assert.Fail($"{to6[i]:x}: {ours6[i]}, rte_fib6 {fib6}");
        }
    }

    /// <summary>IPv4's shorter ones first, some of them at the end of all addresses. rte_fib 22.11 is wrong where a route is
    /// added around one that ends there: behind that one it counts on from 0, and writes over what has been there.</summary>
    static (IpPrefix Prefix, int Hop)[] Draw(Random random, bool isIp6)
    {
        IEnumerable<(IpPrefix Prefix, int Hop)> routes = Enumerable.Range(0, isIp6 ? Ip6Routes : ip4Routes)
            .Select(i => i % 10 == 0 && !isIp6 ? Crowded(random) : RouteDraw.AsRoutersHave(random, isIp6));
        if (isIp6) return [.. routes];
        return [.. routes.Concat(Enumerable.Range(1, 32).Select(AtTheEnd)).OrderBy(route => route.Prefix.Length)];
    }

    static (IpPrefix Prefix, int Hop) AtTheEnd(int length) => (RouteDraw.Prefix(uint.MaxValue, length, isIp6: false), length % 8);

    /// <summary>Nested and side by side in one /16.</summary>
    static (IpPrefix Prefix, int Hop) Crowded(Random random) => (RouteDraw.Prefix(
        0x0a0a_0000u | (uint)random.Next(1 << 16), random.Next(16, 33), isIp6: false), random.Next(8));

    static UInt128[] Near(Random random, (IpPrefix Prefix, int Hop)[] routes) => [.. Enumerable.Range(0, Addresses).Select(i =>
    {
        IpPrefix prefix = routes[random.Next(routes.Length)].Prefix;
        UInt128 address = (i % 4) switch
        {
            0 => prefix.First,
            1 => prefix.Last,
            2 => prefix.Last + 1,
            _ => RouteDraw.Address(random, prefix.IsIp6),
        };
        return prefix.IsIp6 ? address : (uint)address;
    })];

    static byte[] Find(IReadOnlyList<(IpPrefix, int)> routes, UInt128[] addresses, bool isIp6)
    {
        using Lookup lookup = new(routes, 0, lcores: 1);
        return [.. addresses.Chunk(64).SelectMany(burst => lookup.Find(0, burst, isIp6))
            .Select(verdict => (verdict & 8) != 0 ? (byte)(verdict & 7) : (byte)LpmNode.Miss)];
    }

    /// <summary>As dpdk_routes.c reads it.</summary>
    static byte[] Write((IpPrefix Prefix, int Hop)[] routes, UInt128[] addresses, bool isIp6)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        void Address(UInt128 address)
        {
            byte[] bytes = new byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
            if (isIp6) writer.Write(bytes);
            else writer.Write((uint)address);
        }
        writer.Write(routes.Length);
        foreach ((IpPrefix prefix, int hop) in routes)
        {
            Address(prefix.First);
            writer.Write([(byte)prefix.Length, (byte)hop, 0, 0]);
        }
        writer.Write(addresses.Length);
        foreach (UInt128 address in addresses) Address(address);
        return stream.ToArray();
    }

    static byte[] Ask(params byte[][] input)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Lpm", "dpdk_routes.c");
        string folder = Directory.CreateTempSubdirectory("fastpaas-routes").FullName, program = Path.Combine(folder, "routes");
        try
        {
            Run("clang-19", [], "-O2", "-march=x86-64-v3", "-Wall", "-Wextra", "-Werror", "-DALLOW_EXPERIMENTAL_API",
                "-isystem", "/usr/include/x86_64-linux-gnu/dpdk", "-isystem", "/usr/include/dpdk", "-include", "rte_config.h",
                source, "-o", program, "-lrte_eal", "-lrte_lpm", "-lrte_fib", "-lrte_rib");
            return Run(program, input, "--no-huge", "--no-pci", "--no-shconf", "-m", ip4Routes > 100_000 ? "4096" : "1024",
                "--log-level=error", $"--file-prefix=routes{Environment.ProcessId}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static byte[] Run(string program, byte[][] input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        // It reads all before it answers anything.
        foreach (byte[] part in input) process.StandardInput.BaseStream.Write(part);
        process.StandardInput.Close();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
