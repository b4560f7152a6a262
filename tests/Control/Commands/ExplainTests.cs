using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastPaas.Control.Explain;
using FastPaas.Runtime;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Control.Tests.Commands;

public sealed partial class ExplainTests
{
    [Test]
    [Arguments("explain_sent", "tcp 10.0.0.1:1234 > 192.0.2.1:80 vlan 100 ttl 3")]
    [Arguments("explain_dropped", "udp [2001:db8::1]:5000 > [2001:db8::2]:53")]
    [Arguments("explain_short", "0102030405")]
    public void The_answer_has_path_verdict_and_change(string golden, string packet)
    {
        Invocation done = Invocation.Of(HandGraph.Marker, "explain", packet);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        Golden.Check($"{golden}.txt", Cost().Replace(done.Output, "cost     C ns alone, F ns in"));
        done = Invocation.Of(HandGraph.Marker, "explain", packet, "--json");
        Golden.Check($"{golden}.json", JsonCost().Replace(done.Output, "_ns\": 0"));
    }

    [Test]
    [Arguments("tcp 10.0.0.1:1234 > 192.0.2.1:80", "tcp 10.0.0.1:1234 > 192.0.2.1:80 flags syn ttl 64, 60 bytes")]
    [Arguments("TCP 10.0.0.1:1234->192.0.2.1:80 FLAGS syn,ack",
        "tcp 10.0.0.1:1234 > 192.0.2.1:80 flags syn,ack ttl 64, 60 bytes")]
    [Arguments("tcp [2001:db8::1]:1 > [2001:db8::2]:2 dscp 46",
        "tcp [2001:db8::1]:1 > [2001:db8::2]:2 flags syn ttl 64 dscp 46, 74 bytes")]
    [Arguments("udp 1.2.3.4 > :53 vlan 7 vlan 8 length 100", "udp 1.2.3.4:49152 > 198.51.100.1:53 vlan 7 ttl 64, 100 bytes")]
    [Arguments("udp * > fe80::1", "udp [2001:db8::1]:49152 > [fe80::1]:0 ttl 64, 62 bytes")]
    [Arguments("icmp 1.2.3.4 > 5.6.7.8 type 0", "icmp 1.2.3.4 > 5.6.7.8 type 0 ttl 64, 60 bytes")]
    [Arguments("icmp fe80::1 > fe80::2", "icmp fe80::1 > fe80::2 type 128 ttl 64, 62 bytes")]
    [Arguments("ip 1.2.3.4 > 5.6.7.8 proto 47", "ip 1.2.3.4 > 5.6.7.8 proto 47 ttl 64, 60 bytes")]
    [Arguments("udp 1.2.3.4:5 > 5.6.7.8:9 fragment 0+", "udp 1.2.3.4:5 > 5.6.7.8:9 ttl 64, a fragment, 60 bytes")]
    [Arguments("udp 1.2.3.4:5 > 5.6.7.8:9 fragment 1480", "ip 1.2.3.4 > 5.6.7.8 proto 17 ttl 64, a fragment, 60 bytes")]
    [Arguments("udp fe80::1 > fe80::2 fragment 8+", "ip fe80::1 > fe80::2 proto 17 ttl 64, a fragment, 62 bytes")]
    [Arguments("eth 02:00:00:00:00:09 > ff:ff:ff:ff:ff:ff type 0x0806",
        "eth 02:00:00:00:00:09 > ff:ff:ff:ff:ff:ff type 0x0806, 60 bytes")]
    [Arguments("tcp", "tcp 192.0.2.1:49152 > 198.51.100.1:0 flags syn ttl 64, 60 bytes")]
    [Arguments("tcp ttl 3", "tcp 192.0.2.1:49152 > 198.51.100.1:0 flags syn ttl 3, 60 bytes")]
    public void Words_become_the_packet_that_they_say(string words, string packet) => Assert.Equal(packet, PacketOf(words));

    [Test]
    [Arguments("ffffffffffff 020000000001 0806")]
    [Arguments("ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 08:06")]
    [Arguments("0x0000:  ffff ffff ffff 0200 0000 0001\n\t0x000c:  0806")]
    [Arguments("0xff,0xff,0xff,0xff,0xff,0xff,0x02,0x00,0x00,0x00,0x00,0x01,0x08,0x06")]
    public void Hexadecimal_is_taken_however_it_is_written(string hex) =>
        Assert.Equal("eth 02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff type 0x0806, 14 bytes", PacketOf(hex));

