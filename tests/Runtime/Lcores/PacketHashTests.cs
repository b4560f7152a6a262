using System;
using System.Linq;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

/// <summary>Which lcore a packet belongs to, against RSS as DPDK does it in software: what a NIC with the same key
/// computes.</summary>
public sealed unsafe class PacketHashTests : IDisposable
{
    readonly PlainMbufs mbufs = new();

    [Test]
    public void The_hash_of_a_tuple_is_that_of_DPDKs_software_RSS_with_the_key_that_devices_get()
    {
        string[] lines = CProgram.Run("layouts/soft_rss.c").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2000, lines.Length);
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ');
            Assert.Equal(parts[1], $"{HashOf(Convert.FromHexString(parts[0])):x8}");
        }
    }

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    public void A_packets_hash_is_that_of_its_addresses_and_where_it_is_whole_of_its_ports(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++)
        {
            Flow flow = Flow.Next(random);
            Shape shape = Shape.Next(random);
            uint expected = HashOf(flow.Tuple(shape.IsWhole));
            Assert.True(expected == Of(shape.Frame(flow)), $"{flow} {shape}");
        }
    }

    [Test]
    public void Both_directions_of_a_flow_are_one_lcores_however_their_packets_look()
    {
        var random = new Random(3);
        for (int round = 0; round < 2000; round++)
        {
            Flow flow = Flow.Next(random);
            Shape shape = Shape.Next(random), other = Shape.Next(random);
            if (shape.IsWhole == other.IsWhole || !flow.HasPorts)
                Assert.Equal(Of(shape.Frame(flow)), Of(other.Frame(flow.Back())));
        }
    }

    [Test]
    public void All_fragments_of_a_datagram_are_one_lcores_in_both_directions()
    {
        var random = new Random(4);
        for (int round = 0; round < 500; round++)
        {
            Flow flow = Flow.Next(random);
            uint first = Of(new Shape(0, 0, 0, true, 40).Frame(flow));
            Assert.Equal(first, Of(new Shape(1, 0, 5, true, 40).Frame(flow)));
            Assert.Equal(first, Of(new Shape(0, 2, 10, false, 3).Frame(flow.Back())));
        }
    }

    [Test]
    [Arguments("")]
    [Arguments("ffffffffffff")]
    [Arguments("ffffffffffff0200000000010806" + "0001080006040001020000000001c6120001000000000000c6130001")]
    [Arguments("01005e00000102000000000108004f00001400000000400600000a0000010a000002")]
    [Arguments("0180c200000e020000000001" + "88cc" + "0207040200000000010404020000000001060200780000000000000000000000000000")]
    public void What_is_not_IP_goes_to_the_first_bucket_like_what_a_device_cannot_hash(string frame) =>
        Assert.Equal(0u, Of(Convert.FromHexString(frame)));

    /// <summary>The fast way in and the exact parser are two roads to one answer.</summary>
    [Test]
    public void A_packet_cut_short_anywhere_hashes_as_the_exact_parser_says()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            byte[] frame = Shape.Next(random).Frame(Flow.Next(random));
            for (int length = 0; length <= frame.Length; length += random.Next(1, 4))
            {
                Mbuf* mbuf = mbufs.Of(frame.AsSpan(0, length));
                uint hash = PacketHash.Of(mbuf, mbufs.Headers);
                HeaderParser.Parse(mbuf, mbufs.Headers, 0);
                bool isIp = (mbufs.Headers->Layers[0] & (byte)(HeaderLayers.Ip4 | HeaderLayers.Ip6)) != 0;
                Assert.Equal(isIp ? mbufs.Headers->FlowHash[0] : 0, hash);
            }
        }
    }

    uint Of(byte[] frame) => PacketHash.Of(mbufs.Of(frame), mbufs.Headers);

    static uint HashOf(byte[] tuple) =>
        FlowHash.OfFolded(
            Enumerable.Range(0, tuple.Length / 2).Aggregate(0u, (all, i) => all ^ BitConverter.ToUInt16(tuple, 2 * i)));

    public void Dispose() => mbufs.Dispose();
}
