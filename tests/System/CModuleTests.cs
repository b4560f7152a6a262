using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>A module's author: C outside the repository, built in with the catalogue's, confined, run on a capture; and one who
/// means harm (tests/Modules/InC/attacker), whose neighbours go on.</summary>
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
        [port.hostile]
        device = "net_null2"
        next = "attack"
        [node.attack]
        module = "attacker"
        next = { out = "hostile", other = "hostile" }
        quarantine = { policy = "restart", restarts_per_minute_max = 60_000 }
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
        protection = "none"
        """;

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-chain").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Modules_in_C_are_built_in_confined_and_run_on_a_capture_and_one_that_faults_stops_no_other()
    {
        string binary = Path.Combine(folder, "chain");
        string graph = Path.Combine(folder, "graph");
        Directory.CreateDirectory(graph);
        File.WriteAllText(Path.Combine(graph, "graph.toml"), Graph);
        Finished built = Command.Run(Path.Combine(Checkout.Root, "build.sh"),
            ["build", graph, "-o", binary, "--modules", CopyModules()], TimeSpan.FromMinutes(15));
        Assert.True(built.ExitCode == 0, built.Output + built.Error);
        foreach (string module in new[] { "attacker", "dscp_c", "lpm_c", "policer_c" })
        {
            Assert.Contains(built.Output.Split('\n'), line => line.Contains(module)
                && line.Contains("confined by segment, ") && line.Contains("; confined by mask, "));
        }

        Assert.Contains("TRUSTED       node swap: macswap_c reads and writes all of the process", built.Output);
        Assert.DoesNotContain(built.Output.Split('\n'), line => line.Contains("macswap_c") && line.Contains("verified"));
        Assert.DoesNotContain("FP0900", built.Error, StringComparison.Ordinal);

        // TCP, the same in IPv6, and ARP; with 230 bytes at once the last of the four is too much.
        string capture = Path.Combine(Checkout.Root, "tests/Packets/macswap_exchanges_the_addresses/in.pcap");
        string output = Path.Combine(folder, "out.pcap");
        Finished replayed = Command.Run(binary, ["replay", capture, output, "--from", "left", "--json"]);
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

        Finished explained = Command.Run(binary, ["explain", "--port", "left", "tcp 192.0.2.5:1 > 203.0.113.1:80"]);
        Assert.Contains("macswap_c", explained.Output, StringComparison.Ordinal);
        Assert.Contains("sent on port left", explained.Output, StringComparison.Ordinal);
        NeighboursGoOn(binary, capture);
    }

    /// <summary>Both ports at once: one with packets that make the attacker fault at each burst, one with the chain's.</summary>
    void NeighboursGoOn(string binary, string capture)
    {
        string attack = Path.Combine(folder, "attack.pcap");
        // Reaches for memory that isn't its own.
        byte[] frame = new byte[60];
        frame[0] = 1;
        using (FileStream file = File.Create(attack))
        {
            CaptureWriter writer = new(file, nanoseconds: false);
            writer.Begin(0, frame.Length, (uint)frame.Length);
            writer.Append(frame);
            writer.Flush();
        }
        using Instance instance = Instance.Start(binary, "--lcores", Cpus.ListOf(1),
            "--port", $"left=open_loop,rate_pps=1000,pcap={capture}", "--port", $"hostile=open_loop,rate_pps=1000,pcap={attack}");
        instance.Await("fault.memory", 20);
        ulong marked = instance.Counter("node.mark.in");
        instance.Await("fault.memory", instance.Counter("fault.memory") + 5);
        instance.Await("node.mark.in", marked + 200);
        Assert.Equal(0ul, instance.Counter("fault.endless"));
        Assert.Matches(@"attack +attacker +\(operator\) +1 .* memory \d+", instance.Ask("quarantine").Output);
        Assert.Contains("fault: node attack (module attacker), lcore 1: it reaches for 0x8", instance.Error);
    }

    /// <summary>One folder of modules: an author's, and the attacker.</summary>
    string CopyModules()
    {
        string copy = Path.Combine(folder, "modules");
        foreach (string module in (string[])["Outside/dscp", "Outside/dscp_c", "InC/attacker"])
        {
            string to = Path.Combine(copy, Path.GetFileName(module));
            Directory.CreateDirectory(to);
            foreach (string file in Directory.GetFiles(Path.Combine(Checkout.Root, "tests/Modules", module)))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        return copy;
    }
}
