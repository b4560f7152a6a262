using System;
using System.Text.RegularExpressions;
using System.Threading;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Graphs/responder: ping's own opinion of addresses that no kernel has.</summary>
public sealed partial class ResponderTests
{
    static readonly Lazy<string> Binary = new(() => Checkout.Publish(
        "runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={Checkout.Root}/tests/System/Graphs/responder/"]));

    /// <summary>Ping compares the data of each reply with what it sent.</summary>
    [Test]
    [Arguments("10.9.0.7", 56)]
    [Arguments("10.9.0.7", 1400)]
    [Arguments("2001:db8:9::7", 56)]
    [Arguments("2001:db8:9::7", 1400)]
    public void Every_ping_is_answered_as_it_was_sent_and_counted(string address, int dataBytes)
    {
        using TwoHosts hosts = Clients();
        using Instance instance = Start(hosts);
        Finished end = Ping(hosts, address, "-c", "50", "-i", "0.01", "-w", "30", "-s", $"{dataBytes}");
        Assert.Equal((0, 50ul, 50ul), (end.ExitCode, Count(Sent(), end), Count(Received(), end)));
        Assert.DoesNotMatch("wrong|DUP|corrupt|error", end.Output);
        Assert.Equal(50ul, instance.Counter("node.echo.reply"));
        Assert.InRange(instance.Counter("node.neighbours.reply"), 1ul, 50ul);
        AssertAllArrived(hosts, instance);
    }

    [Test]
    [Arguments("10.9.0.8")]
    [Arguments("2001:db8:9::8")]
    public void An_address_that_is_not_configured_is_nobody(string address)
    {
        using TwoHosts hosts = Clients();
        using Instance instance = Start(hosts);
        Finished end = Ping(hosts, address, "-c", "2", "-w", "2");
        Assert.Equal((1, 0ul), (end.ExitCode, Count(Received(), end)));
        instance.Await("node.neighbours.other", 1);
        Assert.Equal(0ul, instance.Counter("port.clients.tx_packets"));
    }

    /// <summary>What was asked and what was pinged, and nothing besides, has come to the host.</summary>
    static void AssertAllArrived(TwoHosts hosts, Instance instance)
    {
        ulong replies = 0, arrived = 0;
        // The kernel looks after its neighbour again at times: until no question is on its way.
        for (int i = 0; i < 50; i++, Thread.Sleep(20))
        {
            replies = instance.Counter("node.echo.reply") + instance.Counter("node.neighbours.reply");
            arrived = hosts.Counter(hosts.Left, "vl", "rx_packets");
            if (replies == arrived) break;
        }
        Assert.Equal(replies, arrived);
        Assert.Equal(replies, instance.Counter("port.clients.tx_packets"));
    }

    static TwoHosts Clients()
    {
        var hosts = new TwoHosts();
        TwoHosts.MustIn(hosts.Left, "sysctl", "-qw", "net.ipv6.conf.vl.disable_ipv6=0");
        TwoHosts.MustIn(hosts.Left, "ip", "addr", "add", "2001:db8:9::1/64", "dev", "vl", "nodad");
        return hosts;
    }

    static Instance Start(TwoHosts hosts) =>
        Instance.StartIn(hosts.Middle, Binary.Value, "--port", "clients=net_af_packet0,iface=dl");

    static Finished Ping(TwoHosts hosts, string address, params string[] options) =>
        TwoHosts.In(hosts.Left, ["ping", "-q", .. options, address]);

    static ulong Count(Regex pattern, Finished end) => ulong.Parse(pattern.Match(end.Output).Groups[1].Value);

    [GeneratedRegex(@"(\d+) packets transmitted")]
    private static partial Regex Sent();

    [GeneratedRegex(@"(\d+) received")]
    private static partial Regex Received();
}
