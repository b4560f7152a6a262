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

    /// <summary>graphs/cache answers. Of the devices at its port to the clients af_packet makes no checksums, and vhost isn't
    /// asked: it would send 0 where 0xffff is right.</summary>
    [Test]
    [Arguments("af_packet", false)]
    [Arguments("tap", true)]
    [Arguments("virtio_user", true)]
    [Arguments("vhost", false)]
    public void Answers_have_the_checksums_that_replay_makes_whoever_makes_them(string kind, bool byDevice)
    {
        Command.Require("tcpreplay", "tshark", "ethtool");
        using var hosts = new TwoHosts(hasTaps: kind == "tap");
        string asked = Path.Combine(hosts.Folder, "asked.pcap"), arrived = Path.Combine(hosts.Folder, "arrived.pcapng");
        string[] expected = Questions(hosts.Folder, asked);
        List<Instance> instances = [];
        try
        {
            Start(kind, hosts, instances);
            Assert.Equal(byDevice, instances[^1].Error.Contains("makes checksums", StringComparison.Ordinal));
            using (new Capture(hosts.Left, "vl", arrived))
                TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", asked);
        }
        finally
        {
            instances.ForEach(instance => instance.Dispose());
        }
        Assert.Equal(expected, Answers(arrived));
        Assert.Equal("", Command.Run("tshark",
            ["-r", arrived, "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
                $"eth.dst == 02:00:00:00:00:01 and (udp.checksum.status == \"Bad\" or ip.checksum.status == \"Bad\")"]).Output);
    }

    static void Start(string kind, TwoHosts hosts, List<Instance> instances)
    {
        string socket = Path.Combine(hosts.Folder, "s");
        if (kind is "virtio_user" or "vhost")
        {
            (string first, string second) = ($"net_vhost0,iface={socket}", $"net_virtio_user0,path={socket}");
            // The vhost side has to be there first.
            bool isCacheSecond = kind == "virtio_user";
            if (isCacheSecond) instances.Add(Wire(hosts, first));
            instances.Add(Cache(hosts, isCacheSecond ? second : first));
            if (!isCacheSecond) instances.Insert(0, Wire(hosts, second));
            return;
        }
        instances.Add(Cache(hosts, kind == "tap" ? "net_tap0,iface=tl" : "net_af_packet0,iface=dl"));
        if (kind == "tap") hosts.TakeTap(hosts.Left, "tl", "vl", "10.9.0.1/24");
    }

    static Instance Wire(TwoHosts hosts, string device) => Instance.StartIn(
        hosts.Middle, Checkout.Wire, "--lcores", "1,0", "--port", "left=net_af_packet0,iface=dl", "--port", $"right={device}");

    static Instance Cache(TwoHosts hosts, string device) => Instance.StartIn(
        hosts.Middle, CacheTests.Binary.Value, "--lcores", "0,1", "--port", $"clients={device}", "--port",
        "servers=net_null1,no-rx=1");

    /// <summary>Questions whose answers are of all kinds of lengths, one of them with a UDP checksum of 0, one with an IPv4
    /// checksum of 0; returns the answers, as they are made without devices.</summary>
    static string[] Questions(string folder, string asked)
    {
        byte[] plain = Question(id: 0, client: 0x0a09_0000, "get motd\r\n");
        string[] answers = Replayed(folder, asked, [plain, Name(), Name6()]);
        // A sum that has 0 where it lacks what its checksum says is one of 0 with that in place.
        byte[] zeroUdp = Question(Word(answers[0], UdpChecksum), 0x0a09_0000, "get motd\r\n");
        byte[] zeroIp = Question(0, 0x0a09_0000u | Word(answers[0], IpChecksum), "get motd\r\n");
        answers = Replayed(folder, asked, [plain, zeroUdp, zeroIp, Name(), Name6(), plain]);
        Assert.Equal((0xffff, 0), (Word(answers[1], UdpChecksum), Word(answers[2], IpChecksum)));
        Assert.Equal(6, answers.Length);
        return answers;
    }

    static string[] Replayed(string folder, string asked, IEnumerable<byte[]> questions)
    {
        string answered = Path.Combine(folder, "answered.pcap");
        TwoHosts.WriteCapture(asked, questions);
        Finished end = Command.Run(CacheTests.Binary.Value, ["replay", asked, answered, "--from", "clients"]);
        Assert.True(end.ExitCode == 0, end.Error);
        string[] answers = Answers(answered);
        File.Delete(answered);
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
