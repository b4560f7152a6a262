using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>Ethernet addresses as numbers of 48 bits, the first byte on the wire the most significant.</summary>
static class Stations
{
    /// <summary>Multicast or broadcast.</summary>
    public static bool IsGroup(ulong mac) => (mac >> 40 & 1) != 0;

    public static ulong Read(ReadOnlySpan<byte> at) =>
        (ulong)BinaryPrimitives.ReadUInt32BigEndian(at) << 16 | BinaryPrimitives.ReadUInt16BigEndian(at[4..]);

    public static void Write(Span<byte> at, ulong mac)
    {
        BinaryPrimitives.WriteUInt32BigEndian(at, (uint)(mac >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(at[4..], (ushort)mac);
    }

    /// <summary>Behind the type, over the one or two tags that the host skips; beyond the frame where they are cut.</summary>
    public static int PayloadOffset(ReadOnlySpan<byte> frame)
    {
        int at = 14;
        for (int tags = 0; tags < 2 && at <= frame.Length; tags++)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[(at - 2)..]);
            if (type is not (EtherType.CustomerTag or EtherType.ServiceTag)) break;
            at += 4;
        }

        return at;
    }
}
