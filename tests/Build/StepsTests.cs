using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace FastPaas.Build.Tests;

/// <summary>Where the time of a build goes is printed, by the verb that spends it; nothing else takes CPU meanwhile.</summary>
[NotInParallel]
public partial class StepsTests
{
    /// <summary>Steps are printed with two digits; the total may keep a twentieth of a second beside them.</summary>
    const double RestSecondsMax = 0.05;

    [Test]
    public void The_steps_of_a_build_and_their_times_are_printed_and_sum_to_its_total()
    {
        using TemporaryFolder folder = new();
        string binary = Path.Combine(folder.Path, "io");
        // The test verb has built this graph where it has the tools; else it is built here, and all steps are seen.
        Outcome outcome = Script.Run("build", "graphs/io", "-o", binary, "--no-install");
        if (outcome.Code == 4) Skip.Test("build: " + outcome.Errors.Trim());
        Assert.Equal(0, outcome.Code);
        Dictionary<string, double> steps = Step().Matches(outcome.Output).ToDictionary(
            match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        double total = steps["done"];
        Assert.All(["start", "check", "compare", "write"], name => Assert.Contains(name, steps.Keys));
        double sum = steps.Where(step => step.Key != "done").Sum(step => step.Value);
        Assert.InRange(sum, total * 0.97 - RestSecondsMax, total * 1.03 + RestSecondsMax);
    }

    [Test]
    public void The_time_before_the_verb_is_a_step_of_its_own()
    {
        StringWriter output = new();
        Steps steps = new(output, TimeSpan.FromSeconds(2));
        steps.Total("runtime");
        Assert.Matches(@"^  start +2\.00 s   the build tool\n  done +2\.\d\d s   runtime\n$", output.ToString());
    }

    [GeneratedRegex(@"^  (\w+) +(\d+\.\d\d) s", RegexOptions.Multiline)]
    private static partial Regex Step();
}
