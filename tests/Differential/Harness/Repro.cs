using System.Collections.Generic;
using System.IO;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Differential.Reference;
using FastPaas.Graph;

namespace FastPaas.Differential.Harness;

/// <summary>A failing case as text: small enough to read, complete enough to become a test.</summary>
static class Repro
{
    /// <returns>The text, which also went to artifacts/differential/.</returns>
    public static string Write(CompiledSketch failing, IReadOnlyList<BurstInput> bursts, ulong noise, ulong seed, string what)
    {
        (CompiledSketch small, IReadOnlyList<BurstInput> fewer) = Minimiser.Shrink(failing, bursts, noise);
        string now = Comparison.Run(small.Plan, small.Graph, fewer, noise)?.What ?? "(no longer fails)";
        string text = $"seed {seed}, graph {failing.Sketch.Name}: {what}\n\nminimised:\n{now}\n\n{small.Sketch}\n"
            + string.Concat(fewer.Select(burst => burst.ToString())) + Headers(fewer);
        string folder = Path.Combine(CheckedSketch.Root, "artifacts", "differential");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{seed}-{failing.Sketch.Name}.txt");
        File.WriteAllText(path, $"{text}\n{small.Source}");
        return $"{text}\nwith the generated code: {Path.GetRelativePath(CheckedSketch.Root, path)}";
    }

    /// <summary>What the reference sees in each packet that is left.</summary>
    static string Headers(IReadOnlyList<BurstInput> bursts) => string.Concat(
        bursts.SelectMany(burst => burst.Frames).Where(frame => frame.Bytes.Length >= 14)
            .Select(frame => $"  {ReferenceHeaders.Parse(frame.Bytes)}\n"));
}
