using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using FastPaas.Build.ModuleKit;
using FastPaas.Graph;
using FastPaas.Graph.Plan;

namespace FastPaas.Build.Verbs;

/// <summary><c>check</c>: every mistake of every graph, each once; or all that there is to say about one module.</summary>
static class CheckVerb
{
    public static int Run(Checkout checkout, IReadOnlyList<string> paths, string? modules, bool json, ModuleOptions options)
    {
        if (options.New is null && !paths.Any(ModuleFolder.Is))
        {
            if (options.Given is { } given)
                throw new StopException(ExitCode.Usage, $"{given} is for the folder of a module, which has a module.toml.");
            return CheckGraphs(checkout, paths, modules, json);
        }
        if (paths.Count > 1 || modules is not null || json)
            throw new StopException(ExitCode.Usage, "a module is checked alone, without --modules and --json.");
        return ModuleCheck.Run(checkout, paths[0], options);
    }

    static int CheckGraphs(Checkout checkout, IReadOnlyList<string> graphs, string? modules, bool json)
    {
        List<Diagnostic> found = [];
        // All are opened first: a folder that isn't there stops the verb before half of a report is printed.
        List<(string Path, GraphFolder Graph)> opened =
            [.. graphs.Select(path => (path, GraphFolder.Open(checkout, path, modules)))];
        foreach ((string path, GraphFolder graph) in opened)
        {
            GraphResult result = graph.Compile();
            // Two graphs that share a manifest share its mistakes.
            found.AddRange(result.Diagnostics.Select(graph.Locate).Where(each => !found.Contains(each)));
            if (!json && result.Plan is { } plan) Console.Out.WriteLine($"{path}: ok: {PlanSummary.Of(plan)}");
        }
        if (json) WriteJson(found);
        else foreach (Diagnostic each in found) Console.Out.WriteLine(each);
        return found.Exists(each => each.Severity == DiagnosticSeverity.Error) ? ExitCode.Refused : ExitCode.Ok;
    }

    /// <summary>Prints what is wrong, and stops if any of it is an error.</summary>
    public static string CheckBeforeBuild(GraphFolder graph)
    {
        GraphResult result = graph.Compile();
        foreach (Diagnostic each in result.Diagnostics) Console.Error.WriteLine(graph.Locate(each));
        int errors = result.Diagnostics.Count(each => each.Severity == DiagnosticSeverity.Error);
        if (result.Plan is null || errors > 0)
        {
            throw new StopException(ExitCode.Refused, $"{graph.GraphFile} has {Count(errors, "error")}; nothing was built.");
        }
        return $"ok: {PlanSummary.Of(result.Plan)}";
    }

    static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    static void WriteJson(List<Diagnostic> diagnostics)
    {
        using Stream output = Console.OpenStandardOutput();
        // Messages quote TOML: keep its < > & and letters as they are.
        JsonWriterOptions readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter json = new(output, readable))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("diagnostics");
            foreach (Diagnostic each in diagnostics)
            {
                json.WriteStartObject();
                json.WriteString("file", each.Position.File);
                json.WriteNumber("line", each.Position.Line);
                json.WriteNumber("column", each.Position.Column);
                json.WriteString("severity", each.Severity == DiagnosticSeverity.Error ? "error" : "warning");
                json.WriteString("id", each.Id);
                json.WriteString("message", each.Message);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
