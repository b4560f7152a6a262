using System;
using System.Buffers.Binary;

namespace FastPaas.Runtime.Capture;

/// <summary>pcap: a 24-byte file header, then records of 16 bytes and the frame.</summary>
sealed class PcapReader : CaptureReader
{
    const int FileHeaderBytes = 24, RecordHeaderBytes = 16;

    readonly bool isBigEndian;

    internal PcapReader(ByteSource source, string name, bool isBigEndian, bool hasNanoseconds)
        : base(source, name)
    {
        this.isBigEndian = isBigEndian;
        HasNanoseconds = hasNanoseconds;
        ReadOnlySpan<byte> header = source.Take(FileHeaderBytes);
        if (header.Length < FileHeaderBytes)
            throw Refuse($"the file header is cut short: {header.Length} of {FileHeaderBytes} bytes");
        int major = UInt16(header, 4), minor = UInt16(header, 6);
        if (major != 2 || minor < 4) throw Refuse($"pcap version {major}.{minor} can't be read, only 2.4");
        // The upper bits say whether frames end in a check sequence; the frame stays as captured.
        uint linkType = UInt32(header, 20) & 0x03ff_ffff;
        if (linkType != LinkType.Ethernet) throw Refuse($"{LinkType.Describe(linkType)} can't be read, only Ethernet");
    }

    public override bool HasNanoseconds { get; }

    private protected override bool TryRead(out CaptureFrame frame)
    {
        frame = default;
        ReadOnlySpan<byte> record = Source.Take(RecordHeaderBytes);
        if (record.IsEmpty) return false;
        if (record.Length < RecordHeaderBytes) throw CutShort("its record header", RecordHeaderBytes, record.Length);
        ulong seconds = UInt32(record, 0), fraction = UInt32(record, 4);
        int captured = CheckedLength(UInt32(record, 8));
        uint original = Math.Max(UInt32(record, 12), (uint)captured);
        ReadOnlySpan<byte> bytes = Source.Take(captured);
        if (bytes.Length < captured) throw CutShort("the frame", captured, bytes.Length);
        ulong timestampNs = seconds * 1_000_000_000 + fraction * (HasNanoseconds ? 1u : 1_000u);
        frame = new CaptureFrame(Current, timestampNs, original, bytes);
        return true;
    }

    int UInt16(ReadOnlySpan<byte> bytes, int at) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    uint UInt32(ReadOnlySpan<byte> bytes, int at) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
