using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FastPaas.Control.Tests.Capture;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.Control.Tests.Commands;

public sealed class ReplayTests : IDisposable
{
    readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void A_wire_replays_a_capture_to_the_same_packets(bool isNano)
    {
        List<Packet> packets = CaptureBytes.Some(500);
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(packets, isNano: isNano));
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        Assert.Equal(packets, CaptureBytes.Read(File.ReadAllBytes(folder["out.pcap"])));
        Assert.Contains("conserved: 500 received = 500 sent + 0 dropped", done.Output);
    }

    [Test]
    public void A_wire_keeps_the_nanoseconds_of_pcapng()
    {
        Packet[] packets = [new(1_000_000_001, 60, new byte[60])];
        string input = folder.Write("in.pcapng", CaptureBytes.Pcapng(packets));
        Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]);
        Assert.Equal(packets, CaptureBytes.Read(File.ReadAllBytes(folder["out.pcap"])));
    }

    [Test]
    public void Frames_of_every_length_go_through_one_pool()
    {
        Packet[] packets = [.. new[] { 60, 9_000, 60, 70_000, 1, 262_144, 0, 65_535 }.Select(
            n => new Packet(0, (uint)n, new byte[n]))];
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(packets));
        Assert.Equal(0, Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]).ExitCode);
        Assert.Equal(packets, CaptureBytes.Read(File.ReadAllBytes(folder["out.pcap"])));
    }

    [Test]
    public void An_empty_capture_gives_an_empty_capture()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap([]));
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]);
        Assert.Equal(0, done.ExitCode);
        Assert.Empty(CaptureBytes.Read(File.ReadAllBytes(folder["out.pcap"])));
    }

    [Test]
    public void The_report_names_every_node_and_drop_reason()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(Mixed()));
        Golden.Check("replay.txt",
            Invocation.Of(HandGraph.Marker, "replay", input, folder["out.pcap"]).Output.Replace(folder.Path, "FOLDER"));
    }

    [Test]
    public void The_json_report_has_every_counter()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(Mixed()));
        Golden.Check("replay.json",
            Invocation.Of(HandGraph.Marker, "replay", input, folder["out.pcap"], "--json").Output.Replace(folder.Path, "FOLDER"));
    }

    /// <summary>TCP, UDP, one cut off by the capture and one too short for Ethernet.</summary>
    static List<Packet> Mixed()
    {
        byte[] tcp = Frame("tcp 10.0.0.1:1 > 10.0.0.2:80"), udp = Frame("udp 10.0.0.1:1 > 10.0.0.2:53");
        return [new(0, 60, tcp), new(1_000, 60, udp), new(2_000_000, 1_500, tcp), new(3_000_000, 5, tcp[..5])];
    }

    static byte[] Frame(string words)
    {
        using var report = JsonDocument.Parse(Invocation.Of(HandGraph.Wire, "explain", words, "--json").Output);
        return Convert.FromHexString(report.RootElement.GetProperty("bytes").GetString()!);
    }

    [Test]
    public void A_wrong_graph_fails_the_replay()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap([new(0, 60, new byte[60])]));
        Invocation done = Invocation.Of(HandGraph.Leak, "replay", input, folder["out.pcap"]);
        Assert.Equal(ExitCode.Failed, done.ExitCode);
        Assert.Contains("NOT conserved: 1 mbufs didn't come back", done.Output);
    }

    [Test]
    [Arguments("in.pcap")]
    [Arguments("symbolic.pcap")]
    [Arguments("hard.pcap")]
    [Arguments("./x/../in.pcap")]
    public void Output_over_input_is_refused_whatever_its_name(string name)
    {
        byte[] bytes = CaptureBytes.Pcap(CaptureBytes.Some(3));
        string input = folder.Write("in.pcap", bytes);
        Directory.CreateDirectory(folder["x"]);
        File.CreateSymbolicLink(folder["symbolic.pcap"], input);
        HardLink.Create(input, folder["hard.pcap"]);
        string output = System.IO.Path.Combine(folder.Path, name);
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, output);
        Assert.Equal((ExitCode.Refused, $"wire: {output} and {input} are the same file: give the output another name.\n"),
            (done.ExitCode, done.Error));
        Assert.Equal(bytes, File.ReadAllBytes(input));
    }

    [Test]
    public void A_capture_cut_short_leaves_no_output()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap([new(0, 60, new byte[60]), new(0, 60, new byte[60])])[..^1]);
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]);
        Assert.Equal(
            $"wire: {input}: packet 2 is cut short: the frame has 60 bytes, the file ends after 59 of them.\n", done.Error);
        Assert.Equal(ExitCode.Refused, done.ExitCode);
        Assert.Equal(["in.pcap"], folder.Files);
    }

    [Test]
    public void A_refused_replay_keeps_the_old_output()
    {
        folder.Write("out.pcap", [1, 2, 3]);
        string input = folder.Write("in.pcap", CaptureBytes.Pcap([new(0, 60, new byte[60])])[..^1]);
        Invocation.Of(HandGraph.Wire, "replay", input, folder["out.pcap"]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["out.pcap"]));
    }

    [Test]
    public void An_interrupted_replay_leaves_nothing()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(CaptureBytes.Some(3)));
        Invocation done = Invocation.Of(
            HandGraph.Wire, _ => throw new InvalidOperationException(), new CancellationToken(canceled: true), "replay", input,
            folder["out.pcap"]);
        Assert.Equal((ExitCode.Interrupted, "wire: interrupted.\n"), (done.ExitCode, done.Error));
        Assert.Equal(["in.pcap"], folder.Files);
    }

    [Test]
    public void A_full_disk_is_one_sentence()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(CaptureBytes.Some(3)));
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, "/dev/full");
        Assert.Equal((ExitCode.Refused, "wire: /dev/full can't be written: the disk is full.\n"), (done.ExitCode, done.Error));
    }

    [Test]
    public void A_device_is_written_to_and_never_replaced()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(CaptureBytes.Some(3)));
        Assert.Equal(0, Invocation.Of(HandGraph.Wire, "replay", input, "/dev/null").ExitCode);
        Assert.False(File.GetAttributes("/dev/null").HasFlag(FileAttributes.Directory) || new FileInfo("/dev/null").Length > 0);
    }

    [Test]
    public void A_symbolic_link_to_an_old_output_stays_a_link()
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap(CaptureBytes.Some(3)));
        folder.Write("old.pcap", [1]);
        File.CreateSymbolicLink(folder["link.pcap"], folder["old.pcap"]);
        Invocation.Of(HandGraph.Wire, "replay", input, folder["link.pcap"]);
        Assert.NotNull(File.ResolveLinkTarget(folder["link.pcap"], false));
        Assert.Equal(3, CaptureBytes.Read(File.ReadAllBytes(folder["old.pcap"])).Count);
    }

    [Test]
    [Arguments("/nonexistent/out.pcap", "there is no such directory")]
    [Arguments("/", "it is a directory")]
    public void An_output_that_cannot_be_is_one_sentence(string output, string why)
    {
        string input = folder.Write("in.pcap", CaptureBytes.Pcap([]));
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", input, output);
        Assert.Equal((ExitCode.Refused, $"wire: {output} can't be written: {why}.\n"), (done.ExitCode, done.Error));
    }

    [Test]
    [Arguments("nowhere", "wire: this graph has no port nowhere; say --from a.\n")]
    [Arguments("b", "wire: port b receives nothing in this graph; say --from a.\n")]
    public void A_port_that_does_not_receive_is_a_usage_error(string from, string message)
    {
        Invocation done = Invocation.Of(HandGraph.Wire, "replay", "in", "out", "--from", from);
        Assert.Equal((ExitCode.Usage, message), (done.ExitCode, done.Error));
    }

    /// <summary>The captures of FASTPAAS_PCAP, a folder.</summary>
    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Every_real_capture_is_conserved(bool isMarker)
    {
        string? captures = Environment.GetEnvironmentVariable("FASTPAAS_PCAP");
        if (captures is null) Skip.Test("FASTPAAS_PCAP names no folder of captures.");
        string[] files = [.. Directory.GetFiles(captures).Where(file => file.EndsWith(".pcap") || file.EndsWith(".pcapng"))];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Invocation done = Invocation.Of(isMarker ? HandGraph.Marker : HandGraph.Wire, "replay", file, folder["out.pcap"]);
            Assert.True(done.ExitCode == 0, $"{file}: {done.Error}{done.Output}");
            if (isMarker) continue;
            using var input = CaptureReader.Open(file);
            using var output = CaptureReader.Open(folder["out.pcap"]);
            Assert.Equal(CaptureBytes.Read(input), CaptureBytes.Read(output));
        }
    }
}
