using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>A module's author: C outside the repository, built in with the catalogue's, confined, run on a capture; and two who
/// mean harm (tests/Modules/InC/attacker, tests/Modules/InCSharp/crasher), whose neighbours go on.</summary>
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
        [port.single]
        device = "net_null3"
        next = "once"
        [node.once]
        module = "attacker"
        next = { out = "single", other = "single" }
        [port.managed]
        device = "net_null4"
        next = "crash"
        [node.crash]
        module = "crasher"
        next = { out = "managed", other = "managed" }
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

    const int Terminate = 15;

    /// <summary>The source begins again with the frame that attacks after two minutes.</summary>
    const int OncePerSecond = 200, OnceFrames = 24_000;

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

        Assert.Contains("guarded       crash (crasher)", built.Output);
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
        NeighboursOfCSharpGoOn(binary, capture);
    }

    /// <summary>Each way to fail that crasher knows, over and over, beside the chain on one lcore.</summary>
    void NeighboursOfCSharpGoOn(string binary, string capture)
    {
        string crash = WriteCapture("crash", [1, 2, 3, 4, 5, 6, 7, 9, 0, 8, 0]);
        using Instance instance = Instance.Start(binary, "--json", "--lcores", Cpus.ListOf(1),
            "--port", $"left=open_loop,rate_pps=200,pcap={capture}", "--port", $"managed=open_loop,rate_pps=1000,pcap={crash}",
            "--port", $"single=open_loop,rate_pps={OncePerSecond},pcap={WriteCapture("still", 1, 0)}");
        foreach (string kind in new[] { "index", "division", "memory", "stack", "endless" }) instance.Await("fault." + kind, 5);
        ulong marked = instance.Counter("node.mark.in");
        instance.Await("fault.index", instance.Counter("fault.index") + 100);
        instance.Await("node.mark.in", marked + 200);
        instance.Await("node.crash.out", 1);
        Assert.Matches(@"crash +crasher +\(operator\) +1 .* index \d+", instance.Ask("quarantine").Output);
        Assert.Contains("fault: node crash (module crasher), lcore 1: ", instance.Error);
        NothingIsLost(instance.Stop(Terminate));
    }

    /// <summary>All at once: packets that make the attacker fault at each burst, the chain's, and one that faults and then none
    /// that does.</summary>
    void NeighboursGoOn(string binary, string capture)
    {
        // The first reaches for memory that isn't its own.
        string attack = WriteCapture("attack", 1), once = WriteCapture("once", OnceFrames);
        using Instance instance = Instance.Start(binary, "--json", "--lcores", Cpus.ListOf(1),
            "--port", $"left=open_loop,rate_pps=200,pcap={capture}", "--port", $"hostile=open_loop,rate_pps=1000,pcap={attack}",
            "--port", $"single=open_loop,rate_pps={OncePerSecond},pcap={once}");
        instance.Await("fault.memory", 20);
        ulong marked = instance.Counter("node.mark.in");
        instance.Await("fault.memory", instance.Counter("fault.memory") + 100);
        instance.Await("node.mark.in", marked + 200);
        Assert.Equal(0ul, instance.Counter("fault.endless"));
        Assert.Matches(@"attack +attacker +\(operator\) +1 .* memory \d+", instance.Ask("quarantine").Output);
        Assert.Contains("fault: node attack (module attacker), lcore 1: it reaches for 0x8", instance.Error);
        AReleasedNodeGoesOn(instance);
        NothingIsLost(instance.Stop(Terminate));
    }

    /// <summary>Its policy is the default: what faulted stays in quarantine until somebody says otherwise.</summary>
    static void AReleasedNodeGoesOn(Instance instance)
    {
        instance.Await("node.once.in", 20);
        Assert.Equal(0ul, instance.Counter("node.once.out"));
        Assert.Matches(@"once +attacker +\(operator\) +1 +in quarantine +0 +memory 1\b", instance.Ask("quarantine").Output);
        Finished released = instance.Ask("quarantine", "--release", "once");
        Assert.True(released.ExitCode == 0, released.Error);
        instance.Await("node.once.out", 20);
    }

    /// <summary>Five seconds of the source's packets can wait, so that a busy machine loses none either.</summary>
    static void NothingIsLost(Finished stopped)
    {
        Assert.True(stopped.ExitCode == 0, stopped.Error);
        JsonElement counters = JsonDocument.Parse(stopped.Output).RootElement.GetProperty("counters");
        Dictionary<string, long> runtime = counters.GetProperty("runtime").EnumerateArray().ToDictionary(
            counter => counter.GetProperty("name").GetString()!, counter => counter.GetProperty("value").GetInt64());
        Assert.Equal(0, runtime["port.left.lost"]);
        // Not of `left`: the meter lets packets back to it in the first half second alone, which isn't timed.
        Assert.True(runtime["port.single.latency_p999_ns"] > 0);
        JsonElement mark = counters.GetProperty("nodes").EnumerateArray()
            .Single(node => node.GetProperty("name").GetString() == "mark");
        Assert.Equal(mark.GetProperty("in_packets").GetInt64(),
            mark.GetProperty("outputs").EnumerateArray().Sum(output => output.GetProperty("packets").GetInt64()));
    }

    /// <summary>The first frame attacks, the others don't.</summary>
    string WriteCapture(string name, int frames, byte attack = 1) => WriteCapture(name, [attack, .. new byte[frames - 1]]);

    /// <summary>A frame for each command, its first byte.</summary>
    string WriteCapture(string name, byte[] commands)
    {
        string path = Path.Combine(folder, name + ".pcap");
        byte[] frame = new byte[60];
        using FileStream file = File.Create(path);
        CaptureWriter writer = new(file, nanoseconds: false);
        foreach (byte command in commands)
        {
            frame[0] = command;
            writer.Begin(0, frame.Length, (uint)frame.Length);
            writer.Append(frame);
        }
        writer.Flush();
        return path;
    }

    /// <summary>One folder of modules: an author's, and the attacker.</summary>
    string CopyModules()
    {
        string copy = Path.Combine(folder, "modules");
        foreach (string module in (string[])["Outside/dscp", "Outside/dscp_c", "InC/attacker", "InCSharp/crasher"])
        {
            string to = Path.Combine(copy, Path.GetFileName(module));
            Directory.CreateDirectory(to);
            foreach (string file in Directory.GetFiles(Path.Combine(Checkout.Root, "tests/Modules", module)))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        return copy;
    }
}
