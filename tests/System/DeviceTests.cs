using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Real packets through every kind of device that needs no hardware: the same bytes and counts on all.</summary>
public sealed class DeviceTests
{
    public static IEnumerable<string> Kinds => ["af_packet", "af_xdp", "tap", "bond", "memif", "virtio_user"];

    /// <summary>An XDP socket's frames fit a page, DPDK's tap sends none longer than 1,522 bytes, and a bond sets its members to
    /// what the driver says, which is 1,518 of af_packet.</summary>
    public static IEnumerable<string> KindsOfLongFrames => ["af_packet", "memif", "virtio_user"];

    /// <summary>With VLAN tags of both types, fragments, truncated packets: whatever the capture holds, in its order.</summary>
    [Test]
    [MethodDataSource(nameof(Kinds))]
    public void What_arrives_are_the_bytes_that_were_sent(string kind)
    {
        Command.Require("tcpreplay", "tshark", "ethtool");
        using var wiring = new Wiring(kind);
        string sent = Path.Combine(wiring.Hosts.Folder, "sent.pcap");
        // Linux sends a frame without a whole Ethernet header but doesn't receive one, whoever listens.
        TwoHosts.WriteCapture(sent, [.. Demo().Where(frame => frame.Length >= 14), .. Tagged(0x8100), .. Tagged(0x88a8)]);
        CompareBytes(wiring, sent);
    }

