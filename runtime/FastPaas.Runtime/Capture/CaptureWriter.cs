using System;
using System.Buffers.Binary;
using System.IO;

namespace FastPaas.Runtime.Capture;

/// <summary>Writes an Ethernet pcap file, little-endian, version 2.4, microseconds or nanoseconds.</summary>
public sealed class CaptureWriter
{
    const int RecordHeaderBytes = 16;

    readonly Stream stream;
    readonly uint fractionNs;
    readonly byte[] buffer = new byte[1 << 16];
    int used;

    /// <param name="stream">Not owned; written when the buffer is full and by <see cref="Flush"/>.</param>
    public CaptureWriter(Stream stream, bool nanoseconds)
    {
        this.stream = stream;
        fractionNs = nanoseconds ? 1u : 1_000u;
        Span<byte> header = buffer.AsSpan(0, 24);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], CaptureReader.FrameLengthMax);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkType.Ethernet);
        used = header.Length;
    }

    /// <summary>Starts a frame whose <paramref name="length"/> bytes follow in calls of <see cref="Append"/>.</summary>
    /// <param name="timestampNs">Nanoseconds since 1970; the format ends in 2106.</param>
    /// <param name="originalLength">Bytes on the wire.</param>
    public void Begin(ulong timestampNs, int length, uint originalLength)
    {
        Span<byte> record = stackalloc byte[RecordHeaderBytes];
        (ulong seconds, ulong restNs) = Math.DivRem(timestampNs, 1_000_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)Math.Min(seconds, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)restNs / fractionNs);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], originalLength);
        Append(record);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (used == buffer.Length) Flush();
            int count = Math.Min(bytes.Length, buffer.Length - used);
            bytes[..count].CopyTo(buffer.AsSpan(used));
            used += count;
            bytes = bytes[count..];
        }
    }

    public void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
        stream.Flush();
    }
}
