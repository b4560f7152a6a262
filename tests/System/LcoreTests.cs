using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FastPaas.Runtime.Capture;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Several workers in the real binary, on devices in its own process.</summary>
public sealed class LcoreTests : IDisposable
{
    const int Terminate = 15, Workers = 3, Flows = 60, Packets = 900, Buckets = 512, FrameBytes = 60;

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-lcores").FullName;

    /// <summary>The capture goes out into a ring and comes back from it on the other port: every lcore sees the same packets on
    /// both, and those that the hash says.</summary>
    [Test]
    [Arguments(2)]
    [Arguments(Workers)]
    public void Every_flow_stays_on_the_lcore_that_its_hash_says_on_every_port(int workers)
    {
        string capture = WriteCapture();
        using Instance instance = Instance.Start(
            Checkout.Wire, "--lcores", Cpus.ListOf(workers), "--port", $"left=net_pcap0,rx_pcap={capture},tx_pcap=/dev/null",
            "--port", "right=net_ring0");
        Await(() => instance.Counter("port.left.tx_packets") == Packets);
        ulong[] expected = new ulong[workers];
        for (int packet = 0; packet < Packets; packet++) expected[WorkerOf(packet % Flows, workers)]++;
        Assert.Equal(expected, OfEach(instance, "port.left.rx_packets"));
        Assert.Equal(expected, OfEach(instance, "port.right.rx_packets"));
        Assert.Equal(0ul, instance.Counter("lcore.hand_over_full"));
        Assert.Equal(0, instance.Stop(Terminate).ExitCode);
    }

    [Test]
    public void The_packets_of_each_flow_leave_in_the_order_in_which_they_came()
    {
        string capture = WriteCapture(), sent = Path.Combine(folder, "sent.pcap"), nothing = WriteEmpty();
        using (Instance instance = Instance.Start(
            Checkout.Wire, "--lcores", Cpus.ListOf(Workers), "--port", $"left=net_pcap0,rx_pcap={capture},tx_pcap=/dev/null",
            "--port", $"right=net_pcap1,rx_pcap={nothing},tx_pcap={sent}"))
        {
            Await(() => instance.Counter("port.right.tx_packets") == Packets);
            Assert.Equal(0, instance.Stop(Terminate).ExitCode);
        }
        ILookup<int, int> flows = Frames(sent).ToLookup(frame => frame.Flow, frame => frame.Packet);
        Assert.Equal(Flows, flows.Count);
        foreach (IGrouping<int, int> flow in flows)
            Assert.Equal(Enumerable.Range(0, Packets / Flows).Select(i => i * Flows + flow.Key), flow);
    }

    /// <summary>Received by the device = run by the graph + dropped for want of room: nothing stays in a ring.</summary>
    [Test]
    [Arguments(100_000)]
    [Arguments(3_000_000)]
    public void Packets_that_wait_for_their_lcore_when_the_stop_comes_still_run(int packetsPerSecond)
    {
        using Instance instance = Instance.Start(
            Checkout.Wire, "--json", "--lcores", Cpus.ListOf(Workers), "--port",
            $"left=open_loop,rate_pps={packetsPerSecond},flows=100");
        Await(() => instance.Counter("lcore.handed_over") > 10_000);
        Finished end = instance.Stop(Terminate);
        Assert.True(end.ExitCode == 0, end.Output);
        using JsonDocument report = JsonDocument.Parse(end.Output);
        JsonElement counters = report.RootElement.GetProperty("counters");
        JsonElement left = Named(counters.GetProperty("ports"), "left");
        ulong full = Named(counters.GetProperty("runtime"), "lcore.hand_over_full").GetProperty("value").GetUInt64();
        Assert.Equal(left.GetProperty("rx_bytes").GetUInt64() / FrameBytes, left.GetProperty("rx_packets").GetUInt64() + full);
        JsonElement conservation = counters.GetProperty("conservation");
        Assert.Equal(0, conservation.GetProperty("leaked_mbufs").GetInt64());
        Assert.True(conservation.GetProperty("is_conserved").GetBoolean());
    }

    /// <summary>One queue each way on both sides: every packet of another lcore's flow is handed over, and all send through one
    /// queue.</summary>
    [Test]
    public void Three_lcores_on_af_packet_bring_every_packet_and_count_it_once()
    {
        Command.Require("tcpreplay", "ethtool");
        using var wiring = new Wiring("af_packet", lcores: Cpus.ListOf(Workers));
        TwoHosts hosts = wiring.Hosts;
        TwoHosts.MustIn(hosts.Left, "tcpreplay", "-q", "-i", "vl", "--pps", "1000", WriteCapture());
        TwoHosts.MustIn(hosts.Right, "ping", "-q", "-f", "-c", "100", "-w", "60", "10.9.0.1");
        Assert.True(wiring.Left.Counter("lcore.handed_over") > 0);
        wiring.CompareCounts();
        wiring.Stop();
    }

    [Test]
    public void A_device_that_spreads_flows_gives_each_lcore_a_queue_and_nothing_is_handed_over()
    {
        using Instance instance = Instance.Start(Checkout.Wire, "--lcores", Cpus.ListOf(Workers));
        Assert.Matches("port left: .*, 3 queues, .*symmetric RSS", instance.Error);
        for (int lcore = 1; lcore <= Workers; lcore++)
        {
            string line = $"lcore {lcore}: left queue {lcore - 1}; right queue {lcore - 1}";
            Assert.Contains(line, instance.Error, StringComparison.Ordinal);
        }
        Await(() => OfEach(instance, "port.left.rx_packets").All(packets => packets > 0));
        Assert.Equal(0ul, instance.Counter("lcore.handed_over"));
        Assert.Equal(0, instance.Stop(Terminate).ExitCode);
    }