    [Test]
    [MethodDataSource(nameof(KindsOfLongFrames))]
    public void A_frame_of_9000_bytes_arrives_whole(string kind)
    {
        Command.Require("tcpreplay", "tshark", "ethtool");
        using var wiring = new Wiring(kind, mtuBytes: 9000);
        string sent = Path.Combine(wiring.Hosts.Folder, "sent.pcap");
        TwoHosts.WriteCapture(sent, [Frame(9014), Frame(60), Frame(2049), Frame(4200), Frame(9014)]);
        CompareBytes(wiring, sent);
    }

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public void Counts_are_equal_on_both_sides_after_a_replay_from_either(string kind)
    {
        Command.Require("tcpreplay", "ethtool");
        using var wiring = new Wiring(kind);
        TwoHosts hosts = wiring.Hosts;
        string capture = Path.Combine(hosts.Folder, "demo.pcap");
        TwoHosts.WriteCapture(capture, Demo().Where(frame => frame.Length >= 14));
        TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "2000", "--loop", "3", capture);
        TwoHosts.MustIn(hosts.Right, "tcpreplay", "-q", "-i", "vr", "--pps", "2000", "--loop", "3", capture);
        wiring.CompareCounts();
        wiring.Stop();
    }

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public void Counts_are_equal_on_both_sides_after_floods_of_ping_and_iperf3(string kind)
    {
        Command.Require("iperf3", "ethtool");
        using var wiring = new Wiring(kind);
        TwoHosts hosts = wiring.Hosts;
        TwoHosts.MustIn(hosts.Left, "ping", "-q", "-f", "-c", "100", "-w", "60", "10.9.0.2");
        TwoHosts.MustIn(hosts.Right, "ping", "-q", "-f", "-c", "100", "-w", "60", "-s", "1472", "10.9.0.1");
        hosts.ServeIperf();
        // No more in flight than the smallest ring holds: then nothing may be lost, however late a poller gets its CPU.
        TwoHosts.MustIn(hosts.Left, "iperf3", "-c", "10.9.0.2", "-n", "1M", "-w", "32K", "--connect-timeout", "5000");
        wiring.CompareCounts();
        wiring.Stop();
    }

    /// <summary>An lcore is as good as always inside the shared memory that goes.</summary>
    [Test]
    [Arguments("memif")]
    [Arguments("virtio_user")]
    public async Task An_instance_outlives_those_that_it_shared_memory_with_and_meets_the_next(string kind)
    {
        Command.Require("tcpreplay", "ethtool");
        using var wiring = new Wiring(kind);
        TwoHosts hosts = wiring.Hosts;
        string capture = Path.Combine(hosts.Folder, "demo.pcap");
        TwoHosts.WriteCapture(capture, Demo().Where(frame => frame.Length >= 14));
        string[] flood = ["tcpreplay", "-q", "-i", "vl", "--pps", "20000", "--loop", "100000", "--limit", "80000", capture];
        Task<Finished> flooding = Task.Run(() => TwoHosts.In(hosts.Left, flood));
        for (int i = 0; i < 4; i++) wiring.ReplaceRight();
        Assert.Equal(0, (await flooding).ExitCode);
        TwoHosts.MustIn(hosts.Left, "ping", "-q", "-c", "1", "-w", "20", "10.9.0.2");
        wiring.Stop();
    }

    [Test]
    public void A_frame_that_a_device_took_and_cannot_send_is_counted()
    {
        using var hosts = new TwoHosts();
        string sent = Path.Combine(hosts.Folder, "sent.pcap");
        TwoHosts.WriteCapture(sent, [Frame(60), Frame(4000), Frame(1514)]);
        using Instance instance = Instance.StartIn(hosts.Middle, Checkout.Wire, "--port", $"left=net_pcap0,rx_pcap={sent}",
            "--port", "right=net_af_packet0,iface=dr");
        instance.Await("port.right.send_errors", 1);
        instance.Await("port.right.tx_packets", 3);
        Assert.Equal(1ul, instance.Counter("port.right.send_errors"));
        Assert.Equal(2ul, hosts.Counter(hosts.Right, "vr", "rx_packets"));
        Assert.Contains("conserved: 3 received = 3 sent", instance.Stop(15).Output, StringComparison.Ordinal);
    }

    [Test]
    public void An_interface_that_carries_less_than_the_graph_wants_is_a_sentence_and_what_to_do()
    {
        using var hosts = new TwoHosts();
        Finished end = TwoHosts.In(hosts.Middle, Checkout.Jumbo, "run", "--instance", "refused", "--duration", "1",
            "--port", "left=net_af_packet0,iface=dl");
        Assert.Equal(4, end.ExitCode);
        Assert.Contains("the interface dl carries 1500 bytes a frame, and the port wants 9000", end.Error,
            StringComparison.Ordinal);
        Assert.Contains("ip link set dl mtu 9000", end.Error, StringComparison.Ordinal);
    }

    /// <summary>What the kernel knows of an interface, and what it lets a process do.</summary>
    [Test]
    [Arguments("", "net_af_packet0,iface=none", "there is no network interface none here", "ip link lists them")]
    [Arguments("", "net_af_packet0,iface=lo", "the interface lo is down", "ip link set lo up")]
    [Arguments("", "net_tap0,iface=t0,remote=lo", "the interface lo is down", "ip link set lo up")]
    [Arguments("", "net_pcap0,rx_iface=none", "there is no network interface none here", "ip link lists them")]
    [Arguments("net_raw", "net_af_packet0,iface=dl", "net_af_packet wants CAP_NET_RAW", "setcap cap_net_raw+ep")]
    [Arguments("net_raw", "net_pcap0,rx_iface=dl", "net_pcap wants CAP_NET_RAW", "setcap cap_net_raw+ep")]
    [Arguments("net_admin", "net_tap0,iface=t0", "net_tap wants CAP_NET_ADMIN", "setcap cap_net_admin+ep")]
    [Arguments("net_admin", "net_af_xdp0,iface=dl", "net_af_xdp wants CAP_NET_ADMIN", "setcap cap_net_admin+ep")]
    [Arguments("bpf,-sys_admin", "net_af_xdp0,iface=dl", "net_af_xdp wants CAP_BPF", "cap_bpf,cap_net_admin,cap_net_raw+ep")]
    public void What_the_host_lacks_is_a_sentence_and_what_to_do(string lacks, string device, string sentence, string fix)
    {
        Command.Require("setpriv");
        using var hosts = new TwoHosts();
        string[] without = lacks == "" ? [] : ["setpriv", $"--bounding-set=-{lacks}", $"--inh-caps=-{lacks}"];
        Finished end = TwoHosts.In(hosts.Middle,
            [.. without, Checkout.Wire, "run", "--instance", "refused", "--duration", "1", "--port", $"left={device}"]);
        Assert.Equal(4, end.ExitCode);
        Assert.Contains(sentence, end.Error, StringComparison.Ordinal);
        Assert.Contains(fix, end.Error, StringComparison.Ordinal);
    }

    /// <summary>The NICs that nobody has here: at least they are linked.</summary>
    [Test]
    [Arguments("net_i40e", "net_ice", "net_ixgbe", "net_iavf", "net_e1000_em", "net_e1000_igb", "net_ena", "net_vmxnet3",
        "net_virtio")]
    [Arguments("net_null", "net_ring", "net_pcap", "net_af_packet", "net_af_xdp", "net_tap", "net_memif", "net_virtio_user",
        "net_vhost", "net_bonding")]
    public void The_binary_has_every_driver_that_is_promised(params string[] promised)
    {
        Finished described = Command.Run(Checkout.Wire, ["describe", "--json"]);
        using JsonDocument report = JsonDocument.Parse(described.Output);
        JsonElement drivers = report.RootElement.GetProperty("build").GetProperty("drivers");
        string?[] linked = [.. drivers.EnumerateArray().Select(driver => driver.GetString())];
        Assert.Empty(promised.Except(linked));
    }

    static void CompareBytes(Wiring wiring, string sent)
    {
        TwoHosts hosts = wiring.Hosts;
        string arrived = Path.Combine(hosts.Folder, "arrived.pcapng");
        using (var capture = new Capture(hosts.Right, "vr", arrived))
            TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", sent);
        string own = hosts.Address(hosts.Right, "vr");
        Assert.Equal(TwoHosts.Frames(sent), TwoHosts.Frames(arrived).Where(frame => frame.Substring(12, 12) != own));
    }

    static List<byte[]> Demo()
    {
        using CaptureReader reader = CaptureReader.Open(Path.Combine(Checkout.Root, "graphs/demo/demo.pcap"));
        var frames = new List<byte[]>();
        while (reader.Read(out CaptureFrame frame)) frames.Add(frame.Bytes.ToArray());
        return frames;
    }

    /// <summary>One tag of the type, and one before another of 0x8100.</summary>
    static byte[][] Tagged(ushort type)
    {
        byte[] outer = [(byte)(type >> 8), (byte)type, 0x20, 0x64];
        byte[] plain = Frame(100);
        byte[] once = [.. plain[..12], .. outer, .. plain[12..]];
        return [once, [.. plain[..12], .. outer, 0x81, 0x00, 0x00, 0x65, .. plain[12..]]];
    }

    /// <summary>Ethernet of a type that no host answers, and bytes that differ.</summary>
    static byte[] Frame(int bytes)
    {
        byte[] frame = [0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0x88, 0xb5, .. new byte[bytes - 14]];
        new Random(bytes).NextBytes(frame.AsSpan(14));
        return frame;
    }
}
