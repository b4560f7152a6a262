using System;
using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Soak;

/// <summary>One line of the table: what was found, what is allowed.</summary>
sealed record SoakVerdict(string What, string Found, string Allowed, bool IsGood)
{
    /// <summary>Between the second quarter, when all is warm, and the last.</summary>
    const long GrowthBytesMax = 2 << 20;

    /// <summary>In a run of seconds one pause of the machine is a larger part of it.</summary>
    const double DriftMax = 0.01, DriftOfSecondsMax = 0.1, SecondsMax = 60;

    /// <summary>Fewer tell nothing of quarters.</summary>
    const int SamplesMin = 8;

    public static IReadOnlyList<SoakVerdict> Judge(IReadOnlyList<SoakSample> samples, SoakEnd end)
    {
        if (samples.Count < SamplesMin) return [new("samples", $"{samples.Count}", $"at least {SamplesMin}", false)];
        SoakSample[][] quarters = [.. Enumerable.Range(0, 4)
            .Select(quarter => samples.Skip(samples.Count * quarter / 4).Take(samples.Count / 4).ToArray())];
        long growth = Median(quarters[3]) - Median(quarters[1]);
        double first = Rate(quarters[0]), last = Rate(quarters[3]), drift = first > 0 ? last / first - 1 : -1;
        double driftMax = samples[^1].Seconds - samples[0].Seconds > SecondsMax ? DriftMax : DriftOfSecondsMax;
        string[] errors = [.. samples.SelectMany(sample => sample.Errors)];
        ulong received = samples[^1].ReceivedPackets - samples[0].ReceivedPackets;
        return
        [
            new("packets", $"{received:N0}", "more than 0", received > 0),
            new("resident memory, second to last quarter", $"{growth / 1024.0:+0;-0;0} KiB",
                $"at most +{GrowthBytesMax / 1024} KiB", growth <= GrowthBytesMax),
            new("rate, first to last quarter",
                FormattableString.Invariant($"{first:0} to {last:0} packets/s, {drift:+0.00%;-0.00%}"), $"within {driftMax:0%}",
                Math.Abs(drift) <= driftMax),
            new("counters conserved, samples",
                $"{samples.Count(sample => sample.Errors.Count == 0)} of {samples.Count}"
                + (errors.Length == 0 ? "" : $"; {errors[0]}"), "all", errors.Length == 0),
            new("counters conserved, at the end", end.IsConserved ? "yes" : "no", "yes", end.IsConserved),
            new("mbufs that didn't come back", end.LeakedMbufs?.ToString() ?? "unknown", "0", end.LeakedMbufs == 0),
            new("polls of the control socket answered", $"{end.Polls - end.FailedPolls} of {end.Polls}",
                "all, and there are some", end.FailedPolls == 0 && end.Polls > 0),
            new("exit code", $"{end.ExitCode}", "0", end.ExitCode == 0),
        ];
    }

    static double Rate(SoakSample[] quarter) =>
        (quarter[^1].ReceivedPackets - quarter[0].ReceivedPackets) / (quarter[^1].Seconds - quarter[0].Seconds);

    static long Median(SoakSample[] quarter) =>
        quarter.Select(sample => sample.ResidentBytes).Order().ElementAt(quarter.Length / 2);
}
