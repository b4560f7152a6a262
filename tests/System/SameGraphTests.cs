using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>A graph does the same on every kind of device as in <c>replay</c>, which has none: bytes and counters.</summary>
public sealed class SameGraphTests
{
    const int Terminate = 15;

    public static IEnumerable<string> Kinds => ["af_packet", "af_xdp", "tap", "bond", "memif", "virtio_user"];

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public void The_demo_sends_and_counts_on_a_wire_what_it_does_in_replay(string kind)
    {
        Command.Require("tcpreplay", "tshark", "ethtool");
        using var wiring = new Wiring(kind, demo: true);
        TwoHosts hosts = wiring.Hosts;
        string sent = WriteDemo(hosts.Folder);
        string left = Path.Combine(hosts.Folder, "left.pcapng"), right = Path.Combine(hosts.Folder, "right.pcapng");
        using (var atLeft = new Capture(hosts.Left, "vl", left))
        using (var atRight = new Capture(hosts.Right, "vr", right))
            TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", sent);
        Replayed expected = Replay(sent);
        // The capture at the left has both directions.
        AssertSame([.. expected.Frames, .. TwoHosts.Frames(sent)], [.. TwoHosts.Frames(left), .. TwoHosts.Frames(right)]);
        AssertSameCounters(expected.Counters, wiring.Left.Stop(Terminate));
    }

    [Test]
    public void The_demo_sends_and_counts_from_capture_to_capture_what_it_does_in_replay()
    {
        using var folder = new Folder();
        string sent = WriteDemo(folder.Path), lan = Path.Combine(folder.Path, "lan"), wan = Path.Combine(folder.Path, "wan");
        using Instance instance = Instance.Start(Checkout.Demo, "--json", "--port", $"lan=net_pcap0,rx_pcap={sent},tx_pcap={lan}",
            "--port", $"wan=net_pcap1,tx_pcap={wan}");
        Replayed expected = Replay(sent);
        instance.Await("port.lan.rx_packets", (ulong)TwoHosts.Frames(sent).Length);
        Finished end = instance.Stop(Terminate);
        AssertSame(expected.Frames, [.. TwoHosts.Frames(lan), .. TwoHosts.Frames(wan)]);
        AssertSameCounters(expected.Counters, end);
    }

    /// <summary>From a capture into a ring, which gives back what is sent to it, and into a capture again.</summary>
    [Test]
    public void Frames_of_9000_bytes_come_through_captures_and_a_ring_in_their_order()
    {
        using var folder = new Folder();
        string sent = Path.Combine(folder.Path, "sent.pcap"), arrived = Path.Combine(folder.Path, "arrived.pcap");
        byte[][] frames = [.. new[] { 9014, 60, 2049, 4200, 9014 }.Select(bytes => new byte[bytes])];
        foreach (byte[] frame in frames) new Random(frame.Length).NextBytes(frame);
        TwoHosts.WriteCapture(sent, frames);
        using Instance instance = Instance.Start(Checkout.Wire, "--port", $"left=net_pcap0,rx_pcap={sent},tx_pcap={arrived}",
            "--port", "right=net_ring0");
        instance.Await("port.left.tx_packets", (ulong)frames.Length);
        Finished end = instance.Stop(Terminate);
        Assert.Contains("conserved:", end.Output, StringComparison.Ordinal);
        Assert.Equal(frames.Select(Convert.ToHexStringLower), TwoHosts.Frames(arrived));
    }

    sealed record Replayed(string[] Frames, JsonElement Counters);

    static Replayed Replay(string sent)
    {
        string output = sent + ".replayed";
        Finished end = Command.Run(Checkout.Demo, ["replay", sent, output, "--json"]);
        Assert.True(end.ExitCode == 0, end.Error);
        return new Replayed(TwoHosts.Frames(output), JsonElement.Parse(end.Output).GetProperty("counters"));
    }

    /// <summary>Linux sends a frame without a whole Ethernet header but doesn't receive one, whoever listens.</summary>
    static string WriteDemo(string folder)
    {
        using CaptureReader reader = CaptureReader.Open(Path.Combine(Checkout.Root, "graphs/demo/demo.pcap"));
        var frames = new List<byte[]>();
        while (reader.Read(out CaptureFrame frame))
            if (frame.Bytes.Length >= 14) frames.Add(frame.Bytes.ToArray());
        string path = Path.Combine(folder, "demo.pcap");
        TwoHosts.WriteCapture(path, frames);
        return path;
    }

    static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));

    static void AssertSameCounters(JsonElement expected, Finished end)
    {
        Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}{end.Output}");
        JsonElement actual = JsonElement.Parse(end.Output).GetProperty("counters");
        foreach (string part in new[] { "nodes", "drops" })
            Assert.Equal(expected.GetProperty(part).GetRawText(), actual.GetProperty(part).GetRawText());
        Assert.Equal(Ports(expected), Ports(actual));
    }

    static IEnumerable<string> Ports(JsonElement counters) => counters.GetProperty("ports").EnumerateArray().Select(port =>
        $"{port.GetProperty("name")} {port.GetProperty("rx_packets")} {port.GetProperty("tx_packets")}");

    /// <summary>For files of a test; goes with it.</summary>
    sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("fastpaas-devices").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
