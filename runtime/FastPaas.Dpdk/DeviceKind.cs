using System;
using System.Collections.Generic;

namespace FastPaas.Dpdk;

/// <summary>How a device is told the longest frame.</summary>
public enum MtuSetting
{
    /// <summary>By DPDK's configuration.</summary>
    Configured,
    /// <summary>Its frames' size in the device string; the interface must carry them already.</summary>
    FrameSize,
    /// <summary>It takes frames of any length.</summary>
    Unlimited,
}

/// <summary>A kind of device that has no hardware of its own, and how its string is written. Some drivers of DPDK pass over
/// what they don't know in one; a graph that says what nobody reads is wrong, so these are checked here.</summary>
/// <param name="Driver">DPDK's name of it.</param>
/// <param name="Example">For a user who got it wrong.</param>
/// <param name="Parameters">All that the driver reads.</param>
public sealed record DeviceKind(string Driver, string Example, params string[] Parameters)
{
    /// <summary>The parameter that sets how many queues it has; null: DPDK's configuration does.</summary>
    public string? QueueParameter { get; private init; }

    /// <summary>How it learns of <c>mtu_bytes</c>.</summary>
    public MtuSetting Mtu { get; private init; } = MtuSetting.Configured;

    /// <summary>It sends a packet of several segments, whether or not it says so.</summary>
    public bool SendsChains { get; private init; }

    /// <summary>Its <c>iface</c> is an interface that exists already.</summary>
    public bool TakesInterface { get; private init; }

    /// <summary>Its packets must lie in memory of a shape of its own.</summary>
    public bool HasOwnPool { get; private init; }

    /// <summary>Of the offloads that it says it has, those which it does otherwise than it should (docs/adr/0014).</summary>
    public ulong NotAskedFor { get; private init; }

    /// <summary>May be there more than once.</summary>
    string[] Repeated { get; init; } = [];

    public static readonly IReadOnlyList<DeviceKind> All =
    [
        new("net_null", "net_null0", "size", "copy", "no-rx") { SendsChains = true },
        new("net_ring", "net_ring0", "nodeaction") { Mtu = MtuSetting.Unlimited },
        new("net_pcap", "net_pcap0,rx_pcap=in.pcap,tx_pcap=out.pcap",
            "rx_pcap", "tx_pcap", "rx_iface", "rx_iface_in", "tx_iface", "iface", "phy_mac", "infinite_rx")
        {
            Mtu = MtuSetting.Unlimited,
            SendsChains = true,
            Repeated = ["rx_pcap", "tx_pcap", "rx_iface", "rx_iface_in", "tx_iface"],
        },
        new("net_af_packet", "net_af_packet0,iface=eth1", "iface", "qpairs", "blocksz", "framesz", "framecnt", "qdisc_bypass")
        {
            QueueParameter = "qpairs",
            NotAskedFor = PortChoice.VlanInsert,
            Mtu = MtuSetting.FrameSize,
            TakesInterface = true,
        },
        new("net_af_xdp", "net_af_xdp0,iface=eth1",
            "iface", "start_queue", "queue_count", "shared_umem", "xdp_prog", "busy_budget", "force_copy")
        {
            QueueParameter = "queue_count",
            HasOwnPool = true,
            TakesInterface = true,
        },
        new("net_tap", "net_tap0,iface=tap0", "iface", "mac", "remote", "persist"),
        new("net_memif", "net_memif0,role=server,socket=/run/memif.sock",
            "id", "role", "bsize", "rsize", "socket", "socket-abstract", "mac", "zero-copy", "secret")
        {
            Mtu = MtuSetting.Unlimited,
        },
        new("net_virtio_user", "net_virtio_user0,path=/run/vhost.sock",
            "path", "mac", "cq", "queue_size", "queues", "iface", "server", "mrg_rxbuf", "in_order", "packed_vq", "speed",
            "vectorized")
        {
            QueueParameter = "queues",
        },
        new("net_vhost", "net_vhost0,iface=/run/vhost.sock",
            "iface", "queues", "client", "iommu-support", "postcopy-support", "tso", "linear-buffer", "ext-buffer",
            "legacy-ol-flags")
        {
            QueueParameter = "queues",
            NotAskedFor = PortChoice.UdpChecksum,
        },
        new("net_bonding", "net_bonding0,mode=1,slave=(net_af_packet1,iface=eth1),slave=(net_af_packet2,iface=eth2)",
            "slave", "primary", "mode", "xmit_policy", "agg_mode", "socket_id", "mac", "lsc_poll_period_ms", "up_delay",
            "down_delay")
        {
            Repeated = ["slave"],
            // Its members do the work, and nobody has seen them be told of it (rte_eth_tx_prepare).
            NotAskedFor = PortChoice.UdpChecksum | PortChoice.VlanInsert,
        },
    ];

    /// <summary>Null: a PCI device, or none that this binary has.</summary>
    public static DeviceKind? Of(DeviceString device) => All.Find(kind => kind.Driver == device.Driver);

    /// <summary>What is wrong with the string's parameters, or null.</summary>
    public string? Mistake(DeviceString device)
    {
        var seen = new HashSet<string>();
        foreach ((string key, string value) in device.Parameters)
        {
            if (Array.IndexOf(Parameters, key) < 0)
                return $"{Driver} has no parameter \"{key}\"; it has {string.Join(", ", Parameters)}";
            if (value.Length == 0) return $"{device.Name}'s parameter \"{key}\" has no value";
            if (!seen.Add(key) && Array.IndexOf(Repeated, key) < 0) return $"{device.Name}'s parameter \"{key}\" is there twice";
        }
        return null;
    }
}
