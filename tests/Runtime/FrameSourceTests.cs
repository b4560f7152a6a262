using System;
using System.Buffers.Binary;
using System.Linq;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed class FrameSourceTests
{
    [Test]
    public void Frames_are_valid_IPv4_and_UDP_of_the_size_that_was_asked_for()
    {
        byte[] frame = Parse("open_loop,rate_pps=5,size=100").Frames.Single();
        Assert.Equal(100, frame.Length);
        Assert.Equal(86, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
        Assert.Equal(66, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38)));
        uint sum = 0;
        for (int i = 14; i < 34; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(i));
        Assert.Equal(0xffffu, (sum & 0xffff) + (sum >> 16));
    }

    [Test]
    public void Flows_differ_in_their_source_port() =>
        Assert.Equal(100, Parse("open_loop,rate_pps=5,flows=100").Frames
            .Select(frame => BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(34))).Distinct().Count());

    [Test]
    [Arguments("open_loop", "wants a rate")]
    [Arguments("open_loop,rate_pps=0", "rate_pps is a number from 1")]
    [Arguments("open_loop,rate_pps=-1", "rate_pps is a number from 1")]
    [Arguments("open_loop,rate_pps=1,size=41", "size is a number from 42 to 2048")]
    [Arguments("open_loop,rate_pps=1,colour=red", "has no \"colour\"")]
    [Arguments("open_loop,rate_pps=1,pcap=/no/such", "can't be read")]
    public void A_wrong_source_is_refused_in_a_sentence(string device, string sentence)
    {
        var error = Assert.Throws<RefusedException>(() => Parse(device));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    static FrameSource Parse(string text) => FrameSource.Parse("left", DeviceString.Parse(text));
}
