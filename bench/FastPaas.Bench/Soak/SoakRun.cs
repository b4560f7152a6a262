using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace FastPaas.Bench.Soak;

/// <param name="Binary">A deployment binary.</param>
/// <param name="Prefix">Arguments of the binary before <c>run</c>.</param>
/// <param name="Devices"><c>name=device</c> for its ports.</param>
sealed record SoakOptions(string Binary, string[] Prefix, string[] Devices, TimeSpan Length);

/// <summary><c>./build.sh bench soak</c>: a busy instance for minutes or a day, with its control plane polled a hundred times a
/// second and collecting its garbage all the time.</summary>
static class SoakRun
{
    const int ExitFailed = 3, SamplesMax = 600, PollsPerSecond = 100;

    static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(250), WarmUp = TimeSpan.FromSeconds(1);

    public static int Run(SoakOptions options)
    {
        using var instance = new SoakInstance(options.Binary, options.Prefix, options.Devices);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        int polls = 0, failed = 0;
        using var polling = new CancellationTokenSource();
        Task poller = Task.Run(() =>
        {
            while (!polling.Token.WaitHandle.WaitOne(1000 / PollsPerSecond))
            {
                polls++;
                if (!instance.Poll()) failed++;
            }
        });
        List<SoakSample> samples = Take(instance, options.Length, stop.Token);
        polling.Cancel();
        poller.Wait();
        IReadOnlyList<SoakVerdict> verdicts = SoakVerdict.Judge(samples, instance.Stop(polls, failed));
        return Print(verdicts, samples);
    }

    /// <summary>As many samples a run whether it takes minutes or a day.</summary>
    static List<SoakSample> Take(SoakInstance instance, TimeSpan length, CancellationToken stop)
    {
        TimeSpan interval = length / SamplesMax < IntervalMin ? IntervalMin : length / SamplesMax;
        var samples = new List<SoakSample>();
        stop.WaitHandle.WaitOne(WarmUp);
        long start = Stopwatch.GetTimestamp();
        do samples.Add(instance.Sample());
        while (!stop.WaitHandle.WaitOne(interval) && Stopwatch.GetElapsedTime(start) < length);
        return samples;
    }

    static int Print(IReadOnlyList<SoakVerdict> verdicts, List<SoakSample> samples)
    {
        bool isGood = true;
        Console.WriteLine($"{samples.Count} samples in {samples[^1].Seconds - samples[0].Seconds:0} s; lost by the source: "
            + $"{samples[^1].LostPackets - samples[0].LostPackets} packets");
        foreach (SoakVerdict verdict in verdicts)
        {
            string mark = verdict.IsGood ? "ok" : "FAILED";
            Console.WriteLine($"{mark,-8}{verdict.What,-44}{verdict.Found}; allowed: {verdict.Allowed}");
            isGood &= verdict.IsGood;
        }
        Console.WriteLine(isGood ? "soak: passed" : "soak: failed");
        return isGood ? 0 : ExitFailed;
    }
}
