using System;
using System.IO;
using System.Linq;

namespace FastPaas.Differential.Captures;

/// <summary>The folder that the environment variable FASTPAAS_PCAP names.</summary>
static class CaptureFolder
{
    public static string[] Files()
    {
        string? folder = Environment.GetEnvironmentVariable("FASTPAAS_PCAP");
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".pcap" or ".pcapng" or ".cap")
            .Order(StringComparer.Ordinal).ToArray();
    }

    /// <summary>Every Ethernet frame of every file.</summary>
    public static byte[][] Frames() => Files().SelectMany(Frames).ToArray();

    public static byte[][] Frames(string path) =>
        CaptureFile.Read(path).Where(frame => frame.LinkType == CaptureFile.Ethernet).Select(frame => frame.Bytes).ToArray();
}
