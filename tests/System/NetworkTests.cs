using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Real packets: two hosts in network namespaces, the binary between them on af_packet.</summary>
/// <remarks><code> left 10.9.0.1 [vl]---[dl]  binary  [dr]---[vr] 10.9.0.2 right </code></remarks>
public sealed class NetworkTests : IDisposable
{
    const int Terminate = 15;

    readonly string left = $"fpl{Environment.ProcessId}";
    readonly string middle = $"fpm{Environment.ProcessId}";
    readonly string right = $"fpr{Environment.ProcessId}";
    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-network").FullName;
    bool isMade;

    [Fact]
    public void Ping_crosses_it_both_ways_and_both_sides_count_the_same()
    {
        using Instance instance = Start();
        Assert.Equal(0, In(left, "ping", "-c", "50", "-i", "0.01", "-W", "5", "10.9.0.2").ExitCode);
        Assert.Equal(0, In(right, "ping", "-c", "50", "-i", "0.01", "-W", "5", "-s", "1472", "10.9.0.1").ExitCode);
        CompareCounts(instance);
    }

    /// <summary>With VLAN tags, fragments, truncated packets: whatever the capture holds, in its order, byte for byte.</summary>
    [Fact]
    public void What_arrives_are_the_bytes_that_were_sent()
    {
        Command.Require("tcpreplay", "tshark");
        using Instance instance = Start();
        string sent = Path.Combine(folder, "sent.pcap"), arrived = Path.Combine(folder, "arrived.pcapng");
        KeepFrames(Path.Combine(Checkout.Root, "graphs/demo/demo.pcap"), sent, bytesMin: 14);
        using (var capture = new Capture(right, "vr", arrived))
            Assert.Equal(0, In(left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", sent).ExitCode);
        string own = In(right, "cat", "/sys/class/net/vr/address").Output.Trim().Replace(":", "");
        Assert.Equal(Frames(sent), Frames(arrived).Where(frame => frame.Substring(12, 12) != own));
    }

    [Fact]
    public void A_capture_replayed_from_either_side_arrives_whole()
    {
        Command.Require("tcpreplay");
        using Instance instance = Start();
        string capture = Path.Combine(folder, "demo.pcap");
        KeepFrames(Path.Combine(Checkout.Root, "graphs/demo/demo.pcap"), capture, bytesMin: 14);
        Assert.Equal(0, In(left, "tcpreplay", "-q", "-i", "vl", "--pps", "2000", "--loop", "5", capture).ExitCode);
        Assert.Equal(0, In(right, "tcpreplay", "-q", "-i", "vr", "--pps", "2000", "--loop", "5", capture).ExitCode);
        CompareCounts(instance);
    }

    Instance Start()
    {
        Command.Require("ip", "ping");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces want root");
        MakeNetwork();
        return Instance.StartIn(
            middle, Checkout.Wire, "--port", "left=net_af_packet0,iface=dl", "--port", "right=net_af_packet1,iface=dr");
    }

    void CompareCounts(Instance instance)
    {
        Thread.Sleep(300);
        Assert.Equal(Host(left, "vl", "tx_packets"), instance.Counter("port.left.rx_packets"));
        Assert.Equal(Host(right, "vr", "rx_packets"), instance.Counter("port.right.tx_packets"));
        Assert.Equal(Host(right, "vr", "tx_packets"), instance.Counter("port.right.rx_packets"));
        Assert.Equal(Host(left, "vl", "rx_packets"), instance.Counter("port.left.tx_packets"));
        Assert.Equal(Host(left, "vl", "tx_bytes"), instance.Counter("port.left.rx_bytes"));
        Assert.True(instance.Counter("port.right.tx_packets") >= 50);
        Assert.Equal(0ul, instance.Counter("port.left.lost"));
        Finished end = instance.Stop(Terminate);
        Assert.Equal(0, end.ExitCode);
        Assert.Contains("conserved:", end.Output, StringComparison.Ordinal);
    }

    ulong Host(string space, string link, string counter) =>
        ulong.Parse(In(space, "cat", $"/sys/class/net/{link}/statistics/{counter}").Output);

    void MakeNetwork()
    {
        isMade = true;
        foreach (string space in new[] { left, middle, right })
        {
            Must("ip", "netns", "add", space);
            // Router solicitations and multicast reports would come uncounted before the binary listens.
            In(space, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        }
        Must("ip", "link", "add", "vl", "netns", left, "type", "veth", "peer", "name", "dl", "netns", middle);
        Must("ip", "link", "add", "vr", "netns", right, "type", "veth", "peer", "name", "dr", "netns", middle);
        Must("ip", "-n", left, "addr", "add", "10.9.0.1/24", "dev", "vl");
        Must("ip", "-n", right, "addr", "add", "10.9.0.2/24", "dev", "vr");
        foreach ((string space, string link) in new[] { (middle, "dl"), (middle, "dr"), (left, "vl"), (right, "vr") })
            Must("ip", "-n", space, "link", "set", link, "up");
    }

    static Finished In(string space, params string[] command) =>
        Command.Run("ip", ["netns", "exec", space, .. command], TimeSpan.FromMinutes(2));

    static void Must(params string[] command)
    {
        Finished end = Command.Run(command[0], command[1..]);
        Assert.True(end.ExitCode == 0, end.Error);
    }

    static string[] Frames(string path)
    {
        using CaptureReader reader = CaptureReader.Open(path);
        var frames = new List<string>();
        while (reader.Read(out CaptureFrame frame)) frames.Add(Convert.ToHexStringLower(frame.Bytes));
        return [.. frames];
    }

    /// <summary>Linux sends a frame without a whole Ethernet header but doesn't receive one, whoever listens.</summary>
    static void KeepFrames(string from, string to, int bytesMin)
    {
        using CaptureReader reader = CaptureReader.Open(from);
        using var writer = new BinaryWriter(File.Create(to));
        foreach (uint word in (uint[])[0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1]) writer.Write(word);
        while (reader.Read(out CaptureFrame frame))
        {
            if (frame.Bytes.Length < bytesMin) continue;
            uint length = (uint)frame.Bytes.Length;
            foreach (uint word in (uint[])[0, 0, length, length]) writer.Write(word);
            writer.Write(frame.Bytes);
        }
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        if (!isMade) return;
        foreach (string space in new[] { left, middle, right }) Command.Run("ip", ["netns", "delete", space]);
    }
}
