using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;
using FastPaas.Differential.Reference;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Harness;

/// <summary>Feeds the same bursts to the reference and to a compiled graph, and says where they part.</summary>
static class Comparison
{
    /// <returns>The first burst after which they differ, and how; null: they never do.</returns>
    public static (int Burst, string What)? Run(
        DispatchPlan plan, CompiledGraph graph, IReadOnlyList<BurstInput> bursts, ulong noise)
    {
        var reference = new ReferenceInterpreter(plan);
        using var compiled = new NativeLcore(graph, new Rng(noise));
        for (int i = 0; i < bursts.Count; i++)
        {
            BurstInput burst = bursts[i];
            // Steps of many sizes, some of them back.
            ulong now = (ulong)i * (ulong)(1 + i % 5);
            reference.NowCycles = now;
            BurstOutcome expected = reference.Run(burst.Port, burst.Frames, Devices(burst), burst.CopiesMax);
            BurstOutcome actual =
                compiled.Run(burst.Port, burst.Frames, burst.Room, burst.CopiesMax, now, out string? wrong);
            string? what = wrong ?? Difference(plan, expected, actual)
                ?? CounterDifference(plan, reference.Counters, compiled.Counters)
                ?? Conservation.Violation(plan, compiled.Counters);
            if (what != null) return (i, what);
        }

        return null;
    }

    /// <summary>Each takes as many frames as it has room for, and no more before the next burst.</summary>
    static Func<int, int, int> Devices(BurstInput burst)
    {
        int[] room = [.. burst.Room];
        return (port, offered) =>
        {
            int taken = Math.Min(offered, room[port]);
            room[port] -= taken;
            return taken;
        };
    }

    static string? Difference(DispatchPlan plan, BurstOutcome expected, BurstOutcome actual)
    {
        foreach (PlanPort port in plan.Ports)
        {
            IReadOnlyList<byte[]> wanted = expected.Sent[port.Id], got = actual.Sent[port.Id];
            for (int i = 0; i < Math.Min(wanted.Count, got.Count); i++)
            {
                if (wanted[i].AsSpan().SequenceEqual(got[i])) continue;
                return $"port {port.Name}, packet {i}\n  expected {Convert.ToHexStringLower(wanted[i])}"
                    + $"\n  sent     {Convert.ToHexStringLower(got[i])}";
            }

            if (wanted.Count != got.Count) return $"port {port.Name}: expected {wanted.Count} packets, sent {got.Count}";
        }

        return null;
    }

    static string? CounterDifference(DispatchPlan plan, ulong[] expected, ReadOnlySpan<ulong> actual)
    {
        var differences = new List<string>();
        foreach (PlanCounter counter in plan.Counters)
        {
            if (expected[counter.Id] == actual[counter.Id]) continue;
            differences.Add($"counter {counter.Name}: expected {expected[counter.Id]}, counted {actual[counter.Id]}");
        }

        return differences.Count == 0 ? null : string.Join('\n', differences.Take(8));
    }
}
