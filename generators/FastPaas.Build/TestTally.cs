using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace FastPaas.Build;

/// <summary>Adds up what tests/Shared/Reporter says, line by line, so that a test process that dies has said all that it
/// did.</summary>
sealed class TestTally
{
    const string EventPrefix = "##";

    static readonly string[] FrameworkFrames = ["   at Xunit.", "   at TUnit.", "   at System.Reflection."];

    readonly HashSet<string> running = [];
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
        if (!line.StartsWith(EventPrefix, StringComparison.Ordinal))
        {
            otherOutput.Add(line);
            return;
        }
        using JsonDocument document = JsonDocument.Parse(line.AsMemory(EventPrefix.Length));
        JsonElement message = document.RootElement;
        string what = message.GetProperty("event").GetString()!;
        if (what == "finished")
        {
            finished = true;
            return;
        }
        string test = message.GetProperty("test").GetString()!;
        if (what == "started")
        {
            running.Add(test);
            return;
        }
        running.Remove(test);
        string reason = message.GetProperty("reason").GetString() ?? "";
        if (what == "passed") Passed++;
        else if (what == "skipped") Skipped.Add((test, reason));
        else Fail(test, reason, message.GetProperty("stack").GetString() ?? "");
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
            Console.Out.WriteLine($"failed: {project} {how}{string.Concat(running.Select(test => $", in {test}"))}");
        }
        if (Passed > passedBefore || Failed > failedBefore)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{project}: {Passed - passedBefore} passed, {Failed - failedBefore} failed, {time.TotalSeconds:0.0} s"));
        }
    }

    void Fail(string test, string reason, string stack)
    {
        Failed++;
        Console.Out.WriteLine($"failed: {test}");
        // The frames of the frameworks say nothing about the failure.
        IEnumerable<string> frames = stack.Split('\n').Where(line => line.Length > 0
            && !FrameworkFrames.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        foreach (string line in reason.Split('\n').Concat(frames)) Console.Out.WriteLine("    " + line);
    }
}
