using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Modules.Tests.State;

/// <summary>The table against a dictionary, with hashes as kind as they are and as bad as they could be.</summary>
public sealed unsafe class FlowTableTests
{
    const int FlowsMax = 600;

    public enum Hashes
    {
        /// <summary>As the keyed hash does it.</summary>
        Spread,
        /// <summary>All flows have four homes; tags differ.</summary>
        FewHomes,
        /// <summary>All flows have one tag; homes differ.</summary>
        OneTag,
        /// <summary>One hash for all.</summary>
        Equal,
    }

    readonly record struct Step(int FirstId, int Ids, int Packets, int Seconds);

    /// <summary>Bursts of flows that come and stay away, at all loads: whoever is in the dictionary is in the table with the same
    /// count, or is among those that the table says it has evicted or let time out.</summary>
    [Test]
    [Arguments(Hashes.Spread)]
    [Arguments(Hashes.FewHomes)]
    [Arguments(Hashes.OneTag)]
    [Arguments(Hashes.Equal)]
    public void Flows_are_those_of_a_dictionary_less_what_is_evicted_or_timed_out(Hashes hashes)
    {
        Gen<Step> step = from first in Gen.Choose(0, 2_000)
                         from ids in Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(500, 1_500)))
                         from packets in Gen.Choose(1, 64)
                         from seconds in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Choose(1, 30)), (1, Gen.Choose(300, 700)))
                         select new Step(first, ids, packets, seconds);
        Gen<Step[]> steps = Gen.Choose(1, 80).SelectMany(count => Gen.ArrayOf(step, count));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(Arb.From(steps), all => Follow(all, hashes)));
    }

    static void Follow(Step[] steps, Hashes hashes)
    {
        using FlowBox box = new(FlowsMax);
        Dictionary<uint, ulong> model = [];
        Random random = new(steps.Length);
        foreach (Step step in steps)
        {
            box.NowCycles += (ulong)step.Seconds * FlowBox.CyclesPerSecond;
            FlowCounts before = box.Table->Counts;
            TestFlow[] burst = [.. Enumerable.Range(0, step.Packets)
                .Select(_ => Flow((uint)(step.FirstId + random.Next(step.Ids)), hashes))];
            ulong[] counted = box.Run(burst);
            FlowCounts after = box.Table->Counts;
            Assert.Equal(after.Refused - before.Refused, (ulong)counted.Count(packets => packets == 0));
            Count(burst, counted, model);
            Dictionary<uint, ulong> flows = box.Flows();
            Assert.InRange(flows.Count, 0, FlowsMax);
            ulong gone = (ulong)model.Keys.Count(id => !flows.ContainsKey(id));
            Assert.InRange(gone, 0ul, after.Evicted - before.Evicted + after.Expired - before.Expired);
            foreach ((uint id, ulong packets) in flows)
                if (model[id] != packets) Assert.Fail($"flow {id} has {packets} packets, not {model[id]}");
            model = flows;
        }
    }

    /// <summary>A lane's count goes on from the model's, or begins again: at most once in a burst, for a flow that went before.
    /// </summary>
    static void Count(TestFlow[] burst, ulong[] counted, Dictionary<uint, ulong> model)
    {
        for (int lane = 0; lane < burst.Length; lane++)
        {
            if (counted[lane] == 0) continue;
            ulong before = model.GetValueOrDefault(burst[lane].Id);
            if (counted[lane] != before + 1 && counted[lane] != 1) Assert.Fail($"lane {lane}: {counted[lane]} after {before}");
            model[burst[lane].Id] = counted[lane];
        }
    }

    static TestFlow Flow(uint id, Hashes hashes)
    {
        ulong hash = new KeyedHash(7).Of(System.Runtime.Intrinsics.Vector128.Create((ulong)id, 0));
        return new TestFlow(id, hashes switch
        {
            Hashes.FewHomes => hash & ~0xfffffffful | hash & 3,
            Hashes.OneTag => hash & 0xffff_ffff_fffful,
            Hashes.Equal => 5,
            _ => hash,
        });
    }

    [Test]
    public void A_flow_that_is_new_is_made_once_in_a_burst_and_its_fields_are_zero()
    {
        using FlowBox box = new(FlowsMax);
        TestFlow[] burst = [.. Enumerable.Repeat(Flow(1, Hashes.Spread), 64)];
        Assert.Equal(Enumerable.Range(1, 64).Select(packets => (ulong)packets), box.Run(burst));
        Assert.Equal(1ul, box.Notes->Created);
        Assert.Equal((nuint)1, box.Table->Count);
    }

    [Test]
    public void A_budget_is_kept_and_what_is_evicted_is_the_tables_own()
    {
        using FlowBox box = new(1_000);
        for (uint id = 0; id < 20_000; id += 10)
            box.Run([.. Enumerable.Range(0, 10).Select(i => Flow(id + (uint)i, Hashes.Spread))]);
        Assert.Equal(1_000, box.Flows().Count);
        Assert.Equal(19_000ul, box.Table->Counts.Evicted);
    }

    /// <summary>Most groups of so small a table are nearly empty, and those behind the last home are.</summary>
    [Test]
    public void A_budget_however_small_refuses_nobody_who_comes_alone()
    {
        using FlowBox box = new(20);
        for (uint id = 0; id < 5_000; id++) Assert.Equal(1ul, box.Run(Flow(id, Hashes.Spread))[0]);
        Assert.Equal(20, box.Flows().Count);
        Assert.Equal(0ul, box.Table->Counts.Refused);
    }

    /// <summary>Its lanes have its address.</summary>
    [Test]
    [Arguments(Hashes.Spread)]
    [Arguments(Hashes.Equal)]
    public void A_flow_of_this_burst_is_never_evicted_for_another_of_it(Hashes hashes)
    {
        using FlowBox box = new(30);
        for (uint round = 0; round < 100; round++)
        {
            TestFlow[] burst = [.. Enumerable.Range(0, 64).Select(i => Flow(round * 7 + (uint)i, hashes))];
            ulong found = box.Find(burst);
            HashSet<nint> entries = [];
            for (int lane = 0; lane < 64; lane++)
            {
                if ((found >> lane & 1) != 0) Assert.True(entries.Add((nint)box.Notes->Entries[lane]));
                else Assert.Equal((nint)box.Notes->Nobody, (nint)box.Notes->Entries[lane]);
            }
            Assert.True(entries.Count > 0);
            box.Table->End();
            Assert.InRange(box.Flows().Count, 1, 30);
        }
        Assert.True(box.Table->Counts.Refused > 0);
    }

    [Test]
    public void Who_was_seen_last_stays_when_another_has_to_go()
    {
        using FlowBox box = new(100, [64, 64, 64, 64, 64, 64]);
        // All have one home, in which half are busy.
        TestFlow[] all = [.. Enumerable.Range(0, 100).Select(i => new TestFlow((uint)i, (ulong)i << 48 | 3))];
        box.Run(all[..60]);
        box.Run(all[60..]);
        TestFlow[] busy = [.. all.Where(flow => flow.Id % 2 == 0)];
        box.NowCycles += 10 * FlowBox.CyclesPerSecond;
        box.Run(busy);
        for (uint id = 100; id < 108; id++) box.Run(new TestFlow(id, (ulong)id << 48 | 3));
        Dictionary<uint, ulong> flows = box.Flows();
        Assert.All(busy, flow => Assert.Contains(flow.Id, flows));
        Assert.Equal(8ul, box.Table->Counts.Evicted);
    }

    [Test]
    public void It_grows_a_group_or_two_a_burst_and_loses_nobody()
    {
        using FlowBox box = new(20_000);
        nuint slots = box.Table->Slots;
        for (uint id = 0; id < 20_000; id += 4)
        {
            box.Run([.. Enumerable.Range(0, 4).Select(i => Flow(id + (uint)i, Hashes.Spread))]);
            Assert.InRange(box.Table->Slots - slots, (nuint)0, (nuint)32);
            slots = box.Table->Slots;
            box.Table->TouchAhead();
        }
        Assert.Equal(20_000, box.Flows().Count);
        Assert.True(box.Table->Slots * 3 / 4 >= 20_000);
    }

    [Test]
    public void It_grows_into_touched_memory_only()
    {
        using FlowBox box = new(100_000);
        for (uint id = 0; id < 40_000; id += 64)
            box.Run([.. Enumerable.Range(0, 64).Select(i => Flow(id + (uint)i, Hashes.Spread))]);
        nuint untouched = box.Table->Slots;
        box.Table->TouchAhead();
        for (uint id = 0; id < 4_000; id += 64)
            box.Run([.. Enumerable.Range(0, 64).Select(i => Flow(id + (uint)i, Hashes.Spread))]);
        Assert.Equal((nuint)(272 * 16), untouched);
        Assert.True(box.Table->Slots > untouched);
        box.Flows();
    }

    [Test]
    public void Flows_of_IPv6_with_one_key_are_told_apart_by_their_addresses()
    {
        using FlowBox box = new(FlowsMax);
        TestFlow[] burst = [.. Enumerable.Range(0, 60).Select(i => new TestFlow((uint)i, 9, IsIp6: true))];
        Assert.All(box.Run(burst), packets => Assert.Equal(1ul, packets));
        Assert.All(box.Run(burst), packets => Assert.Equal(2ul, packets));
        Assert.Equal((nuint)60, box.Table->Count);
    }
}
