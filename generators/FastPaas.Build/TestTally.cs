using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Build;

/// <summary>Adds up what xunit's json reporter says, line by line, so that a test process that dies has said all that it
/// did.</summary>
sealed class TestTally
{
    readonly Dictionary<string, string> running = [];
    readonly List<string> otherOutput = [];
    string project = "";
    bool finished;
    int passedBefore;
    int failedBefore;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public List<(string Test, string Reason)> Skipped { get; } = [];

    public void Start(string name)
    {
        project = name;
        finished = false;
        passedBefore = Passed;
        failedBefore = Failed;
        running.Clear();
        otherOutput.Clear();
    }

    /// <summary>One line of the test process.</summary>
    public void Take(string line)
    {
        if (!line.StartsWith("{\"$type\"", StringComparison.Ordinal))
        {
            otherOutput.Add(line);
            return;
        }
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement message = document.RootElement;
        string Text(string property) => message.GetProperty(property).GetString() ?? "";
        switch (Text("$type"))
        {
            case "test-starting":
                running[Text("TestUniqueID")] = Text("TestDisplayName");
                break;
            case "test-passed":
                Passed++;
                running.Remove(Text("TestUniqueID"));
                break;
            case "test-skipped":
                running.Remove(Text("TestUniqueID"), out string? skipped);
                Skipped.Add((skipped!, Text("Reason")));
                break;
            case "test-failed":
                running.Remove(Text("TestUniqueID"), out string? failed);
                Fail(failed!, message);
                break;
            case "error-message":
            case { } kind when kind.EndsWith("-cleanup-failure", StringComparison.Ordinal):
                Fail(project, message);
                break;
            case "test-assembly-finished":
                finished = true;
                break;
        }
    }

    public void Finish(int code, TimeSpan time)
    {
        if (!finished)
        {
            string how = code switch
            {
                124 => "took too long and was ended",
                > 128 => $"died of signal {code - 128}",
                _ => $"ended with code {code} before its tests did",
            };
            foreach (string line in otherOutput.TakeLast(40)) Console.Out.WriteLine("    " + line);
            Failed++;
            Console.Out.WriteLine($"failed: {project} {how}{string.Concat(running.Values.Select(test => $", in {test}"))}");
        }
        if (Passed > passedBefore || Failed > failedBefore)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{project}: {Passed - passedBefore} passed, {Failed - failedBefore} failed, {time.TotalSeconds:0.0} s"));
        }
    }

    void Fail(string test, JsonElement message)
    {
        Failed++;
        Console.Out.WriteLine($"failed: {test}");
        foreach (string property in (string[])["Messages", "StackTraces"])
        {
            foreach (JsonElement text in message.GetProperty(property).EnumerateArray())
            {
                // The frames of xunit and of reflection say nothing about the failure.
                IEnumerable<string> lines = (text.GetString() ?? "").Split('\n')
                    .Where(line => !line.StartsWith("   at Xunit.", StringComparison.Ordinal))
                    .Where(line => !line.StartsWith("   at System.Reflection.", StringComparison.Ordinal));
                foreach (string line in lines) Console.Out.WriteLine("    " + line);
            }
        }
    }
}
