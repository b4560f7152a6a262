using System;

namespace FastPaas.Runtime.Capture;

/// <summary>One packet of a capture file; <see cref="Bytes"/> is valid until the next read.</summary>
/// <param name="number">From 1, as every capture tool counts.</param>
/// <param name="timestampNs">Nanoseconds since 1970.</param>
/// <param name="originalLength">Bytes on the wire, at least those captured.</param>
public readonly ref struct CaptureFrame(long number, ulong timestampNs, uint originalLength, ReadOnlySpan<byte> bytes)
{
    public long Number { get; } = number;

    public ulong TimestampNs { get; } = timestampNs;

    public uint OriginalLength { get; } = originalLength;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The capture kept fewer bytes than the wire carried.</summary>
    public bool IsSnapped => OriginalLength > Bytes.Length;
}
