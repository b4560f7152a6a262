using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace FastPaas.Architecture.Tests;

/// <summary><c>graphs/demo/demo.pcap</c>: our own traffic, byte for byte. FASTPAAS_ACCEPT=1 writes it.</summary>
public class DemoCapture
{
    const string Name = "graphs/demo/demo.pcap";
    const string Customer = "192.0.2.10";
    const string Customer6 = "2001:db8:1::10";
    const string World = "203.0.113.80";
    const string World6 = "2001:db8:80::80";
    const string Gateway = "192.0.2.1";
    const string Banned = "198.51.100.7";

    [Test]
    public void The_demo_capture_is_what_this_test_writes()
    {
        byte[] wanted = Pcap(Packets());
        string path = Path.Combine(Repository.Root, Name);
        if (Environment.GetEnvironmentVariable("FASTPAAS_ACCEPT") == "1") File.WriteAllBytes(path, wanted);
        Assert.Equal(wanted, File.ReadAllBytes(path));
    }

    /// <summary>Twenty rounds of ordinary traffic with something for every edge of the graph, then what is broken on
    /// purpose.</summary>
    static IEnumerable<byte[]> Packets()
    {
        for (ushort round = 0; round < 20; round++)
        {
            ushort port = (ushort)(40_000 + round);
            yield return Udp4(port, 53);
            yield return Tcp4(port, 443);
            yield return Tcp4(port, 80);
            yield return Frames.Ethernet(0x86dd,
                Frames.Ip6(Customer6, World6, Frames.Tcp, Frames.TcpTo(Customer6, World6, port, 443)));
            yield return Frames.Vlan(10, 0x0800,
                Frames.Ip4(Customer, World, Frames.Tcp, Frames.TcpTo(Customer, World, port, 443)));
            yield return Tcp4(port, 8_080);
            yield return Frames.Ethernet(0x0800, Frames.Ip4(Customer, Gateway, Frames.Icmp, Frames.Echo(round)));
            if (round % 4 == 0) yield return Tcp4(port, 22);
            if (round % 5 == 0) yield return Tcp4(port, 443, ttl: 1);
            if (round % 5 == 1) yield return Frames.Arp(Customer, Gateway);
            if (round % 5 == 2) yield return Spoofed(port);
            if (round % 5 == 3) yield return BannedDestination(port);
        }
        foreach (byte[] odd in Odd()) yield return odd;
    }

    static IEnumerable<byte[]> Odd()
    {
        byte[] segment = Frames.TcpTo(Customer, World, 50_000, 443);
        yield return Frames.Ethernet(0x0800, Frames.Ip4(Customer, World, Frames.Tcp, segment, options: [1, 1, 1, 0]));
        byte[] segment6 = Frames.HopByHop(Frames.Tcp, Frames.TcpTo(Customer6, World6, 50_001, 443));
        yield return Frames.Ethernet(0x86dd, Frames.Ip6(Customer6, World6, 0, segment6));
        // A datagram in two fragments: the second has no ports, so no rule on ports lets it pass.
        yield return Frames.Ethernet(0x0800,
            Frames.Ip4(Customer, World, Frames.Udp, Frames.UdpTo(Customer, World, 50_002, 53), fragment: 0x2000));
        yield return Frames.Ethernet(0x0800, Frames.Ip4(Customer, World, Frames.Udp, new byte[24], fragment: 5));
        // Broken: cut inside Ethernet, inside IPv4, a header length that can't be, an IPv6 version of 5.
        yield return Udp4(50_003, 53)[..10];
        yield return Udp4(50_004, 53)[..30];
        byte[] shortHeader = Udp4(50_005, 53);
        shortHeader[14] = 0x42;
        yield return shortHeader;
        byte[] version =
            Frames.Ethernet(0x86dd, Frames.Ip6(Customer6, World6, Frames.Tcp, Frames.TcpTo(Customer6, World6, 50_006, 443)));
        version[14] = 0x50;
        yield return version;
    }

    static byte[] Udp4(ushort from, ushort to) =>
        Frames.Ethernet(0x0800, Frames.Ip4(Customer, World, Frames.Udp, Frames.UdpTo(Customer, World, from, to)));

    static byte[] Tcp4(ushort from, ushort to, byte ttl = 64) =>
        Frames.Ethernet(0x0800, Frames.Ip4(Customer, World, Frames.Tcp, Frames.TcpTo(Customer, World, from, to), ttl));

    static byte[] Spoofed(ushort from) =>
        Frames.Ethernet(0x0800, Frames.Ip4("10.66.6.6", World, Frames.Udp, Frames.UdpTo("10.66.6.6", World, from, 53)));

    static byte[] BannedDestination(ushort from) =>
        Frames.Ethernet(0x0800, Frames.Ip4(Customer, Banned, Frames.Udp, Frames.UdpTo(Customer, Banned, from, 53)));

    /// <summary>The classic format, microseconds, Ethernet; 32 packets at once, 100 microseconds apart.</summary>
    static byte[] Pcap(IEnumerable<byte[]> packets)
    {
        using MemoryStream file = new();
        using BinaryWriter writer = new(file);
        foreach (uint word in (uint[])[0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1]) writer.Write(word);
        foreach ((int index, byte[] packet) in packets.Index())
        {
            uint microseconds = (uint)index / 32 * 100;
            foreach (uint word in (uint[])[1_700_000_000, microseconds, (uint)packet.Length, (uint)packet.Length])
            {
                writer.Write(word);
            }
            writer.Write(packet);
        }
        return file.ToArray();
    }
}
