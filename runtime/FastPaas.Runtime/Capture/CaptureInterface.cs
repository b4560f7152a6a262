using System;
using System.Buffers.Binary;

namespace FastPaas.Runtime.Capture;

/// <summary>An interface of a pcapng section.</summary>
/// <param name="SnapLength">Bytes kept of a packet; 0: all.</param>
/// <param name="UnitsPerSecond">if_tsresol; 10^6 without one.</param>
/// <param name="OffsetSeconds">if_tsoffset.</param>
readonly record struct CaptureInterface(uint LinkType, uint SnapLength, UInt128 UnitsPerSecond, long OffsetSeconds)
{
    const int EndOfOptions = 0, TimestampResolution = 9, TimestampOffset = 14;

    /// <summary>Null: a resolution that 64 bits of units can't mean.</summary>
    public static CaptureInterface? Parse(uint linkType, uint snapLength, ReadOnlySpan<byte> options, bool isBigEndian)
    {
        UInt128 unitsPerSecond = 1_000_000;
        long offsetSeconds = 0;
        while (options.Length >= 4)
        {
            int code = Read16(options, isBigEndian), length = Read16(options[2..], isBigEndian);
            options = options[4..];
            if (code == EndOfOptions || length > options.Length) break;
            if (code == TimestampResolution && length >= 1)
            {
                int exponent = options[0] & 0x7f;
                bool isBinary = (options[0] & 0x80) != 0;
                if (exponent > (isBinary ? 63 : 19)) return null;
                unitsPerSecond = isBinary ? UInt128.One << exponent : PowerOfTen(exponent);
            }
            if (code == TimestampOffset && length >= 8)
            {
                offsetSeconds = isBigEndian
                    ? BinaryPrimitives.ReadInt64BigEndian(options)
                    : BinaryPrimitives.ReadInt64LittleEndian(options);
            }
            options = options[Math.Min(options.Length, length + 3 & ~3)..];
        }
        return new CaptureInterface(linkType, snapLength, unitsPerSecond, offsetSeconds);
    }

    /// <summary>Since 1970; beyond what 64 bits hold (the year 2554), the nearest that they do.</summary>
    public ulong Nanoseconds(ulong units)
    {
        Int128 total = (Int128)((UInt128)units * 1_000_000_000 / UnitsPerSecond) + (Int128)OffsetSeconds * 1_000_000_000;
        return total < 0 ? 0 : total > ulong.MaxValue ? ulong.MaxValue : (ulong)total;
    }

    static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (int i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    static int Read16(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
