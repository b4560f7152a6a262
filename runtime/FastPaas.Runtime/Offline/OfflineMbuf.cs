using System;
using System.Runtime.InteropServices;

namespace FastPaas.Runtime.Offline;

/// <summary>An mbuf in plain memory and what the offline lcore remembers of its packet; generated code sees the mbuf
/// only.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct OfflineMbuf
{
    public Mbuf Mbuf;
    /// <summary>Nanoseconds since 1970.</summary>
    public ulong TimestampNs;
    /// <summary>Bytes that the capture cut off.</summary>
    public uint MissingBytes;
    /// <summary>Place in its burst; a packet that the graph made comes last.</summary>
    public uint Sequence;
    /// <summary>In the pool: freeing it again is a bug of the graph.</summary>
    public bool IsFree;

    /// <summary>Bytes of the whole packet, over all segments, into <paramref name="bytes"/>; returns how many.</summary>
    public static int Copy(Mbuf* packet, Span<byte> bytes)
    {
        int length = 0;
        for (Mbuf* segment = packet; segment != null; segment = segment->Next)
        {
            new ReadOnlySpan<byte>(segment->Data, segment->DataLength).CopyTo(bytes[length..]);
            length += segment->DataLength;
        }
        return length;
    }
}
