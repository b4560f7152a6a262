using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using FastPaas.Dpdk;
using FastPaas.Runtime.Capture;

namespace FastPaas.Runtime.Devices;

/// <summary>What <c>open_loop,rate_pps=...</c> sends: the frames of a capture (<c>pcap=file</c>), or UDP of one size
/// (<c>size=bytes</c>, <c>flows=number</c>) between the addresses that RFC 2544 sets aside for measuring.</summary>
sealed record FrameSource(ulong PacketsPerSecond, IReadOnlyList<byte[]> Frames)
{
    const int SmallestUdpBytes = 42, FlowsMax = 60_000;
    const long CaptureFramesMax = 1_000_000;

    public static FrameSource Parse(string port, DeviceString device)
    {
        ulong rate = 0;
        string? capture = null;
        int size = 60, flows = 1;
        foreach ((string key, string value) in device.Parameters)
        {
            switch (key)
            {
                case "rate_pps": rate = Number(port, key, value, 1, 1_000_000_000); break;
                case "size": size = (int)Number(port, key, value, SmallestUdpBytes, 2048); break;
                case "flows": flows = (int)Number(port, key, value, 1, FlowsMax); break;
                case "pcap": capture = value; break;
                default:
                    throw new RefusedException(
                        $"port {port}: open_loop has no \"{key}\"; it has rate_pps, size, flows and pcap.");
            }
        }
        if (rate == 0) throw new RefusedException($"port {port}: open_loop wants a rate; write open_loop,rate_pps=1000000.");
        return new FrameSource(rate, capture == null ? Udp(size, flows) : Read(port, capture));
    }

    static ulong Number(string port, string key, string value, ulong min, ulong max) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number >= min && number <= max
            ? number
            : throw new RefusedException($"port {port}: open_loop's {key} is a number from {min} to {max}, not \"{value}\".");

    static List<byte[]> Read(string port, string path)
    {
        using CaptureReader reader = CaptureReader.Open(path);
        var frames = new List<byte[]>();
        while (frames.Count < CaptureFramesMax && reader.Read(out CaptureFrame frame)) frames.Add(frame.Bytes.ToArray());
        return frames.Count > 0 ? frames : throw new RefusedException($"port {port}: {path} holds no packet.");
    }

    static List<byte[]> Udp(int size, int flows)
    {
        var frames = new List<byte[]>(flows);
        for (int flow = 0; flow < flows; flow++) frames.Add(UdpFrame(size, (ushort)(1024 + flow)));
        return frames;
    }

    /// <summary>Ethernet, IPv4 with its checksum, UDP without one (allowed by RFC 768), zeros.</summary>
    static byte[] UdpFrame(int size, ushort sourcePort)
    {
        const int Ip = 14, UdpStart = 34;
        byte[] frame = new byte[size];
        frame.AsSpan(0, 6).Fill(0x02);
        frame.AsSpan(6, 6).Fill(0x06);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x0800);
        frame[Ip] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 2), (ushort)(size - Ip));
        frame[Ip + 8] = 64;
        frame[Ip + 9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(Ip + 12), 0xc612_0001);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(Ip + 16), 0xc613_0001);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 10), HeaderChecksum(frame.AsSpan(Ip, 20)));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(UdpStart), sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(UdpStart + 2), 9);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(UdpStart + 4), (ushort)(size - UdpStart));
        return frame;
    }

    /// <summary>RFC 1071.</summary>
    static ushort HeaderChecksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }
}
