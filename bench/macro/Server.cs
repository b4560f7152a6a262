using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace FastPaas.Macro;

/// <summary>Measures on real devices by command, so that another process can take turns with it. A command a line:
/// <c>capture file frames</c> writes the source's first frames, <c>device string bursts</c> opens one and puts packets into it,
/// <c>run device graph side ms</c> answers <c>packets cycles cpu_ns</c>.</summary>
sealed unsafe class Server(Bench bench)
{
    const int FrameBytes = 64;

    readonly Dictionary<string, Queues> devices = [];

    public void Run(TextReader commands, TextWriter answers)
    {
        while (commands.ReadLine() is { } line)
        {
            answers.WriteLine(Answer(line.Split(' ')));
            answers.Flush();
        }
    }

    string Answer(string[] command)
    {
        switch (command)
        {
            case ["capture", string path, string frames]:
                WriteCapture(path, Number(frames));
                return "written";
            case ["device", string device, string bursts]:
                devices[device] = Open(device, (uint)Number(bursts));
                return "open";
            case ["run", string device, string graph, string side, string runMs]:
                Contender contender = bench.Contenders.Single(one => one.Graph == graph && one.Side == side);
                (ulong packets, ulong cycles, ulong cpuNs) = bench.Measure(contender, devices[device], (uint)Number(runMs));
                return $"{packets} {cycles} {cpuNs}";
            default:
                return "unknown command";
        }
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    Queues Open(string device, uint bursts)
    {
        int port;
        fixed (byte* name = Encoding.ASCII.GetBytes(device + '\0')) port = Native.OpenDevice(name, Native.Pool());
        if (port < 0) throw new InvalidOperationException($"{device} doesn't open: errno {-port}");
        if (Native.FillDevice((ushort)port, Native.Pool(), bench.Frames, FrameBytes, bursts) == 0)
            throw new InvalidOperationException($"{device} takes no {bursts} bursts");
        Queues queues;
        Native.DeviceQueues((ushort)port, &queues.Receive, &queues.Send);
        return queues;
    }

    void WriteCapture(string path, int frames)
    {
        using FileStream file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 65_535);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], 1);
        file.Write(header);
        Span<byte> record = header[..16];
        record.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], FrameBytes);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], FrameBytes);
        for (int i = 0; i < frames; i++)
        {
            file.Write(record);
            file.Write(new ReadOnlySpan<byte>(bench.Frames + i * FrameBytes, FrameBytes));
        }
    }
}
