using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Two hosts joined by graphs/io on one kind of device, or by two instances of it that meet at one.</summary>
sealed class Wiring : IDisposable
{
    const int Terminate = 15;

    readonly List<Instance> instances = [];

    /// <summary>What the second instance meets the first one by.</summary>
    string meeting = "";

    /// <summary>The demo is the first instance; its ports have other names.</summary>
    readonly bool hasDemo;

    /// <summary>Of every instance but the demo.</summary>
    readonly string binary;

    /// <param name="lcores">Of an instance on af_packet.</param>
    /// <param name="demo">graphs/demo in place of graphs/io, of the two instances the left one; reports as JSON.</param>
    public Wiring(string kind, int mtuBytes = 1500, string lcores = "0,1", bool demo = false)
    {
        (hasDemo, binary) = (demo, mtuBytes > 1500 ? Checkout.Jumbo : Checkout.Wire);
        Hosts = new TwoHosts(mtuBytes, hasTaps: kind == "tap");
        try
        {
            Start(kind, Path.Combine(Hosts.Folder, "s"), lcores);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TwoHosts Hosts { get; }

    /// <summary>The one at the left host, and the one at the right host.</summary>
    public Instance Left => instances[0];

    public Instance Right => instances[^1];

    void Start(string kind, string socket, string lcores)
    {
        const string AtLeft = "net_af_packet0,iface=dl", AtRight = "net_af_packet1,iface=dr";
        switch (kind)
        {
            case "af_packet":
                Run(lcores, AtLeft, AtRight);
                break;
            case "af_xdp":
                // What the kernel keeps beside a frame doesn't reach an XDP socket: checksums have to be complete.
                TwoHosts.MustIn(Hosts.Left, "ethtool", "-K", "vl", "tx", "off");
                TwoHosts.MustIn(Hosts.Right, "ethtool", "-K", "vr", "tx", "off");
                Run("0,1", "net_af_xdp0,iface=dl", "net_af_xdp1,iface=dr");
                break;
            case "tap":
                Run("0,1", "net_tap0,iface=tl", "net_tap1,iface=tr");
                Hosts.TakeTap(Hosts.Left, "tl", "vl", "10.9.0.1/24");
                Hosts.TakeTap(Hosts.Right, "tr", "vr", "10.9.0.2/24");
                break;
            case "bond":
                Hosts.Join(Hosts.Left, "spare", "ds", address: null);
                const string Members = "slave=(net_af_packet0,iface=dl),slave=(net_af_packet5,iface=ds)";
                Run("0,1", $"net_bonding0,mode=1,{Members},primary=net_af_packet0", AtRight);
                break;
            case "memif":
                Run("0,1", AtLeft, $"net_memif0,role=server,socket={socket}");
                meeting = $"net_memif0,role=client,socket={socket}";
                Run("1,0", meeting, AtRight);
                break;
            case "virtio_user":
                Run("0,1", AtLeft, $"net_vhost0,iface={socket}");
                meeting = $"net_virtio_user0,path={socket}";
                Run("1,0", meeting, AtRight);
                break;
            default:
                throw new ArgumentException(kind);
        }
    }

    void Run(string lcores, string left, string right)
    {
        bool isDemo = hasDemo && instances.Count == 0;
        string[] ports = isDemo
            ? ["--json", "--port", $"lan={left}", "--port", $"wan={right}"]
            : ["--port", $"left={left}", "--port", $"right={right}"];
        instances.Add(
            Instance.StartIn(Hosts.Middle, isDemo ? Checkout.Demo : binary, ["--lcores", lcores, .. ports]));
    }

    /// <summary>Each packet that a host sent is one that was received, and each that was sent is one that a host got.</summary>
    public void CompareCounts()
    {
        Thread.Sleep(300);
        Assert.Equal(Hosts.Counter(Hosts.Left, "vl", "tx_packets"), Left.Counter("port.left.rx_packets"));
        Assert.Equal(Hosts.Counter(Hosts.Right, "vr", "tx_packets"), Right.Counter("port.right.rx_packets"));
        if (instances.Count > 1)
        {
            Assert.Equal(Left.Counter("port.right.tx_packets"), Right.Counter("port.left.rx_packets"));
            Assert.Equal(Right.Counter("port.left.tx_packets"), Left.Counter("port.right.rx_packets"));
        }
        Assert.Equal(Hosts.Counter(Hosts.Right, "vr", "rx_packets"), Right.Counter("port.right.tx_packets"));
        Assert.Equal(Hosts.Counter(Hosts.Left, "vl", "rx_packets"), Left.Counter("port.left.tx_packets"));
        foreach (Instance instance in instances)
        {
            Assert.Equal(0ul, instance.Counter("port.left.lost"));
            Assert.Equal(0ul, instance.Counter("port.right.lost"));
            Assert.Equal(0ul, instance.Counter("drop.tx_full"));
        }
    }

    /// <summary>The second instance ends, and another takes its place.</summary>
    public void ReplaceRight()
    {
        using (Instance right = Right)
        {
            instances.Remove(right);
            Finished end = right.Stop(Terminate);
            Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}{end.Output}");
        }
        Run("1,0", meeting, "net_af_packet1,iface=dr");
    }

    /// <summary>Each instance ends well, and says that no packet is missing.</summary>
    public void Stop()
    {
        foreach (Instance instance in Enumerable.Reverse(instances))
        {
            Finished end = instance.Stop(Terminate);
            Assert.True(end.ExitCode == 0, $"exit code {end.ExitCode}: {end.Error}{end.Output}");
            Assert.Contains("conserved:", end.Output, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        foreach (Instance instance in instances) instance.Dispose();
        Hosts.Dispose();
    }
}
