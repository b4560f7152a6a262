using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Runtime.Capture;

namespace FastPaas.Bench.Faults;

/// <summary>Frames for bench/faults/graph: UDP of 60 bytes to port 80 is the neighbour's, to 7000 and three more the hostile
/// tenant's; one whose payload begins with 1 traps.</summary>
static class FaultTraffic
{
    const ushort NeighbourPort = 80, HostilePort = 7000;

    const int HostileNodes = 4, PayloadOffset = 42;

    /// <summary>docs/devices.md: a flow's bucket of 512 modulo the workers names its worker.</summary>
    const int Buckets = 512;

    /// <summary>Both tenants' packets, so many of the hostile tenant's a second at that rate, its nodes in turn.</summary>
    public static void WriteMixed(string path, double packetsPerSecond, double hostilePerSecond, bool traps)
    {
        int between = Math.Max(1, (int)(packetsPerSecond / hostilePerSecond));
        Write(path, Enumerable.Range(0, between * HostileNodes).Select(i => i % between == 0
            ? Frame((ushort)(HostilePort + i / between), source: 1, traps) : Frame(NeighbourPort, source: 1, false)));
    }

    /// <summary>The neighbour's, of a flow that this worker of two has.</summary>
    public static void WriteNeighbour(string path, int worker) =>
        Write(path, [Frame(NeighbourPort, SourceOf(NeighbourPort, worker), traps: false)]);

    /// <summary>The hostile tenant's, a frame for each of its nodes.</summary>
    public static void WriteHostile(string path, int worker, bool traps) =>
        Write(path, Enumerable.Range(HostilePort, HostileNodes).Select(
            port => Frame((ushort)port, SourceOf((ushort)port, worker), traps)));

    static ushort SourceOf(ushort destination, int worker)
    {
        ushort source = 1;
        while (WorkerOf(Frame(destination, source, traps: false)) != worker) source++;
        return source;
    }

    static int WorkerOf(byte[] frame)
    {
        uint folded = 0;
        // Addresses and ports.
        for (int i = 26; i < 38; i += 2) folded ^= BitConverter.ToUInt16(frame, i);
        return (int)(FlowHash.OfFolded(folded) % Buckets) % 2;
    }

    static byte[] Frame(ushort destination, ushort source, bool traps)
    {
        byte[] frame = Convert.FromHexString(
            "020000000001020000000002" + "0800" + "4500002e00000000401100000a0000010a000002" + "00000000001a0000"
            + new string('0', 36));
        (frame[34], frame[35]) = ((byte)(source >> 8), (byte)source);
        (frame[36], frame[37]) = ((byte)(destination >> 8), (byte)destination);
        frame[PayloadOffset] = (byte)(traps ? 1 : 0);
        return frame;
    }

    static void Write(string path, IEnumerable<byte[]> frames)
    {
        using FileStream file = File.Create(path);
        var writer = new CaptureWriter(file, nanoseconds: false);
        foreach (byte[] frame in frames)
        {
            writer.Begin(0, frame.Length, (uint)frame.Length);
            writer.Append(frame);
        }
        writer.Flush();
    }
}
