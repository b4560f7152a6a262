using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace FastPaas.Build;

/// <summary>Prints each step with its time: what a build did, and where it spent its minutes.</summary>
/// <param name="output">Standard error where standard output is the built program's.</param>
sealed class Steps(TextWriter output)
{
    readonly long started = Stopwatch.GetTimestamp();

    /// <param name="work">Returns what there is to say about it.</param>
    public void Run(string name, Func<string> work)
    {
        long start = Stopwatch.GetTimestamp();
        // On a terminal the step that runs is seen; a log gets the finished line only.
        if (!Console.IsErrorRedirected && !Console.IsOutputRedirected) output.Write($"  {name,-14}...\r");
        string remark = work();
        Line(name, Stopwatch.GetElapsedTime(start), remark);
    }

    public void Total(string remark) => Line("done", Stopwatch.GetElapsedTime(started), remark);

    void Line(string name, TimeSpan time, string remark) => output.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"  {name,-14}{time.TotalSeconds,7:0.00} s   {remark}").TrimEnd());
}
