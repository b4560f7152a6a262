using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime.Capture;

namespace FastPaas.Control.Tests.Capture;

/// <summary>One packet as these tests write and compare it.</summary>
sealed record Packet(ulong TimestampNs, uint OriginalLength, byte[] Bytes)
{
    public bool Equals(Packet? other) => other is not null && TimestampNs == other.TimestampNs
        && OriginalLength == other.OriginalLength && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode() => HashCode.Combine(TimestampNs, OriginalLength, Bytes.Length);

    public override string ToString() => $"{TimestampNs} ns, {Bytes.Length} of {OriginalLength} bytes";
}

/// <summary>Capture files byte by byte, by a writer that shares nothing with the one that is tested.</summary>
sealed class CaptureBytes(bool isBigEndian)
{
    readonly MemoryStream stream = new();

    public byte[] ToArray() => stream.ToArray();

    public static byte[] Pcap(
        IEnumerable<Packet> packets, bool isBigEndian = false, bool isNano = false, uint linkType = 1, ushort minor = 4)
    {
        var file = new CaptureBytes(isBigEndian).U32(isNano ? 0xa1b23c4d : 0xa1b2c3d4).U16(2).U16(minor).U32(0).U32(0).U32(65_535)
            .U32(linkType);
        foreach (Packet packet in packets)
        {
            ulong fraction = packet.TimestampNs % 1_000_000_000 / (isNano ? 1u : 1_000u);
            file.U32((uint)(packet.TimestampNs / 1_000_000_000)).U32((uint)fraction)
                .U32((uint)packet.Bytes.Length).U32(packet.OriginalLength).Raw(packet.Bytes);
        }
        return file.ToArray();
    }

    public static byte[] Pcapng(IEnumerable<Packet> packets, bool isBigEndian = false)
    {
        var file = new CaptureBytes(isBigEndian).Section().Interface(1, resolution: 9);
        foreach (Packet packet in packets) file.Enhanced(0, packet.TimestampNs, packet.Bytes, packet.OriginalLength);
        return file.ToArray();
    }

    public CaptureBytes Section() =>
        Block(0x0a0d0d0a, new CaptureBytes(isBigEndian).U32(0x1a2b3c4d).U16(1).U16(0).U32(~0u).U32(~0u));

    public CaptureBytes Interface(ushort linkType, byte? resolution = null, long? offsetSeconds = null, uint snapLength = 0)
    {
        var body = new CaptureBytes(isBigEndian).U16(linkType).U16(0).U32(snapLength);
        if (resolution is { } exponent) body.U16(9).U16(1).Raw([exponent, 0, 0, 0]);
        if (offsetSeconds is { } seconds) body.U16(14).U16(8).U64((ulong)seconds);
        return Block(1, body.U16(0).U16(0));
    }

    public CaptureBytes Enhanced(uint index, ulong units, byte[] bytes, uint? originalLength = null)
    {
        var body = new CaptureBytes(isBigEndian).U32(index).U32((uint)(units >> 32)).U32((uint)units)
            .U32((uint)bytes.Length).U32(originalLength ?? (uint)bytes.Length).Raw(bytes).Pad();
        return Block(6, body.U16(1).U16(4).Raw("text"u8.ToArray()).U16(0).U16(0));
    }

    public CaptureBytes Simple(uint originalLength, byte[] bytes) =>
        Block(3, new CaptureBytes(isBigEndian).U32(originalLength).Raw(bytes).Pad());

    public CaptureBytes Obsolete(ushort index, ulong units, byte[] bytes) => Block(2, new CaptureBytes(isBigEndian)
        .U16(index).U16(0).U32((uint)(units >> 32)).U32((uint)units).U32((uint)bytes.Length).U32((uint)bytes.Length).Raw(bytes)
        .Pad());

    public CaptureBytes Block(uint type, byte[] body) => Block(type, new CaptureBytes(isBigEndian).Raw(body).Pad());

    CaptureBytes Block(uint type, CaptureBytes body)
    {
        byte[] bytes = body.ToArray();
        return U32(type).U32((uint)bytes.Length + 12).Raw(bytes).U32((uint)bytes.Length + 12);
    }

    public CaptureBytes U16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (isBigEndian) BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public CaptureBytes U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public CaptureBytes U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (isBigEndian) BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public CaptureBytes Raw(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        return this;
    }

    CaptureBytes Pad()
    {
        while (stream.Length % 4 != 0) stream.WriteByte(0);
        return this;
    }

    /// <summary>All packets of a file, through the reader that is tested.</summary>
    public static List<Packet> Read(byte[] file)
    {
        using var reader = CaptureReader.Open(new MemoryStream(file), "test");
        return Read(reader);
    }

    public static List<Packet> Read(CaptureReader reader)
    {
        var packets = new List<Packet>();
        while (reader.Read(out CaptureFrame frame))
        {
            packets.Add(new Packet(frame.TimestampNs, frame.OriginalLength, frame.Bytes.ToArray()));
            if (frame.Number != packets.Count)
                throw new InvalidOperationException($"packet {packets.Count} is numbered {frame.Number}");
        }
        return packets;
    }

    /// <summary>A microsecond file can hold these times.</summary>
    public static List<Packet> Some(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            ulong timestampNs = 1_700_000_000_000_000_000 + (ulong)i * 1_234_000;
            return new Packet(timestampNs, (uint)(bytes.Length + random.Next(0, 2) * random.Next(0, 100)), bytes);
        })];
    }
}