    [Test]
    [Arguments("", "the packet is empty: give a 5-tuple or hexadecimal bytes.")]
    [Arguments("0x", "the packet is empty: give a 5-tuple or hexadecimal bytes.")]
    [Arguments("sctp 1.2.3.4 > 5.6.7.8",
        "\"sctp\" is neither tcp, udp, icmp, ip, eth nor hexadecimal bytes; see explain --help.")]
    [Arguments("abc", "3 hexadecimal digits are no whole number of bytes.")]
    [Arguments("tcp 10.0.0.256:1 > 10.0.0.1:2", "\"10.0.0.256\" is not an IPv4 or IPv6 address.")]
    [Arguments("tcp 10.1:1 > 10.0.0.1:2", "\"10.1\" is not an IPv4 or IPv6 address.")]
    [Arguments("tcp 010.0.0.1:1 > 10.0.0.1:2", "\"010.0.0.1\" is not an IPv4 or IPv6 address.")]
    [Arguments("tcp 10.0.0.1:65536 > 10.0.0.1:2", "port 65536: it is a number from 0 to 65535.")]
    [Arguments("tcp 10.0.0.1:-1 > 10.0.0.1:2", "port -1: it is a number from 0 to 65535.")]
    [Arguments("tcp 10.0.0.1 > fe80::1", "10.0.0.1 and fe80::1 are not of one IP version.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 ttl 300", "ttl 300: it is a number from 0 to 255.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 ttl", "ttl wants a value; see explain --help.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 tos 3", "\"tos\" is no key of a packet; see explain --help.")]
    [Arguments("tcp 10.0.0.1 10.0.0.2",
        "\"10.0.0.1\" is no key of a packet; addresses are written SRC > DST; see explain --help.")]
    [Arguments("icmp 10.0.0.1:1 > 10.0.0.2", "10.0.0.1:1: only tcp and udp have ports.")]
    [Arguments("udp 10.0.0.1 > 10.0.0.2 flags syn", "flags is a key of tcp packets only.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 flags sin", "flags sin: \"sin\" is none of fin, syn, rst, psh, ack, urg, ece, cwr.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 fragment 7", "fragment 7: an offset is a multiple of 8 bytes.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 length 20", "length 20: this packet needs 54 bytes.")]
    [Arguments("tcp 10.0.0.1 > 10.0.0.2 length 262144", "an IP packet of 262130 bytes is longer than IP allows.")]
    [Arguments("tcp [fe80::1 > 10.0.0.2", "[fe80::1: the bracket isn't closed.")]
    [Arguments("eth 02:00 > *", "\"02:00\" is not an Ethernet address such as 02:00:00:00:00:01.")]
    public void What_is_no_packet_is_refused_with_the_reason(string text, string message)
    {
        Invocation done = Invocation.Of(HandGraph.Wire, "explain", text);
        Assert.Equal((ExitCode.Refused, $"wire: {message}\n", ""), (done.ExitCode, done.Error, done.Output));
    }

    [Test]
    public void Forgotten_quotes_are_forgiven() =>
        Assert.Equal(ExitCode.Ok, Invocation.Of(HandGraph.Wire, "explain", "tcp", "10.0.0.1:1", ">", "10.0.0.2:2").ExitCode);

    [Test]
    public void No_text_makes_the_grammar_crash()
    {
        string[] words = ["tcp", "icmp", "eth", ">", "1.2.3.4", "[", "]", ":", "::", "[::1]:", "ttl", "flags", "fragment", "+",
            "payload", "-1", "0x", ",", "length"];
        Prop.ForAll(ArbMap.Default.ArbFor<(byte[], string)>(), parts =>
        {
            string text = string.Join(' ', (parts.Item1 ?? []).Select(i => words[i % words.Length])) + (parts.Item2 ?? "");
            try
            {
                PacketText.Parse(text);
                return true;
            }
            catch (RefusedException refusal)
            {
                return refusal.Message.EndsWith('.');
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>RFC 1071: with its checksum in place, each header sums to all ones.</summary>
    [Test]
    [Arguments("tcp 10.0.0.1:1234 > 192.0.2.1:80 payload 00ff37", 34, 6)]
    [Arguments("udp 10.0.0.1:1234 > 192.0.2.1:80 payload 00ff37", 34, 17)]
    [Arguments("tcp [2001:db8::1]:1 > [2001:db8::2]:2 payload 99", 54, 6)]
    [Arguments("udp [2001:db8::1]:1 > [2001:db8::2]:2", 54, 17)]
    [Arguments("icmp 2001:db8::1 > 2001:db8::2", 54, 58)]
    public void Checksums_are_right(string words, int transport, int protocol)
    {
        byte[] frame = PacketText.Parse(words);
        bool isIp6 = transport == 54;
        int end = 14 + (isIp6 ? 40 + (frame[18] << 8 | frame[19]) : frame[16] << 8 | frame[17]);
        byte[] addresses = isIp6 ? frame[22..54] : frame[26..34];
        int length = end - transport;
        byte[] summed = [.. addresses, 0, (byte)protocol, (byte)(length >> 8), (byte)length, .. frame[transport..end]];
        Assert.Equal(0xffff, Sum(summed));
        if (!isIp6) Assert.Equal(0xffff, Sum(frame[14..34]));
    }

    static int Sum(byte[] bytes)
    {
        int sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return sum;
    }

    static string PacketOf(string text)
    {
        Invocation done = Invocation.Of(HandGraph.Wire, "explain", text, "--json");
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        using var report = JsonDocument.Parse(done.Output);
        return report.RootElement.GetProperty("packet").GetString()!;
    }

    [GeneratedRegex(@"cost     [\d.]+ ns alone, [\d.]+ ns in")]
    private static partial Regex Cost();

    [GeneratedRegex(@"_ns"": [\d.]+")]
    private static partial Regex JsonCost();
}
