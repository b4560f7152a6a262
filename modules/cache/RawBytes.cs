using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>What <c>Span</c> does by calls into the C library, which an lcore can't make.</summary>
static class RawBytes
{
    /// <param name="to">At least as long.</param>
    public static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int at = 0;
        for (; at + 8 <= from.Length; at += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(to[at..], BinaryPrimitives.ReadUInt64LittleEndian(from[at..]));
        for (; at < from.Length; at++) to[at] = from[at];
    }

    public static void Clear(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = 0;
    }
}
