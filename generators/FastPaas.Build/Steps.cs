using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace FastPaas.Build;

/// <summary>Prints each step with its time: what a build did, and where it spent its seconds. The steps sum to the
/// total.</summary>
sealed class Steps
{
    readonly TextWriter output;
    readonly long started;

    /// <param name="output">Standard error where standard output is the built program's.</param>
    /// <param name="before">How long the verb had run before: what the user waits for began with build.sh. Zero: not
    /// told.</param>
    public Steps(TextWriter output, TimeSpan before = default)
    {
        this.output = output;
        started = Stopwatch.GetTimestamp() - (long)(before.TotalSeconds * Stopwatch.Frequency);
        if (before > TimeSpan.Zero) Add("start", before, "the build tool");
    }

    /// <summary>The time since <c>build.sh</c> began, which it hands over in nanoseconds of the wall clock; zero where it
    /// didn't.</summary>
    public static TimeSpan SinceScript()
    {
        string? told = Environment.GetEnvironmentVariable("FASTPAAS_STARTED_NS");
        if (!long.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out long began)) return TimeSpan.Zero;
        TimeSpan since = DateTime.UtcNow - DateTime.UnixEpoch - TimeSpan.FromMicroseconds(began / 1000);
        return since > TimeSpan.Zero ? since : TimeSpan.Zero;
    }

    /// <param name="work">Returns what there is to say about it.</param>
    public void Run(string name, Func<string> work)
    {
        long start = Stopwatch.GetTimestamp();
        // On a terminal the step that runs is seen; a log gets the finished line only.
        if (!Console.IsErrorRedirected && !Console.IsOutputRedirected) output.Write($"  {name,-14}...\r");
        string remark = work();
        Add(name, Stopwatch.GetElapsedTime(start), remark);
    }

    public void Total(string remark) => Add("done", Stopwatch.GetElapsedTime(started), remark);

    public void Add(string name, TimeSpan time, string remark) => output.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"  {name,-14}{time.TotalSeconds,7:0.00} s   {remark}").TrimEnd());
}
