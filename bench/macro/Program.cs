using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FastPaas.Macro.State;

namespace FastPaas.Macro;

/// <summary>Runs every graph on both sides and prints raw samples as JSON; bench/FastPaas.Bench does the statistics.</summary>
static class Program
{
    const int VerifiedBursts = 4096;

    static int Main(string[] arguments)
    {
        Options options = Options.Parse(arguments);
        var bench = new Bench(options);
        if (options.Serve)
        {
            new Server(bench).Run(Console.In, Console.Out);
            return 0;
        }

        using Stream output = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("tsc_hz", bench.TscHz);
        json.WriteNumber("burst", 32);
        json.WriteString("source", options.Source);
        foreach (string graph in bench.Graphs)
        {
            if (bench.Disagreement(graph, VerifiedBursts) is not { } wrong) continue;
            Console.Error.WriteLine($"{graph}: the sides don't do the same: {wrong}");
            return 3;
        }

        if (options.StateSlots.Count > 0) WriteState(json, options);
        else if (options.Offloads) Offloads.Write(json);
        else if (options.Steps) WriteSteps(json, bench, options);
        else WriteSamples(json, bench, options);
        json.WriteEndObject();
        return 0;
    }

    static void WriteState(Utf8JsonWriter json, Options options)
    {
        json.WriteStartArray("state");
        foreach (uint slots in options.StateSlots)
        {
            using StateBench state = new(slots, json);
            if (options.Steps) state.Steps();
            else state.Run(options.Rounds);
        }

        json.WriteEndArray();
    }

    static void WriteSteps(Utf8JsonWriter json, Bench bench, Options options)
    {
        json.WriteStartArray("steps");
        foreach (Contender contender in bench.Contenders)
        {
            json.WriteStartObject();
            json.WriteString("graph", contender.Graph);
            json.WriteString("side", contender.Side);
            json.WriteNumber("instructions_per_packet", bench.InstructionsPerPacket(contender, options.SteppedBursts));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Every round runs all contenders, in random order, so that whatever the machine does meets both sides.</summary>
    static void WriteSamples(Utf8JsonWriter json, Bench bench, Options options)
    {
        var random = new Random(1);
        var samples = bench.Contenders.ToDictionary(contender => contender, _ => new List<Sample>());
        Contender[] order = bench.Contenders.ToArray();
        for (int round = -options.WarmUpRounds; round < options.Rounds; round++)
        {
            random.Shuffle(order);
            foreach (Contender contender in order)
            {
                Sample sample = bench.Measure(contender, options.Bursts);
                if (round >= 0) samples[contender].Add(sample);
            }
        }

        json.WriteNumber("packets_per_sample", options.Bursts * 32);
        json.WriteStartArray("samples");
        foreach ((Contender contender, List<Sample> taken) in samples)
        {
            json.WriteStartObject();
            json.WriteString("graph", contender.Graph);
            json.WriteString("side", contender.Side);
            WriteArray(json, "cycles_per_packet", taken.Select(sample => sample.CyclesPerPacket));
            WriteArray(json, "cpu_ns_per_packet", taken.Select(sample => sample.CpuNsPerPacket));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(Math.Round(value, 4));
        json.WriteEndArray();
    }
}

/// <summary><c>[graph...] [--rounds n] [--bursts n] [--source trace|ring] [--steps] [--stepped-bursts n] [--offloads]
/// [--state slots] [--serve]</c></summary>
sealed record Options(IReadOnlyList<string> Graphs, int Rounds, ulong Bursts, string Source, bool Steps, bool Serve)
{
    public ulong SteppedBursts { get; init; } = 16;

    /// <summary>What devices could do is counted, in place of graphs.</summary>
    public bool Offloads { get; init; }

    /// <summary>Tables of flows of these sizes are timed, or stepped, in place of graphs.</summary>
    public IReadOnlyList<uint> StateSlots { get; init; } = [];

    public int WarmUpRounds => Steps ? 0 : 3;

    public static Options Parse(string[] arguments)
    {
        var options = new Options([], 100, 8192, "trace", false, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = int.Parse(arguments[++i]) },
                "--bursts" => options with { Bursts = ulong.Parse(arguments[++i]) },
                "--source" => options with { Source = arguments[++i] },
                "--steps" => options with { Steps = true },
                "--stepped-bursts" => options with { SteppedBursts = ulong.Parse(arguments[++i]) },
                "--state" => options with { StateSlots = [.. options.StateSlots, uint.Parse(arguments[++i])] },
                "--offloads" => options with { Offloads = true },
                "--serve" => options with { Serve = true },
                _ => options with { Graphs = [.. options.Graphs, arguments[i]] },
            };
        }

        return options;
    }
}
