using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastPaas.Control.Report;

/// <summary>What <c>--json</c> prints: one object, snake_case, units last in names, <c>version</c> first. README.md lists every
/// key; within a version keys are added, never changed.</summary>
/// <remarks>Written key by key: a serializer's metadata was a tenth of the executable's functions (docs/adr/0011).</remarks>
static class Json
{
    public const int Version = 1;

    /// <summary>The output goes to a terminal or a file, never into a page: ">" may stay ">".</summary>
    static readonly JsonWriterOptions Plain = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line of output behind it.</summary>
    public static void Write(TextWriter output, IJsonReport report)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Plain)) json.WriteObject(report);
        output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <param name="report">Null: <c>null</c>.</param>
    public static void WriteObject(this Utf8JsonWriter json, string key, IJsonReport? report)
    {
        json.WritePropertyName(key);
        if (report is null) json.WriteNullValue();
        else json.WriteObject(report);
    }

    public static void WriteArray(this Utf8JsonWriter json, string key, IEnumerable<IJsonReport> reports)
    {
        json.WriteStartArray(key);
        foreach (IJsonReport report in reports) json.WriteObject(report);
        json.WriteEndArray();
    }

    public static void WriteArray(this Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <param name="number">Null: <c>null</c>.</param>
    public static void WriteNullable(this Utf8JsonWriter json, string key, double? number)
    {
        if (number is { } value) json.WriteNumber(key, value);
        else json.WriteNull(key);
    }

    public static void WriteLcores(this Utf8JsonWriter json, string key, LcoreDescription lcores)
    {
        json.WriteStartObject(key);
        json.WriteNumber("workers", lcores.Workers);
        json.WriteStartArray("worker_cpus");
        foreach (int cpu in lcores.WorkerCpus) json.WriteNumberValue(cpu);
        json.WriteEndArray();
        json.WriteNullable("control_cpu", lcores.ControlCpu);
        json.WriteEndObject();
    }

    static void WriteObject(this Utf8JsonWriter json, IJsonReport report)
    {
        json.WriteStartObject();
        report.WriteKeys(json);
        json.WriteEndObject();
    }
}

/// <summary>One object of <c>--json</c>.</summary>
interface IJsonReport
{
    void WriteKeys(Utf8JsonWriter json);
}
