using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>A module's author: C outside the repository, built in with the catalogue's, run on a capture.</summary>
public sealed class CModuleTests : IDisposable
{
    const string Graph = """
        schema = 1
        name = "chain"
        [port.left]
        device = "net_null0"
        next = "mark"
        [port.right]
        device = "net_null1"
        [node.mark]
        module = "dscp_c"
        next = { marked = "police", other = "police" }
        config = { dscp = 46 }
        [node.police]
        module = "policer_c"
        next = { green = "route", yellow = "route", red = "drop" }
        config = { rate_bytes_per_second = 1, committed_burst_bytes = 230 }
        [node.route]
        module = "lpm_c"
        config = { routes = [{ prefix = "0.0.0.0/0", hop = 0 }, { prefix = "::/0", hop = 1 }] }
        [node.route.next]
        hop0 = "swap"
        hop1 = "right"
        hop2 = "drop"
        hop3 = "drop"
        hop4 = "drop"
        hop5 = "drop"
        hop6 = "drop"
        hop7 = "drop"
        miss = "drop"
        [node.swap]
        module = "macswap_c"
        next = "left"
        """;

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-chain").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Modules_in_C_are_built_in_said_to_be_unprotected_and_run_on_a_capture()
    {
        string binary = Path.Combine(folder, "chain");
        string graph = Path.Combine(folder, "graph");
        Directory.CreateDirectory(graph);
        File.WriteAllText(Path.Combine(graph, "graph.toml"), Graph);
        Finished built = Command.Run(Path.Combine(Checkout.Root, "build.sh"),
            ["build", graph, "-o", binary, "--modules", Path.Combine(Checkout.Root, "tests/Modules/Outside")],
            TimeSpan.FromMinutes(15));
        Assert.True(built.ExitCode == 0, built.Output + built.Error);
        Assert.Contains("unprotected: dscp_c, lpm_c, macswap_c, policer_c", built.Output, StringComparison.Ordinal);
        Assert.Equal(4, built.Error.Split('\n').Count(line => line.Contains("warning FP0900", StringComparison.Ordinal)));

        // TCP, the same in IPv6, and ARP; with 230 bytes at once the last of the four is too much.
        string capture = Path.Combine(Checkout.Root, "tests/Packets/macswap_exchanges_the_addresses/in.pcap");
        Finished replayed = Command.Run(binary, ["replay", capture, Path.Combine(folder, "out.pcap"), "--json"]);
        Assert.True(replayed.ExitCode == 0, replayed.Error);
        JsonElement counters = JsonDocument.Parse(replayed.Output).RootElement.GetProperty("counters");
        Assert.True(counters.GetProperty("conservation").GetProperty("is_conserved").GetBoolean());
        Dictionary<string, long[]> outputs = counters.GetProperty("nodes").EnumerateArray().ToDictionary(
            node => node.GetProperty("name").GetString()!,
            node => node.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("packets").GetInt64())
                .ToArray());
        Assert.Equal([2, 2], outputs["mark"]);
        Assert.Equal([3, 0, 1], outputs["police"]);
        Assert.Equal([2, 1, 0, 0, 0, 0, 0, 0, 0], outputs["route"]);
        Assert.Equal([2], outputs["swap"]);

        Finished explained = Command.Run(binary, ["explain", "tcp 192.0.2.5:1 > 203.0.113.1:80"]);
        Assert.Contains("macswap_c", explained.Output, StringComparison.Ordinal);
        Assert.Contains("sent on port left", explained.Output, StringComparison.Ordinal);
    }
}
