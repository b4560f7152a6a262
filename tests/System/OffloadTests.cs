using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>What devices are asked to do to packets: the same bytes as where the binary does it.</summary>
public sealed class OffloadTests
{
    const string ToClient = "020000000001";
    const int IpChecksum = 24, UdpChecksum = 40;

    static readonly Lazy<string> Binary = new(() => Checkout.Publish(
        "runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={Checkout.Root}/tests/System/Graphs/offloads/"]));

    /// <summary>af_packet makes no checksums, and vhost isn't asked: it would send 0 where 0xffff is right.</summary>
    [Test]
    [Arguments("af_packet", false)]
    [Arguments("tap", true)]
    [Arguments("virtio_user", true)]
    [Arguments("vhost", false)]
    public void Answers_have_the_checksums_that_replay_makes_whoever_makes_them(string kind, bool byDevice)
    {
        using Exchange exchange = new(kind);
        string[] expected = Questions(exchange);
        string arrived = exchange.Run(byDevice, "makes checksums");
        Assert.Equal(expected, Answers(arrived));
        Assert.Equal("", Command.Run("tshark",
            ["-r", arrived, "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
                $"eth.dst == 02:00:00:00:00:01 and (udp.checksum.status == \"Bad\" or ip.checksum.status == \"Bad\")"]).Output);
    }

    /// <summary>Those of af_packet could overrun its ring, and net_tap has none.</summary>
    [Test]
    [Arguments("af_packet", false)]
    [Arguments("tap", false)]
    [Arguments("virtio_user", true)]
    [Arguments("vhost", true)]
    public void Frames_have_the_tags_that_replay_pushes_whoever_pushes_them(string kind, bool byDevice)
    {
        using Exchange exchange = new(kind);
        byte[] plain = [.. Macs, 0x88, 0xb5, .. Enumerable.Range(0, 90).Select(i => (byte)i)];
        byte[] tagged = [.. Macs, 0x81, 0, 0, 7, .. plain[12..]], served = [.. Macs, 0x88, 0xa8, 0, 7, .. plain[12..]];
        string[] expected = exchange.Replay([plain, tagged, served, [.. plain, .. new byte[1_300]], plain[..60]]);
        Assert.Equal(5, expected.Length);
        string[] arrived = TwoHosts.Frames(exchange.Run(byDevice, "inserts tags"));
        Assert.Equal(expected, arrived.Where(frame => frame.Substring(24, 8) == "81002064"));
    }

    /// <summary>The binary on a device, and a host that sends frames to it and sees what comes back.</summary>
    sealed class Exchange : IDisposable
    {
        readonly TwoHosts hosts;
        readonly List<Instance> instances = [];
        readonly string kind, asked;

        public Exchange(string kind)
        {
            Command.Require("tcpreplay", "tshark", "ethtool");
            this.kind = kind;
            hosts = new TwoHosts(hasTaps: kind == "tap");
            asked = Path.Combine(hosts.Folder, "asked.pcap");
        }

        /// <summary>What comes of frames without any device; <see cref="Run"/> then sends the last ones.</summary>
        public string[] Replay(IEnumerable<byte[]> frames)
        {
            string answered = Path.Combine(hosts.Folder, "answered.pcap");
            TwoHosts.WriteCapture(asked, frames);
            Finished end = Command.Run(Binary.Value, ["replay", asked, answered]);
            Assert.True(end.ExitCode == 0, end.Error);
            string[] answers = TwoHosts.Frames(answered);
            File.Delete(answered);
            return answers;
        }

        /// <returns>A capture of what was sent and what came back.</returns>
        public string Run(bool byDevice, string note)
        {
            string arrived = Path.Combine(hosts.Folder, "arrived.pcapng");
            Start();
            Assert.Equal(byDevice, instances[^1].Error.Contains(note, StringComparison.Ordinal));
            using (new Capture(hosts.Left, "vl", arrived))
                TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", asked);
            return arrived;
        }

        void Start()
        {
            string socket = Path.Combine(hosts.Folder, "s");
            if (kind is "virtio_user" or "vhost")
            {
                (string first, string second) = ($"net_vhost0,iface={socket}", $"net_virtio_user0,path={socket}");
                // The vhost side has to be there first.
                bool isSecond = kind == "virtio_user";
                if (isSecond) instances.Add(Wire(first));
                instances.Add(Start(isSecond ? second : first));
                if (!isSecond) instances.Insert(0, Wire(second));
                return;
            }
            instances.Add(Start(kind == "tap" ? "net_tap0,iface=tl" : "net_af_packet0,iface=dl"));
            if (kind == "tap") hosts.TakeTap(hosts.Left, "tl", "vl", "10.9.0.1/24");
        }

        Instance Start(string device) =>
            Instance.StartIn(hosts.Middle, Binary.Value, "--lcores", "0,1", "--port", $"clients={device}");

        Instance Wire(string device) => Instance.StartIn(
            hosts.Middle, Checkout.Wire, "--lcores", "1,0", "--port", "left=net_af_packet0,iface=dl", "--port",
            $"right={device}");

        public void Dispose()
        {
            instances.ForEach(instance => instance.Dispose());
            hosts.Dispose();
        }
    }

    /// <summary>Questions whose answers are of all kinds of lengths, one of them with a UDP checksum of 0, one with an IPv4
    /// checksum of 0; returns the answers, as they are made without devices.</summary>
    static string[] Questions(Exchange exchange)
    {
        byte[] plain = Question(id: 0, client: 0x0a09_0000, "get motd\r\n");
        string[] answers = exchange.Replay([plain, Name(), Name6()]);
        // A sum that has 0 where it lacks what its checksum says is one of 0 with that in place.
        byte[] zeroUdp = Question(Word(answers[0], UdpChecksum), 0x0a09_0000, "get motd\r\n");
        byte[] zeroIp = Question(0, 0x0a09_0000u | Word(answers[0], IpChecksum), "get motd\r\n");
        answers = exchange.Replay([plain, zeroUdp, zeroIp, Name(), Name6(), plain]);
        Assert.Equal((0xffff, 0), (Word(answers[1], UdpChecksum), Word(answers[2], IpChecksum)));
        Assert.Equal(6, answers.Length);
        return answers;
    }

    static string[] Answers(string capture) =>
        [.. TwoHosts.Frames(capture).Where(frame => frame.StartsWith(ToClient, StringComparison.Ordinal))];

    static ushort Word(string hex, int at) => Convert.ToUInt16(hex.Substring(2 * at, 4), 16);

    /// <summary>A get over memcached's UDP; <paramref name="id"/> is the first word of it and of its answer.</summary>
    static byte[] Question(ushort id, uint client, string text) => Frame4(
        client, 11_211, [(byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0, .. Encoding.ASCII.GetBytes(text)]);

    /// <summary>A and AAAA of gateway.example.</summary>
    static byte[] Name() => Frame4(0x0a09_0001, 53, Dns(type: 1));

    static byte[] Name6()
    {
        byte[] udp = Udp(53, Dns(type: 28));
        byte[] from = Convert.FromHexString("20010db8000000000000000000000007"), to = [.. from[..15], 9];
        return [.. Macs, 0x86, 0xdd, 0x60, 0, 0, 0, 0, (byte)udp.Length, 17, 64, .. from, .. to, .. udp];
    }

    static byte[] Dns(byte type) =>
        [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "gateway"u8, 7, .. "example"u8, 0, 0, type, 0, 1];

    static byte[] Macs => Convert.FromHexString("020000000002" + ToClient);

    static byte[] Udp(ushort port, byte[] payload) =>
        [0x9c, 0x40, (byte)(port >> 8), (byte)port, 0, (byte)(8 + payload.Length), 0, 0, .. payload];

    static byte[] Frame4(uint client, ushort port, byte[] payload)
    {
        byte[] udp = Udp(port, payload);
        byte[] from = [(byte)(client >> 24), (byte)(client >> 16), (byte)(client >> 8), (byte)client];
        return [.. Macs, 8, 0, 0x45, 0, 0, (byte)(20 + udp.Length), 0, 0, 0, 0, 64, 17, 0, 0, .. from, 10, 9, 0, 2, .. udp];
    }
}
