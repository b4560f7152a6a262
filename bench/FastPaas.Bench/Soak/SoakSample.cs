using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Bench.Soak;

/// <summary>One look at a running instance.</summary>
/// <param name="Seconds">Since the first.</param>
/// <param name="ResidentBytes">Of the process.</param>
/// <param name="Errors">Equations of its counters that can't hold, in words.</param>
sealed record SoakSample(
    double Seconds, ulong ReceivedPackets, ulong LostPackets, long ResidentBytes, IReadOnlyList<string> Errors);

/// <summary>How an instance ended.</summary>
/// <param name="LeakedMbufs">As it says itself at the end; null: it said nothing.</param>
/// <param name="IsConserved">Every packet is accounted for, now that none is in flight.</param>
sealed record SoakEnd(int ExitCode, long? LeakedMbufs, bool IsConserved, int FailedPolls, int Polls);

/// <summary>Conservation of counters that are read while lcores count.</summary>
/// <remarks>Counters are read one after the other, so each is as of some moment during the reading. Those of packets in are read
/// before and after all others: what is out by then lies between what was in at the start, less a burst a worker that may be on
/// its way, and what was in at the end. That holds however long the reading takes.</remarks>
sealed class RunningConservation
{
    const int BurstMax = 64;

    readonly List<(string Name, int[] In, int[] Out)> equations = [];

    /// <param name="names">Of the counters, by slot.</param>
    public RunningConservation(IReadOnlyList<string> names)
    {
        int[] Slots(System.Func<string, bool> isOne) => [.. Enumerable.Range(0, names.Count).Where(slot => isOne(names[slot]))];
        equations.Add((
            "graph",
            Slots(name => name.StartsWith("port.", Ordinal) && name.EndsWith(".rx_packets", Ordinal)),
            Slots(name => name.StartsWith("drop.", Ordinal)
                || (name.StartsWith("port.", Ordinal) && name.EndsWith(".tx_packets", Ordinal)))));
        foreach (string name in names.Where(name => name.StartsWith("node.", Ordinal) && name.EndsWith(".in", Ordinal)))
        {
            string node = name[..^2];
            equations.Add((name[..^3], Slots(each => each == name), Slots(
                each => each.StartsWith(node, Ordinal) && each != name && !each[node.Length..].Contains('.'))));
        }
    }

    const System.StringComparison Ordinal = System.StringComparison.Ordinal;

    /// <param name="before">All counters, read first.</param>
    /// <param name="between">Read after those of <paramref name="before"/> and before those of <paramref name="after"/>.</param>
    public IReadOnlyList<string> Check(ulong[] before, ulong[] between, ulong[] after, int workers)
    {
        var errors = new List<string>();
        foreach ((string name, int[] entered, int[] left) in equations)
        {
            long least = Sum(before, entered) - BurstMax * workers, most = Sum(after, entered), found = Sum(between, left);
            if (found < least || found > most) errors.Add($"{name}: {found} packets are out, and from {least} to {most} can be");
        }
        return errors;
    }

    static long Sum(ulong[] counters, int[] slots) => slots.Sum(slot => (long)counters[slot]);
}
