using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Build.CModules;

namespace FastPaas.Build.Verbs;

/// <summary><c>run</c>: builds, then becomes the binary. A graph that ships a capture is run on it when nothing else is
/// asked.</summary>
static class RunVerb
{
    public static int Run(
        Checkout checkout, string graphPath, IReadOnlyList<string> arguments, string? modules, Protection protection)
    {
        BuildVerb.Product product;
        Steps steps = new(Console.Error, Steps.SinceScript());
        using (BuildVerb.Hold(checkout, steps))
        {
            product = BuildVerb.Build(checkout, graphPath, modules, steps, protection: protection);
            steps.Total(BuildVerb.Runtime());
        }
        string? capture = arguments.Count > 0 ? null : CaptureOf(graphPath);
        if (capture is not null) return Demonstrate(product.Binary, capture);
        Child.Become(product.Binary, arguments.Count > 0 ? arguments : ["run"]);
        return ExitCode.Ok;
    }

    static string? CaptureOf(string graphPath) => !Directory.Exists(graphPath) ? null
        : Directory.EnumerateFiles(graphPath, "*.pcap").Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Every packet of the capture, then the first one alone, step by step.</summary>
    static int Demonstrate(string binary, string capture)
    {
        string replayed = Path.GetRelativePath(Environment.CurrentDirectory, binary + ".replayed.pcap");
        int code = Attached(binary, ["replay", capture, replayed]);
        return code == 0 && FirstPacket(capture) is { } packet ? Attached(binary, ["explain", packet]) : code;
    }

    static int Attached(string binary, string[] arguments)
    {
        string shown = string.Join(' ', arguments.Select(each => each.Length > 64 ? each[..61] + "..." : each));
        Console.Out.WriteLine($"\n$ {Path.GetFileName(binary)} {shown}");
        return Child.RunAttached(binary, arguments);
    }

    /// <summary>In hexadecimal: 24 bytes of file header, 16 of record header whose third word is the length that was
    /// captured. Null where there is no packet, none that a command line takes, or the file isn't pcap but pcapng.</summary>
    static string? FirstPacket(string capture)
    {
        const int LengthMax = 65_535; // Linux takes arguments of less than 128 KiB.
        using FileStream file = File.OpenRead(capture);
        byte[] headers = new byte[40];
        if (file.ReadAtLeast(headers, headers.Length, throwOnEndOfStream: false) < headers.Length) return null;
        int length = BinaryPrimitives.ReadUInt32LittleEndian(headers) switch
        {
            0xa1b2c3d4 or 0xa1b23c4d => BinaryPrimitives.ReadInt32LittleEndian(headers.AsSpan(32)),
            0xd4c3b2a1 or 0x4d3cb2a1 => BinaryPrimitives.ReadInt32BigEndian(headers.AsSpan(32)),
            _ => 0,
        };
        if (length is < 1 or > LengthMax) return null;
        byte[] packet = new byte[length];
        file.ReadExactly(packet);
        return Convert.ToHexStringLower(packet);
    }
}
