using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FastPaas.Control.Report;

/// <summary>What <c>--json</c> prints: one object, snake_case, units last in names, <c>version</c> first. README.md lists every
/// key; within a version keys are added, never changed.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(DescribeReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(StatsReport))]
[JsonSerializable(typeof(LcoresReport))]
[JsonSerializable(typeof(BenchReport))]
sealed partial class Json : JsonSerializerContext
{
    public const int Version = 1;

    /// <summary>The output goes to a terminal or a file, never into a page: ">" may stay ">".</summary>
    public static Json Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static void Write<T>(TextWriter output, T report, JsonTypeInfo<T> type) =>
        output.WriteLine(JsonSerializer.Serialize(report, type));
}
