using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace FastPaas.Runtime.Tests.Lcores;

/// <summary>One direction of a conversation; addresses are of 4 or 16 bytes.</summary>
sealed record Flow(byte[] Source, byte[] Destination, byte Protocol, ushort SourcePort, ushort DestinationPort)
{
    public bool IsIp6 => Source.Length == 16;

    public bool HasPorts => Protocol is 6 or 17;

    public Flow Back() => new(Destination, Source, Protocol, DestinationPort, SourcePort);

    /// <summary>What RSS hashes: addresses, and ports where they are there and the packet is whole; network order.</summary>
    public byte[] Tuple(bool isWhole)
    {
        byte[] ports = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(ports, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(ports.AsSpan(2), DestinationPort);
        return isWhole && HasPorts ? [.. Source, .. Destination, .. ports] : [.. Source, .. Destination];
    }

    public static Flow Next(Random random)
    {
        int bytes = random.Next(2) == 0 ? 4 : 16;
        byte[] source = new byte[bytes], destination = new byte[bytes];
        random.NextBytes(source);
        random.NextBytes(destination);
        byte[] protocols = [6, 17, 6, 17, 1, 47, 132];
        return new Flow(source, destination, protocols[random.Next(protocols.Length)], (ushort)random.Next(65_536),
            (ushort)random.Next(65_536));
    }
}

/// <summary>How a packet of a flow looks beside its addresses and ports.</summary>
/// <param name="OptionWords">IPv4 options, 4 bytes each; IPv6: a hop-by-hop header if there are any.</param>
/// <param name="FragmentOffset">In units of 8 bytes; with <paramref name="MoreFragments"/> false and 0: whole.</param>
sealed record Shape(int Tags, int OptionWords, int FragmentOffset, bool MoreFragments, int PayloadBytes)
{
    public bool IsWhole => FragmentOffset == 0 && !MoreFragments;

    public static Shape Next(Random random)
    {
        bool isFragment = random.Next(4) == 0;
        return new Shape(random.Next(3), random.Next(3) == 0 ? random.Next(1, 6) : 0, isFragment ? random.Next(3) : 0,
            isFragment && random.Next(2) == 0, random.Next(64));
    }

    public byte[] Frame(Flow flow)
    {
        var frame = new List<byte>(new byte[12]);
        for (int tag = 0; tag < Tags; tag++) frame.AddRange([0x81, 0x00, 0x00, (byte)(100 + tag)]);
        frame.AddRange(flow.IsIp6 ? [0x86, 0xdd] : [0x08, 0x00]);
        byte[] upper = Upper(flow);
        frame.AddRange(flow.IsIp6 ? Ip6(flow, upper) : Ip4(flow, upper));
        return [.. frame];
    }

    /// <summary>Ports, and room for the rest of a TCP header.</summary>
    byte[] Upper(Flow flow)
    {
        byte[] upper = new byte[20 + PayloadBytes];
        BinaryPrimitives.WriteUInt16BigEndian(upper, flow.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(upper.AsSpan(2), flow.DestinationPort);
        return upper;
    }

    byte[] Ip4(Flow flow, byte[] upper)
    {
        byte[] header = new byte[20 + 4 * OptionWords];
        header[0] = (byte)(0x40 | (5 + OptionWords));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + upper.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)((MoreFragments ? 0x2000 : 0) | FragmentOffset));
        header[8] = 64;
        header[9] = flow.Protocol;
        flow.Source.CopyTo(header, 12);
        flow.Destination.CopyTo(header, 16);
        return [.. header, .. upper];
    }

    byte[] Ip6(Flow flow, byte[] upper)
    {
        byte next = flow.Protocol;
        List<byte> extensions = [];
        if (!IsWhole)
        {
            ushort place = (ushort)(FragmentOffset << 3 | (MoreFragments ? 1 : 0));
            extensions.InsertRange(0, [next, 0, (byte)(place >> 8), (byte)place, 0, 0, 0, 1]);
            next = 44;
        }
        if (OptionWords > 0)
        {
            extensions.InsertRange(0, [next, 0, 0, 0, 0, 0, 0, 0]);
            next = 0;
        }
        byte[] header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(extensions.Count + upper.Length));
        header[6] = next;
        header[7] = 64;
        flow.Source.CopyTo(header, 8);
        flow.Destination.CopyTo(header, 24);
        return [.. header, .. extensions, .. upper];
    }
}

/// <summary>Mbufs in plain memory.</summary>
sealed unsafe class PlainMbufs : IDisposable
{
    const int HeadroomBytes = 128, RoomBytes = 2048;

    readonly ModuleHeap heap = new();

    public HeaderLanes* Headers => field != null ? field : field = heap.Allocate<HeaderLanes>(1).Pointer;

    public Mbuf* Of(ReadOnlySpan<byte> frame)
    {
        Mbuf* mbuf = heap.Allocate<Mbuf>(1).Pointer;
        NativeArray<byte> buffer = heap.Allocate<byte>(HeadroomBytes + RoomBytes);
        frame.CopyTo(buffer.Span[HeadroomBytes..]);
        mbuf->Buffer = buffer.Pointer;
        mbuf->BufferLength = HeadroomBytes + RoomBytes;
        mbuf->DataOffset = HeadroomBytes;
        mbuf->DataLength = (ushort)frame.Length;
        mbuf->PacketLength = (uint)frame.Length;
        mbuf->Segments = 1;
        return mbuf;
    }

    public void Dispose() => heap.Dispose();
}