    [Test]
    [Arguments(2)]
    [Arguments(3)]
    [Arguments(5)]
    public void The_table_of_a_device_sends_each_bucket_to_the_queue_of_its_worker(int workers)
    {
        string[] lines = Command.Run(Checkout.Probe, ["spread", "net_null0", workers.ToString()]).Output.Split('\n');
        Assert.Equal($"128 {workers} {workers} True", lines[0]);
        Assert.StartsWith(string.Concat(Enumerable.Repeat("6d5a", 20)), lines[1]);
        Assert.Equal(Enumerable.Range(0, 128).Select(entry => entry % workers), lines[2].Split(' ').Select(int.Parse));
    }

    [Test]
    public void A_graph_says_how_many_lcores_it_wants_and_the_option_goes_first()
    {
        string[] run = ["run", "--instance", $"graph-{Environment.ProcessId}", "--duration", "0.2"];
        Finished wanted = Command.Run(Checkout.Probe, ["lcores", Cpus.Allowed.Length.ToString(), .. run]);
        Assert.Equal(0, wanted.ExitCode);
        Assert.Contains($"lcores: CPU {string.Join(", ", Cpus.Allowed)} for packets", wanted.Error, StringComparison.Ordinal);
        Finished chosen = Command.Run(Checkout.Probe, ["lcores", "99", .. run, "--lcores", Cpus.ListOf(workers: 2)]);
        Assert.Equal(0, chosen.ExitCode);
        Assert.Contains("lcore 2: ", chosen.Error, StringComparison.Ordinal);
        Finished tooMany = Command.Run(Checkout.Probe, ["lcores", "127", .. run]);
        Assert.Equal(1, tooMany.ExitCode);
        Assert.Contains("the graph wants 127 workers, and this process may run on", tooMany.Error, StringComparison.Ordinal);
    }

    [Test]
    public void Stats_shows_what_each_lcore_counted_beside_the_sum()
    {
        using Instance instance = Instance.Start(Checkout.Wire, "--lcores", Cpus.ListOf(workers: 2));
        Await(() => OfEach(instance, "lcore.polls").All(polls => polls > 0));
        Finished stats = instance.Ask("stats", "--lcores");
        Assert.Equal(0, stats.ExitCode);
        string[] lines = stats.Output.Split('\n');
        Assert.Matches($@"^counter +lcore 1 \(CPU {Cpus.Allowed[^1]}\) +lcore 2 \(CPU {Cpus.Allowed[^1]}\) +all$", lines[0]);
        string row = lines.Single(line => line.StartsWith("lcore.polls"));
        ulong[] polls = [.. row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(ulong.Parse)];
        Assert.Equal(polls[2], polls[0] + polls[1]);
    }

    static JsonElement Named(JsonElement list, string name) =>
        list.EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);

    static void Await(Func<bool> done)
    {
        for (int tries = 0; tries < 600 && !done(); tries++) Thread.Sleep(50);
        Assert.True(done(), "It didn't come to that in half a minute.");
    }

    static ulong[] OfEach(Instance instance, string counter)
    {
        using JsonDocument answer = JsonDocument.Parse(instance.SocketLine("{\"version\":1,\"verb\":\"lcores\"}"));
        return [.. answer.RootElement.GetProperty("lcores").EnumerateArray()
            .Select(lcore => lcore.GetProperty("counters").GetProperty(counter).GetUInt64())];
    }

    static int WorkerOf(int flow, int workers)
    {
        byte[] frame = Frame(flow, 0);
        uint folded = 0;
        // Addresses and ports: 12 bytes from the source address on.
        for (int i = 26; i < 38; i += 2) folded ^= BitConverter.ToUInt16(frame, i);
        return (int)(FlowHash.OfFolded(folded) % Buckets) % workers;
    }

    /// <summary>UDP over IPv4; source port and payload say which flow and which packet.</summary>
    static byte[] Frame(int flow, int packet)
    {
        byte[] frame = Convert.FromHexString(
            "020000000001020000000002" + "0800" + "4500002e00000000401100000a0000010a000002" + "00000035001a0000"
            + new string('0', 36));
        (frame[34], frame[35]) = ((byte)(flow * 7 >> 8), (byte)(flow * 7));
        (frame[42], frame[43], frame[44]) = ((byte)flow, (byte)(packet >> 8), (byte)packet);
        return frame;
    }

    static IEnumerable<(int Flow, int Packet)> Frames(string path)
    {
        using CaptureReader reader = CaptureReader.Open(path);
        var frames = new List<(int, int)>();
        while (reader.Read(out CaptureFrame frame)) frames.Add((frame.Bytes[42], frame.Bytes[43] << 8 | frame.Bytes[44]));
        return frames;
    }

    string WriteCapture() => Write("in.pcap", Enumerable.Range(0, Packets).Select(packet => Frame(packet % Flows, packet)));

    string WriteEmpty() => Write("empty.pcap", []);

    string Write(string name, IEnumerable<byte[]> frames)
    {
        string path = Path.Combine(folder, name);
        using var writer = new BinaryWriter(File.Create(path));
        foreach (uint word in (uint[])[0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1]) writer.Write(word);
        foreach (byte[] frame in frames)
        {
            foreach (uint word in (uint[])[0, 0, (uint)frame.Length, (uint)frame.Length]) writer.Write(word);
            writer.Write(frame);
        }
        return path;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
