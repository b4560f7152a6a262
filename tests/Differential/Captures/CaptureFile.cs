using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace FastPaas.Differential.Captures;

/// <summary>The frames of a pcap or pcapng file (draft-ietf-opsawg-pcap, -pcapng), read for the tests alone: small, whole file in
/// memory, sharing nothing with the product's reader. Stops quietly where a file is cut off.</summary>
static class CaptureFile
{
    public const uint Ethernet = 1;

    /// <returns>The captured bytes of each packet, and the link type of its interface.</returns>
    public static IReadOnlyList<(byte[] Bytes, uint LinkType)> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(file);
        return magic switch
        {
            0xa1b2c3d4 or 0xa1b23c4d => ReadPcap(new(file, big: false)),
            0xd4c3b2a1 or 0x4d3cb2a1 => ReadPcap(new(file, big: true)),
            0x0a0d0d0a => ReadPcapng(new(file, big: false)),
            _ => throw new InvalidDataException($"{path} is neither pcap nor pcapng."),
        };
    }

    /// <summary>Writes a pcap file, Ethernet, a packet each 10 microseconds.</summary>
    public static void Write(string path, IReadOnlyList<byte[]> frames)
    {
        using var file = new BinaryWriter(File.Create(path));
        foreach (uint word in new uint[] { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 262_144, Ethernet }) file.Write(word);
        for (int i = 0; i < frames.Count; i++)
        {
            file.Write(1_000_000_000 + i / 100_000);
            file.Write(i % 100_000 * 10);
            file.Write(frames[i].Length);
            file.Write(frames[i].Length);
            file.Write(frames[i]);
        }
    }

    static List<(byte[], uint)> ReadPcap(Numbers file)
    {
        var frames = new List<(byte[], uint)>();
        uint linkType = file.U32(20) & 0xffff;
        for (int at = 24; at + 16 <= file.Length;)
        {
            int captured = (int)file.U32(at + 8);
            if (at + 16 + captured > file.Length) break;
            frames.Add((file.Slice(at + 16, captured), linkType));
            at += 16 + captured;
        }

        return frames;
    }

    static List<(byte[], uint)> ReadPcapng(Numbers file)
    {
        var frames = new List<(byte[], uint)>();
        var interfaces = new List<(uint LinkType, int SnapLength)>();
        for (int at = 0; at + 12 <= file.Length;)
        {
            uint type = file.U32(at);
            if (type == 0x0a0d0d0a)
            {
                file.Big = file.U32(at + 8) != 0x1a2b3c4d;
                interfaces.Clear();
            }

            int length = (int)file.U32(at + 4);
            if (length < 12 || at + length > file.Length) break;
            if (type == 1) interfaces.Add((file.U16(at + 8), (int)file.U32(at + 12)));
            if (type == 6) frames.Add((file.Slice(at + 28, (int)file.U32(at + 20)), interfaces[(int)file.U32(at + 8)].LinkType));
            if (type == 3)
            {
                int bytes = Math.Min((int)file.U32(at + 8), length - 16);
                if (interfaces[0].SnapLength > 0) bytes = Math.Min(bytes, interfaces[0].SnapLength);
                frames.Add((file.Slice(at + 12, bytes), interfaces[0].LinkType));
            }

            at += length;
        }

        return frames;
    }

    sealed class Numbers(byte[] file, bool big)
    {
        public bool Big { get; set; } = big;

        public int Length => file.Length;

        public uint U32(int at) => Big
            ? BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

        public ushort U16(int at) => Big
            ? BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

        public byte[] Slice(int at, int count) => file.AsSpan(at, count).ToArray();
    }
}
