using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FastPaas.Runtime.Offline;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Packets.Tests;

/// <summary>One folder a behaviour: a graph, a capture, and what comes out. FASTPAAS_ACCEPT=1 writes captures and expectations
/// anew.</summary>
public sealed unsafe class PacketTests
{
    static readonly bool accept = Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1";

    static readonly IReadOnlyDictionary<string, byte[][]>[] captures =
        [Captures.ByCase, ResponderCaptures.ByCase, CacheCaptures.ByCase];

    public static IEnumerable<string> Cases => [.. PacketCase.Names];

    [Test]
    [MethodDataSource(nameof(Cases))]
    public void The_capture_is_the_one_that_its_generator_makes(string name)
    {
        PacketCase one = PacketCase.Of(name);
        byte[] made = PacketCase.WriteCapture(captures.First(each => each.ContainsKey(name))[name]);
        if (accept) File.WriteAllBytes(one.CaptureFile, made);
        Assert.True(File.ReadAllBytes(one.CaptureFile).AsSpan().SequenceEqual(made), $"{one.CaptureFile} differs");
    }

    [Test]
    [MethodDataSource(nameof(Cases))]
    public void The_graph_does_what_is_expected_of_it(string name)
    {
        PacketCase one = PacketCase.Of(name);
        using GraphAssembly assembly = GraphAssembly.Compile([one.Graph], one.Modules);
        string found = RunUnderTest(assembly.Graph, one);
        if (accept) File.WriteAllText(one.ExpectedFile, found);
        Assert.Equal(File.Exists(one.ExpectedFile) ? File.ReadAllText(one.ExpectedFile) : "", found);
        // The lcore of replay and explain; it has no device that could refuse packets.
        if (one.TransmitLimit is null && one.CopiesMax is null) Assert.Equal(found, RunOffline(assembly.Graph, one));
    }

    public static IEnumerable<string> CasesOfTwins => [.. PacketCase.Names.Where(name => PacketCase.Of(name).InC is not null)];

    [Test]
    [MethodDataSource(nameof(CasesOfTwins))]
    public void The_twins_in_C_do_the_same(string name)
    {
        PacketCase one = PacketCase.Of(name);
        using GraphAssembly assembly = GraphAssembly.Compile([one.InC!], one.Modules);
        Assert.Equal(File.ReadAllText(one.ExpectedFile), RunUnderTest(assembly.Graph, one));
    }

    [Test]
    public void Every_output_of_the_catalogue_and_every_drop_reason_of_this_build_has_a_case()
    {
        string all = string.Concat(PacketCase.Names.Select(name => File.ReadAllText(PacketCase.Of(name).ExpectedFile)));
        string[] reasons = ["malformed", "no_tenant", "tx_full", "module_fault", "pool_empty", "node.rule1",
            "node.spoofed", "node.deny", "node.expired", "node.miss", "node.red", "node.untracked", "node.bad"];
        Assert.All(reasons, reason => Assert.Contains($"drop.{reason} ", all));
        string[] outputs = ["pass", "spoofed", "permit", "deny", "out", "expired", "other", "reply", "green", "yellow", "red",
            "tracked", "untracked", "copy", "created", "ok", "bad", "hit", "miss",
            .. Enumerable.Range(0, 8).Select(hop => $"hop{hop}")];
        Assert.All(outputs, output => Assert.Contains($"node.node.{output} ", all));
    }

    static string RunUnderTest(CompiledGraph graph, PacketCase one)
    {
        List<byte[]> frames = one.ReadCapture();
        using TestLcore lcore = new(graph);
        if (one.TransmitLimit is { } limit) lcore.LimitTransmit(limit.Port, limit.Packets);
        if (one.CopiesMax is { } copies) lcore.CopiesMax = copies;
        foreach (byte[][] burst in frames.Chunk(graph.BurstSize))
        {
            foreach (byte[] frame in burst) lcore.Add(frame);
            lcore.Run("left");
        }

        lcore.CheckNoLeak();
        return Listing(graph, frames, port => lcore.Sent(port).Select(packet => packet.Bytes), slot =>
            lcore.Counter(graph.CounterNames[slot]));
    }

    static string RunOffline(CompiledGraph graph, PacketCase one)
    {
        List<byte[]> frames = one.ReadCapture();
        List<byte[]>[] sent = [.. graph.Ports.Select(_ => new List<byte[]>())];
        using OfflineLcore lcore = new(graph);
        int entry = graph.Ports.ToList().FindIndex(port => port.Name == "left");
        foreach (byte[][] burst in frames.Chunk(graph.BurstSize))
        {
            foreach (byte[] frame in burst) Assert.True(lcore.TryAdd(frame));
            lcore.Run(entry, nowCycles: 0);
            for (int port = 0; port < sent.Length; port++)
            {
                foreach (nint packet in lcore.Sent(port))
                {
                    byte[] bytes = new byte[((Mbuf*)packet)->PacketLength];
                    OfflineMbuf.Copy((Mbuf*)packet, bytes);
                    sent[port].Add(bytes);
                }
            }

            lcore.ReleaseSent();
        }

        Assert.Equal((0, 0), (lcore.Leaked, lcore.DoubleFrees));
        ulong[] counters = lcore.Counters.ToArray();
        return Listing(graph, frames, port => sent[port], slot => counters[slot]);
    }

    /// <summary>What left, port by port, and the counters that aren't zero but for the devices' bytes.</summary>
    static string Listing(CompiledGraph graph, List<byte[]> frames, Func<int, IEnumerable<byte[]>> sent, Func<int, ulong> counter)
    {
        StringBuilder text = new();
        for (int port = 0; port < graph.Ports.Count; port++)
        {
            text.Append($"port {graph.Ports[port].Name}\n");
            foreach (byte[] packet in sent(port))
            {
                int same = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(packet));
                text.Append(same >= 0 ? $"  {packet.Length} bytes as packet {same + 1}\n"
                    : $"  {packet.Length} bytes {Convert.ToHexStringLower(packet)}\n");
            }
        }

        for (int slot = 0; slot < graph.CounterNames.Count; slot++)
        {
            string name = graph.CounterNames[slot];
            if (counter(slot) != 0 && !name.EndsWith("bytes", StringComparison.Ordinal)) text.Append($"{name} {counter(slot)}\n");
        }

        return text.ToString();
    }
}
