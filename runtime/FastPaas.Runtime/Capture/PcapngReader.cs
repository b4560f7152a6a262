using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace FastPaas.Runtime.Capture;

/// <summary>pcapng: blocks of type, length, body, length. Packets come in three kinds of block, each on an interface that an
/// earlier block of the same section described; every other block is stepped over.</summary>
sealed class PcapngReader : CaptureReader
{
    internal const uint SectionHeader = 0x0a0d_0d0a;
    const uint InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, EnhancedPacket = 6;
    const uint ByteOrderMagic = 0x1a2b_3c4d;
    const int BlockOverheadBytes = 12, PacketHeaderBytes = 20;

    /// <summary>A section with more is an attack on memory.</summary>
    const int InterfacesMax = 65_536;

    readonly List<CaptureInterface> interfaces = [];
    byte[] frameBuffer = new byte[2048];
    bool isBigEndian;
    ulong lastTimestampNs;

    internal PcapngReader(ByteSource source, string name)
        : base(source, name)
    {
        source.Take(4);
        ReadSectionHeader();
    }

    public override bool HasNanoseconds => true;

    private protected override bool TryRead(out CaptureFrame frame)
    {
        while (true)
        {
            frame = default;
            ReadOnlySpan<byte> type = Source.Take(4);
            if (type.IsEmpty) return false;
            if (type.Length < 4) throw BlockCutShort();
            // The section header's type reads the same in both byte orders: it is what tells them apart.
            if (BinaryPrimitives.ReadUInt32BigEndian(type) == SectionHeader)
            {
                ReadSectionHeader();
                continue;
            }
            uint kind = UInt32(type, 0);
            uint body = ReadBlockLength();
            switch (kind)
            {
                case InterfaceDescription:
                    ReadInterface(body);
                    break;
                case EnhancedPacket or ObsoletePacket:
                    frame = ReadPacket(kind, body);
                    return true;
                case SimplePacket:
                    frame = ReadSimplePacket(body);
                    return true;
                default:
                    SkipToEnd(body);
                    break;
            }
        }
    }

    void ReadSectionHeader()
    {
        ReadOnlySpan<byte> start = Source.Peek(8);
        if (start.Length < 8) throw BlockCutShort();
        isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(start[4..]) == ByteOrderMagic;
        if (!isBigEndian && BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) != ByteOrderMagic)
            throw Refuse($"the section header after packet {FrameCount} has no byte-order mark: not a pcapng file, or damaged");
        uint body = ReadBlockLength();
        const int Fixed = 16;
        if (body < Fixed) throw Refuse($"the section header after packet {FrameCount} is too short");
        ReadOnlySpan<byte> header = Take(Fixed);
        int major = UInt16(header, 4), minor = UInt16(header, 6);
        if (major != 1) throw Refuse($"pcapng version {major}.{minor} can't be read, only 1.0");
        interfaces.Clear();
        SkipToEnd(body - Fixed);
    }

    void ReadInterface(uint body)
    {
        const int Fixed = 8, OptionsMax = 1 << 16;
        if (body < Fixed) throw Refuse($"the description of interface {interfaces.Count} is too short");
        if (interfaces.Count == InterfacesMax) throw Refuse($"more than {InterfacesMax} interfaces: the file is damaged");
        ReadOnlySpan<byte> header = Take(Fixed);
        uint linkType = (uint)UInt16(header, 0), snapLength = UInt32(header, 4);
        int optionBytes = (int)Math.Min(body - Fixed, OptionsMax);
        interfaces.Add(CaptureInterface.Parse(linkType, snapLength, Take(optionBytes), isBigEndian)
            ?? throw Refuse($"the timestamps of interface {interfaces.Count} are finer than any clock: the file is damaged"));
        SkipToEnd(body - Fixed - (uint)optionBytes);
    }

    CaptureFrame ReadPacket(uint kind, uint body)
    {
        if (body < PacketHeaderBytes) throw Refuse($"packet {Current} has a block of {body} bytes, too short");
        ReadOnlySpan<byte> header = Take(PacketHeaderBytes);
        uint index = kind == EnhancedPacket ? UInt32(header, 0) : (uint)UInt16(header, 0);
        ulong units = (ulong)UInt32(header, 4) << 32 | UInt32(header, 8);
        int captured = CheckedLength(UInt32(header, 12));
        uint original = UInt32(header, 16);
        uint room = body - PacketHeaderBytes;
        if (captured > room) throw Refuse($"packet {Current} claims {captured} bytes in a block with room for {room}");
        lastTimestampNs = EthernetInterface(index).Nanoseconds(units);
        return TakeFrame(captured, original, room);
    }

    /// <summary>A simple packet has no time: it gets that of the packet before it.</summary>
    CaptureFrame ReadSimplePacket(uint body)
    {
        if (body < 4) throw Refuse($"packet {Current} has a block of {body} bytes, too short");
        uint original = UInt32(Take(4), 0), room = body - 4;
        uint snapLength = EthernetInterface(0).SnapLength;
        uint captured = snapLength == 0 ? original : Math.Min(original, snapLength);
        return TakeFrame(CheckedLength(Math.Min(captured, room)), original, room);
    }

    CaptureFrame TakeFrame(int captured, uint original, uint room)
    {
        // A copy: stepping over padding and options may move the source's buffer.
        ReadOnlySpan<byte> bytes = Source.Peek(captured);
        if (bytes.Length < captured) throw CutShort("the frame", captured, bytes.Length);
        if (frameBuffer.Length < captured) frameBuffer = new byte[Math.Max(captured, 2 * frameBuffer.Length)];
        bytes[..captured].CopyTo(frameBuffer);
        SkipToEnd(room);
        return new CaptureFrame(Current, lastTimestampNs, Math.Max(original, (uint)captured), frameBuffer.AsSpan(0, captured));
    }

    CaptureInterface EthernetInterface(uint index)
    {
        if (index >= interfaces.Count) throw Refuse($"packet {Current} is on interface {index}, which the file doesn't describe");
        CaptureInterface found = interfaces[(int)index];
        if (found.LinkType == LinkType.Ethernet) return found;
        string type = LinkType.Describe(found.LinkType);
        throw Refuse($"packet {Current} is on interface {index} of {type}, which can't be read, only Ethernet");
    }

    /// <summary>The bytes between the two length fields.</summary>
    uint ReadBlockLength()
    {
        ReadOnlySpan<byte> bytes = Take(4);
        uint length = UInt32(bytes, 0);
        if (length < BlockOverheadBytes || length % 4 != 0)
            throw Refuse($"the block after packet {FrameCount} has the impossible length {length}: the file is damaged");
        return length - BlockOverheadBytes;
    }

    void SkipToEnd(uint rest)
    {
        if (Source.Skip(rest) < rest) throw BlockCutShort();
        Take(4);
    }

    ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> bytes = Source.Take(count);
        return bytes.Length == count ? bytes : throw BlockCutShort();
    }

    RefusedException BlockCutShort() =>
        Refuse($"the file ends inside the block after packet {FrameCount}: packet {Current} is cut short");

    int UInt16(ReadOnlySpan<byte> bytes, int at) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    uint UInt32(ReadOnlySpan<byte> bytes, int at) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
