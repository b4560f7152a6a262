using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Differential.Captures;
using FastPaas.Differential.Harness;
using FastPaas.Differential.Random;
using FastPaas.Differential.Reference;
using FastPaas.Graph;
using FastPaas.Graph.Plan;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Differential;

/// <summary>The deployment binary itself, ahead-of-time compiled, with its own capture reader and writer: FASTPAAS_DEMO_BINARY
/// names one that was built from a graph of graphs/.</summary>
public sealed class ReplayTests
{
    const int FramesPerCapture = 5_000;

    [Test]
    public void Replay_of_hostile_captures_writes_and_counts_what_the_reference_says()
    {
        string binary = Environment.GetEnvironmentVariable("FASTPAAS_DEMO_BINARY") ?? "";
        Skip.Unless(File.Exists(binary), "FASTPAAS_DEMO_BINARY names no deployment binary");
        string folder = Directory.CreateTempSubdirectory("fastpaas-replay").FullName;
        try
        {
            DispatchPlan plan = PlanOf(binary);
            for (ulong seed = 1; seed <= 3; seed++)
            {
                var frames = new RandomFrames(new Rng(seed));
                var packets = frames.Burst(FramesPerCapture).Select(frame => frame.Bytes).Where(bytes => bytes.Length > 0);
                Compare(binary, folder, plan, packets.ToArray(), $"seed {seed}");
            }

            foreach (string file in CaptureFolder.Files())
            {
                Compare(binary, folder, plan, CaptureFolder.Frames(file), Path.GetFileName(file));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static DispatchPlan PlanOf(string binary)
    {
        JsonElement description = JsonDocument.Parse(Run(binary, "describe", "--json")).RootElement;
        string name = description.GetProperty("graph").GetString()!;
        return GraphCompiler.Compile(CheckedSketch.SourcesOf(Repository.Path("graphs", name))).Plan!;
    }

    static void Compare(string binary, string folder, DispatchPlan plan, byte[][] packets, string what)
    {
        string input = Path.Combine(folder, "in.pcap"), output = Path.Combine(folder, "out.pcap");
        CaptureFile.Write(input, packets);
        foreach (PlanPort port in plan.Ports.Where(port => port.Entry != null))
        {
            string printed = Run(binary, "replay", input, output, "--from", port.Name, "--json");
            JsonElement report = JsonDocument.Parse(printed).RootElement;
            var reference = new ReferenceInterpreter(plan);
            // Packet by packet: replay writes in the order of arrival, and no module remembers one packet at the next.
            byte[][] expected = packets
                .Select(packet => reference.Run(port.Id, [Frame.Whole(packet, what)], (_, offered) => offered))
                .SelectMany(outcome => outcome.Sent).SelectMany(sent => sent).ToArray();
            Assert.True(packets.Length < FramesPerCapture / 2 || expected.Length > 0, $"{what}: nothing comes through");
            byte[][] written = CaptureFile.Read(output).Select(frame => frame.Bytes).ToArray();
            int first = Enumerable.Range(0, Math.Min(expected.Length, written.Length))
                .FirstOrDefault(i => !expected[i].AsSpan().SequenceEqual(written[i]), -1);
            string counts = $"{expected.Length} packets expected, {written.Length} written, the first that differs is {first}";
            Assert.True(first < 0 && expected.Length == written.Length, $"{what} into {port.Name}: {counts}");
            CompareCounters(plan, reference.Counters, report.GetProperty("counters"), $"{what} into {port.Name}");
            File.Delete(output);
        }
    }

    static void CompareCounters(DispatchPlan plan, ulong[] expected, JsonElement counters, string what)
    {
        Dictionary<string, PlanNode> nodes = plan.Nodes.ToDictionary(node => node.Name);
        foreach (JsonElement node in counters.GetProperty("nodes").EnumerateArray())
        {
            PlanNode planned = nodes[node.GetProperty("name").GetString()!];
            ulong arrived = node.GetProperty("in_packets").GetUInt64();
            Assert.True(expected[planned.InCounter] == arrived, $"{what}: in of {planned.Name}");
            JsonElement[] outputs = node.GetProperty("outputs").EnumerateArray().ToArray();
            for (int i = 0; i < outputs.Length; i++)
            {
                ulong counted = outputs[i].GetProperty("packets").GetUInt64();
                string output = $"output {planned.Outputs[i].Name} of {planned.Name}";
                Assert.True(expected[planned.Outputs[i].Counter] == counted, $"{what}: {output}");
            }
        }
    }

    static string Run(string binary, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(binary, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}");
        return output;
    }
}
