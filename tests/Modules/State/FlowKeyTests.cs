using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Modules.Tests.State;

/// <summary>Which packets are of one flow, from frames by the parser to entries: against the tuple that says so.</summary>
public sealed unsafe class FlowKeyTests
{
    /// <param name="Host">0 to 2, source and destination; likewise of ports.</param>
    readonly record struct Packet(
        bool IsIp6, byte Protocol, int Host, int Peer, int Port, int PeerPort, bool HasOptions, bool IsFragment)
    {
        /// <summary>ICMP has one number, which is the same in both directions.</summary>
        (int, int) Ports => IsFragment || Protocol is not (6 or 17 or 1 or 58) ? (0, 0)
            : Protocol is 6 or 17 ? (Port, PeerPort) : (Port, Port);

        public object Tuple(bool isSymmetric)
        {
            (int port, int peerPort) = Ports;
            bool isTurned = isSymmetric && (Host, port).CompareTo((Peer, peerPort)) > 0;
            return isTurned ? (IsIp6, Protocol, IsFragment, Peer, peerPort, Host, port)
                : (IsIp6, Protocol, IsFragment, Host, port, Peer, peerPort);
        }
    }

    static readonly Gen<Packet> packets =
        from isIp6 in Gen.Elements(true, false)
        from protocol in Gen.Elements<byte>(6, 17, 1, 58, 47)
        from host in Gen.Choose(0, 2)
        from peer in Gen.Choose(0, 2)
        from port in Gen.Choose(0, 2)
        from peerPort in Gen.Choose(0, 2)
        from hasOptions in Gen.Elements(true, false)
        from isFragment in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        where protocol != (isIp6 ? 1 : 58)
        select new Packet(isIp6, protocol, host, peer, port, peerPort, hasOptions && !isIp6, isFragment && !isIp6);

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Packets_are_of_one_flow_if_their_tuples_are_equal(bool isSymmetric)
    {
        Gen<Packet[]> bursts = Gen.ArrayOf(packets, HeaderLanes.Lanes);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Arb.From(bursts), burst =>
        {
            using FlowBox box = new(1_000, isSymmetric: isSymmetric);
            using PlainLcore lcore = new();
            for (int lane = 0; lane < burst.Length; lane++)
            {
                lcore.Set(lane, Frame(burst[lane]));
                HeaderParser.Parse(lcore.Packet(lane), lcore.Headers, (nuint)lane);
            }
            lcore.Context->NowCycles = 1;
            Assert.Equal(ulong.MaxValue, box.Table->Look(lcore.Context, box.Notes, ulong.MaxValue));
            Dictionary<object, nint> entries = [];
            for (int lane = 0; lane < burst.Length; lane++)
            {
                var entry = (nint)box.Notes->Entries[lane];
                if (!entries.TryAdd(burst[lane].Tuple(isSymmetric), entry))
                    Assert.Equal(entries[burst[lane].Tuple(isSymmetric)], entry);
            }
            Assert.Equal(entries.Count, entries.Values.Distinct().Count());
            Assert.Equal((nuint)entries.Count, box.Table->Count);
        }));
    }

    [Test]
    public void What_is_not_IP_has_no_flow()
    {
        using FlowBox box = new(1_000);
        using PlainLcore lcore = new();
        byte[] arp = new byte[60];
        BinaryPrimitives.WriteUInt16BigEndian(arp.AsSpan(12), 0x806);
        for (int lane = 0; lane < HeaderLanes.Lanes; lane++)
        {
            lcore.Set(lane, lane % 2 == 0 ? arp : Frame(new Packet(false, 17, 1, 2, 1, 2, false, false)));
            HeaderParser.Parse(lcore.Packet(lane), lcore.Headers, (nuint)lane);
        }
        lcore.Context->NowCycles = 1;
        Assert.Equal(0xaaaa_aaaa_aaaa_aaaa, box.Table->Look(lcore.Context, box.Notes, ulong.MaxValue));
        Assert.Equal((nuint)1, box.Table->Count);
    }

    /// <summary>A stranger who knows the code but not the seed: addresses that all lie in one group for one table don't for
    /// another.</summary>
    [Test]
    public void Collisions_depend_on_a_seed_that_nobody_knows()
    {
        KeyedHash known = new(1), other = new(2);
        System.Runtime.Intrinsics.Vector128<ulong>[] colliding = [.. Enumerable.Range(0, 200_000)
            .Select(i => System.Runtime.Intrinsics.Vector128.Create((ulong)i, 4)).Where(key => (known.Of(key) & 0xff) == 0)];
        Assert.InRange(colliding.Length, 600, 960);
        int most = colliding.CountBy(key => other.Of(key) & 0xff).Max(home => home.Value);
        Assert.InRange(most, 1, 20);
        int ofSix = colliding.CountBy(key => other.Of(key, key, key) & 0xff).Max(home => home.Value);
        Assert.InRange(ofSix, 1, 20);
    }

    static byte[] Frame(Packet packet)
    {
        int ip = packet.IsIp6 ? 40 : packet.HasOptions ? 28 : 20;
        byte[] frame = new byte[14 + ip + 20];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), packet.IsIp6 ? (ushort)0x86dd : (ushort)0x800);
        Span<byte> header = frame.AsSpan(14);
        if (packet.IsIp6)
        {
            header[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], 20);
            header[6] = packet.Protocol;
            header[23] = (byte)packet.Host;
            header[39] = (byte)packet.Peer;
        }
        else
        {
            header[0] = (byte)(0x40 | ip / 4);
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(ip + 20));
            // The first of several; ttl and checksum aren't of the flow.
            if (packet.IsFragment) header[6] = 0x20;
            header[8] = (byte)(packet.PeerPort + 1);
            header[9] = packet.Protocol;
            header[11] = (byte)packet.Port;
            header[15] = (byte)packet.Host;
            header[19] = (byte)packet.Peer;
        }
        Span<byte> transport = header[ip..];
        if (packet.Protocol is 6 or 17)
        {
            transport[1] = (byte)packet.Port;
            transport[3] = (byte)packet.PeerPort;
        }
        else
        {
            transport[0] = packet.IsIp6 ? (byte)128 : (byte)8;
            transport[5] = (byte)packet.Port;
        }
        return frame;
    }
}
