using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace FastPaas.Modules.Tests.State;

/// <summary>Flows that come, go on for a while and stay away, many times as many as a budget of 10,000 allows; of a million with
/// FASTPAAS_FLOWS=1000000 (./build.sh test --long).</summary>
public sealed unsafe class FlowChurnTests
{
    const int Turnovers = 10, Recent = 3;
    const uint TimeoutSeconds = 20;

    static readonly int flowsMax =
        int.TryParse(Environment.GetEnvironmentVariable("FASTPAAS_FLOWS"), out int given) ? given : 10_000;

    /// <summary>All flows of one second are new, and those of the last three go on: a 25th of the budget each. So flows time out
    /// and, once a flood comes, are evicted.</summary>
    [Test]
    public void A_table_in_churn_keeps_its_budget_and_accounts_for_every_flow()
    {
        using FlowBox box = new(flowsMax, [.. Enumerable.Repeat(TimeoutSeconds, 6)]);
        using CancellationTokenSource stop = new();
        Task<long> reader = Task.Run(() => Read(box, stop.Token));
        Random random = new(3);
        uint perSecond = (uint)flowsMax / 25, next = perSecond * Recent;
        ulong refused = 0;
        for (int second = 0; second < Turnovers * 25 && !reader.IsFaulted; second++)
        {
            bool isFlood = second % 50 >= 40;
            uint made = isFlood ? perSecond * 4 : perSecond;
            for (uint from = next; from < next + made; from += 32)
            {
                box.NowCycles += FlowBox.CyclesPerSecond * 32 / made;
                uint first = from;
                TestFlow[] burst = [.. Enumerable.Range(0, 64).Select(lane => Flow(lane < 32 ? first + (uint)lane
                    : next - 1 - (uint)random.Next((int)perSecond * Recent)))];
                refused += (ulong)box.Run(burst).Count(packets => packets == 0);
                if (box.Table->Count > (nuint)flowsMax) Assert.Fail($"{box.Table->Count} flows in second {second}");
            }
            next += made;
            box.Table->TouchAhead();
        }
        stop.Cancel();
        Assert.True(reader.GetAwaiter().GetResult() > 0);
        box.Flows();
        FlowCounts counts = box.Table->Counts;
        Assert.Equal(refused, counts.Refused);
        Assert.True(counts.Expired > (ulong)flowsMax, $"{counts.Expired} timed out");
        Assert.True(counts.Evicted > (ulong)flowsMax, $"{counts.Evicted} evicted");
    }

    /// <returns>Copies.</returns>
    static long Read(FlowBox box, CancellationToken stop)
    {
        byte[] entry = new byte[FlowBox.EntryBytes];
        long copies = 0;
        while (!stop.IsCancellationRequested || copies == 0)
        {
            for (nuint slot = 0; slot < FlowReader.Slots(box.Table); slot++)
            {
                if (!FlowReader.TryRead(box.Table, slot, entry)) continue;
                uint id = MemoryMarshal.Read<uint>(entry.AsSpan(4));
                if (MemoryMarshal.Read<uint>(entry.AsSpan(12)) != ~id) Assert.Fail($"slot {slot} is two flows");
                copies++;
            }
        }
        return copies;
    }

    static TestFlow Flow(uint id) => new(id, new KeyedHash(3).Of(System.Runtime.Intrinsics.Vector128.Create((ulong)id, 0)));
}
