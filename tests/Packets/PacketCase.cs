using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using FastPaas.Runtime.Capture;
using FastPaas.TestHost;

namespace FastPaas.Packets.Tests;

/// <summary>A folder: graph.toml (and tenant files), in.pcap, expected.txt; modules/ where the case brings its own.</summary>
sealed partial class PacketCase(string folder)
{
    /// <summary>Packets that a port's device takes, in the cases about that.</summary>
    static readonly Dictionary<string, (string Port, int Packets)> limits = new()
    {
        ["tx_full_is_what_the_device_does_not_take"] = ("right", 2),
    };

    /// <summary>Copies that the pool has buffers for, in the case about that.</summary>
    public int? CopiesMax => Name == "pool_empty_is_a_copy_without_a_buffer" ? 3 : null;

    public static PacketCase Of(string name) => new(Repository.Path("tests", "Packets", name));

    public static IEnumerable<string> Names => Directory.GetDirectories(Repository.Path("tests", "Packets"))
        .Where(folder => File.Exists(Path.Combine(folder, "graph.toml")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    public string Name => Path.GetFileName(folder);

    public string CaptureFile => Path.Combine(folder, "in.pcap");

    public string ExpectedFile => Path.Combine(folder, "expected.txt");

    public (string Port, int Packets)? TransmitLimit => limits.TryGetValue(Name, out var limit) ? limit : null;

    public IReadOnlyList<ModuleSet> Modules
    {
        get
        {
            string own = Path.Combine(folder, "modules");
            return Directory.Exists(own) ? [ModuleSet.Catalogue, ModuleSet.FromFolder("FastPaas.UserModules", own)]
                : [ModuleSet.Catalogue];
        }
    }

    public GraphSource Graph => new(
        Name, File.ReadAllText(Path.Combine(folder, "graph.toml")),
        Directory.GetFiles(folder, "*.toml").Where(file => Path.GetFileName(file) != "graph.toml")
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText));

    /// <summary>The case with modules in C wherever the catalogue has them; null: it has none of them.</summary>
    public GraphSource? InC
    {
        get
        {
            string text = Module().Replace(Graph.Text, match =>
                ModuleSet.Catalogue.Manifests.ContainsKey($"{match.Groups[1].Value}_c/module.toml")
                    ? $"module = \"{match.Groups[1].Value}_c\"" : match.Value);
            return text == Graph.Text ? null : Graph with { Text = text };
        }
    }

    public List<byte[]> ReadCapture()
    {
        using CaptureReader reader = CaptureReader.Open(CaptureFile);
        List<byte[]> frames = [];
        while (reader.Read(out CaptureFrame frame)) frames.Add(frame.Bytes.ToArray());
        return frames;
    }

    /// <summary>A microsecond between frames, from 2026-01-01.</summary>
    public static byte[] WriteCapture(IEnumerable<byte[]> frames)
    {
        using MemoryStream stream = new();
        CaptureWriter writer = new(stream, nanoseconds: false);
        ulong timestampNs = 1_767_225_600_000_000_000;
        foreach (byte[] frame in frames)
        {
            writer.Begin(timestampNs, frame.Length, (uint)frame.Length);
            writer.Append(frame);
            timestampNs += 1_000;
        }

        writer.Flush();
        return stream.ToArray();
    }

    [GeneratedRegex("module = \"(\\w+)\"")]
    private static partial Regex Module();
}
