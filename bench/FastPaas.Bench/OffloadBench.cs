using System;
using System.Globalization;
using System.IO;
using System.Text.Json.Serialization;

namespace FastPaas.Bench;

/// <summary>Instructions a packet of what a device could do.</summary>
/// <param name="Here">Done by the binary.</param>
/// <param name="Left">Left to the device, or taken from it; without what its driver executes.</param>
sealed record OffloadRow(
    [property: JsonPropertyName("what")] string What,
    [property: JsonPropertyName("here")] double Here,
    [property: JsonPropertyName("left")] double Left);

/// <summary><c>./build.sh bench offloads</c>: what each offload would save (docs/adr/0014), by single-stepping.</summary>
static class OffloadBench
{
    public static int Run(string root)
    {
        string folder = Path.Combine(root, "artifacts", "bench", "offloads");
        MacroBinary binary = MacroBinary.Publish(root, folder, [BenchGraphs.FileOf(root, "io")], modules: "");
        Console.WriteLine($"{"instructions a packet",-28}{"here",10}{"by the device",16}");
        foreach (OffloadRow row in binary.Run("io", "--offloads").Offloads)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{row.What,-28}{row.Here,10:0.0}{row.Left,16:0.0}"));
        }

        return 0;
    }
}
