using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed unsafe class DeviceTests
{
    const string Bond = "net_bonding0,mode=1,slave=(net_af_packet1,iface=eth1),slave=net_null5,primary=net_null5";

    static readonly PortAbility Nic = new()
    {
        ReceiveOffloads = ulong.MaxValue, TransmitOffloads = ulong.MaxValue, FrameBytesMax = 9728, MtuBytesMax = 9702,
        ReceiveQueues = 64, TransmitQueues = 64,
    };

    [Test]
    public void A_bonds_members_are_device_strings()
    {
        DeviceString[] members = [.. DeviceString.Parse(Bond).Members];
        Assert.Equal(["net_af_packet1", "net_null5"], members.Select(member => member.Name));
        Assert.Equal("eth1", members[0]["iface"]);
    }

    [Test]
    public void DPDK_gets_a_bonds_members_by_name() =>
        Assert.Equal("net_bonding0,mode=1,slave=net_af_packet1,slave=net_null5,primary=net_null5",
            DeviceString.Parse(Bond).ProbeText);

    [Test]
    public void A_device_string_without_members_reaches_DPDK_as_it_is() =>
        Assert.Equal("net_pcap0,rx_pcap=/a(b).pcap", DeviceString.Parse("net_pcap0,rx_pcap=/a(b).pcap").ProbeText);

    /// <summary>The example of each kind is one that its own table takes.</summary>
    [Test]
    public void The_example_of_a_kind_is_right()
    {
        foreach (DeviceKind kind in DeviceKind.All)
        {
            var example = DeviceString.Parse(kind.Example);
            Assert.Equal(kind, DeviceKind.Of(example));
            Assert.Null(kind.Mistake(example));
        }
    }

    [Test]
    [Arguments("net_null0,size=60,sise=60", "no parameter \"sise\"; it has size, copy, no-rx")]
    [Arguments("net_tap0,iface=", "parameter \"iface\" has no value")]
    [Arguments("net_af_packet0,iface=a,iface=b", "parameter \"iface\" is there twice")]
    [Arguments("net_pcap0,rx_pcap=a,rx_pcap=b", null)]
    public void A_mistake_in_a_device_string_is_named(string text, string? sentence)
    {
        var device = DeviceString.Parse(text);
        string? mistake = DeviceKind.Of(device)!.Mistake(device);
        if (sentence == null) Assert.Null(mistake);
        else Assert.Contains(sentence, mistake, StringComparison.Ordinal);
    }

    [Test]
    public void More_queues_than_a_device_has_are_refused_with_the_number_that_it_has()
    {
        PortAbility few = Nic with { ReceiveQueues = 2 };
        var error = Assert.Throws<EnvironmentException>(() => Choose("net_ring0", few, queues: 4));
        Assert.Contains("net_ring0 has 2 queues to receive on, not 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("queues = 2", error.Fix, StringComparison.Ordinal);
    }

    /// <summary>Of the offloads only those which leave the bytes of the wire as they are.</summary>
    [Test]
    public void A_device_that_can_do_everything_is_asked_for_chains_of_mbufs_only_by_a_graph_that_leaves_nothing_to_it()
    {
        PortChoice choice = Choose("0000:03:00.0", Nic);
        Assert.Equal((PortChoice.Scatter, PortChoice.MultipleSegments), (choice.ReceiveOffloads, choice.TransmitOffloads));
    }

    [Test]
    [Arguments(PortChoice.UdpChecksum)]
    [Arguments(PortChoice.VlanInsert)]
    public void A_device_is_asked_for_what_the_graph_leaves_to_it(ulong work)
    {
        PortChoice choice = Choose("0000:03:00.0", Nic, work: work);
        Assert.Equal(PortChoice.MultipleSegments | work, choice.TransmitOffloads);
    }

    [Test]
    public void A_device_is_not_asked_for_what_it_cannot_do()
    {
        PortChoice choice = Choose(
            "0000:03:00.0", Nic with { ReceiveOffloads = 0, TransmitOffloads = 0 }, work: PortChoice.UdpChecksum);
        Assert.Equal((0ul, 0ul), (choice.ReceiveOffloads, choice.TransmitOffloads));
    }

    [Test]
    [Arguments("net_vhost0,iface=s", PortChoice.VlanInsert)]
    [Arguments("net_bonding0,mode=1,slave=net_null1", 0ul)]
    [Arguments("net_af_packet0,iface=a", PortChoice.UdpChecksum)]
    [Arguments("net_virtio_user0,path=s", PortChoice.UdpChecksum | PortChoice.VlanInsert)]
    public void A_device_is_not_asked_for_what_it_does_otherwise_than_it_should(string device, ulong asked)
    {
        PortChoice choice = Choose(device, Nic, work: PortChoice.UdpChecksum | PortChoice.VlanInsert);
        Assert.Equal(PortChoice.MultipleSegments | asked, choice.TransmitOffloads);
    }

    /// <summary>The joined copy of a chain would have lost what the device was to do.</summary>
    [Test]
    public void Nothing_is_left_to_a_device_whose_chains_are_joined()
    {
        PortChoice choice = Choose("0000:03:00.0", Nic with { TransmitOffloads = PortChoice.UdpChecksum },
            work: PortChoice.UdpChecksum);
        Assert.Equal((true, 0ul), (choice.JoinsSegments, choice.TransmitOffloads));
    }

    [Test]
    [Arguments("net_bonding0,mode=1,slave=net_null1", "net_null1")]
    [Arguments("net_bonding0,mode=1,slave=net_null2,slave=net_null2", "net_null2")]
    public void A_member_of_a_bond_is_no_other_ports_device(string left, string twice)
    {
        var error = Assert.Throws<RefusedException>(() => Plan(left, "net_null1", queues: 1));
        Assert.Contains($"both have the device {twice}", error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void A_device_string_that_says_other_queues_than_the_graph_is_refused()
    {
        var error = Assert.Throws<RefusedException>(() => Plan("net_af_packet0,iface=a,qpairs=1", "net_null1", queues: 2));
        Assert.Contains("says qpairs=1 and the graph queues = 2", error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void A_pool_grows_with_the_lcores_that_cache_packets() =>
        Assert.True(
            Plan("net_null0", "net_null1", 1, workers: 16).Pools.Common.Packets
                > Plan("net_null0", "net_null1", 1).Pools.Common.Packets);

    [Test]
    public void A_port_of_long_frames_makes_the_buffers_of_af_packet_and_the_mbufs_long_enough()
    {
        PoolSize pool = Plan("net_af_packet0,iface=a", "net_null1", 1, mtuBytes: 9000).Pools.Common;
        Assert.InRange(pool.RoomBytes, 9022, 16384);
    }

    [Test]
    public void Buffers_too_small_for_the_longest_frame_are_refused()
    {
        var error = Assert.Throws<RefusedException>(
            () => Plan("net_af_packet0,iface=a,framesz=2048", "net_null1", 1, mtuBytes: 9000));
        Assert.Contains("write framesz=16384", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An mbuf of 9,000 bytes fits no page, and the kernel takes nothing else.</summary>
    [Test]
    public void XDP_sockets_have_a_pool_of_their_own_whose_mbufs_fit_a_page()
    {
        PoolPlan pools = Plan("net_af_xdp0,iface=a", "net_null1,size=9000", 1).Pools;
        Assert.True(pools.Common.RoomBytes >= 9000);
        Assert.True(Mempool.BytesFor(1, pools.Xdp.RoomBytes) <= 4096);
    }

    [Test]
    public void Without_XDP_sockets_there_is_one_pool() => Assert.Equal(0, Plan("net_tap0", "net_null1", 1).Pools.Xdp.Packets);

    [Test]
    public void A_frame_longer_than_a_NIC_carries_is_refused_with_the_longest()
    {
        var error = Assert.Throws<EnvironmentException>(() => Choose("0000:03:00.0", Nic, mtuBytes: 9710));
        Assert.Equal("write mtu_bytes = 9702", error.Fix);
    }

    [Test]
    [Arguments("net_af_xdp0,iface=a", true)]
    [Arguments("net_pcap0,tx_pcap=a", false)]
    [Arguments("net_null0", false)]
    [Arguments("0000:03:00.0", true)]
    public void Chains_are_joined_for_a_device_that_would_send_their_first_segment_only(string text, bool joins)
    {
        PortChoice choice = Choose(text, Nic with { TransmitOffloads = 0 });
        Assert.Equal(joins, choice.JoinsSegments);
    }

    static PortChoice Choose(string device, PortAbility ability, int queues = 1, int mtuBytes = 0, ulong work = 0) =>
        PortChoice.Make("core", DeviceString.Parse(device), ability, new PortQueues(queues, queues, 0), mtuBytes, work);

    static DevicePlan Plan(string left, string right, int queues, int workers = 1, int mtuBytes = 0)
    {
        PortDescription Port(string name) => new(name, "net_null0", queues, null, 0, 1, 2, 3) { MtuBytes = mtuBytes };
        var graph = new CompiledGraph("g", 32, [Port("left"), Port("right")], [], [], [], [], [0, 0], Nothing);
        return new DevicePlan(graph, new Dictionary<string, string> { ["left"] = left, ["right"] = right }, workers);
    }

    static void Nothing(ModuleHeap heap, void** nodes)
    {
    }
}
