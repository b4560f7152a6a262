using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using Xunit;

namespace FastPaas.Modules.Tests.State;

/// <summary>A flow of a test: which it is, and the hash that it pretends to have.</summary>
readonly record struct TestFlow(uint Id, ulong Hash, FlowClass Class = FlowClass.Udp, bool IsIp6 = false);

/// <summary>A table whose flows each count their packets, looked up by keys and hashes that the test chooses.</summary>
sealed unsafe class FlowBox : IDisposable
{
    public const ulong CyclesPerSecond = 1_000_000;
    public const int EntryBytes = 64, Lanes = HeaderLanes.Lanes;
    public static readonly uint[] TimeoutSeconds = [60, 300, 60, 240, 7_440, 240];
    const int PacketsAt = FlowEntry.Bytes;

    readonly ModuleHeap heap = new() { CyclesPerSecond = CyclesPerSecond, HashSeed = 1 };
    readonly FlowLanes* flows;

    public FlowBox(int flowsMax, uint[]? timeoutSeconds = null, int slotsAtStart = 128, bool isSymmetric = false)
    {
        flows = heap.Allocate<FlowLanes>(1).Pointer;
        Table = FlowTable.Create(heap, new FlowTableOptions(flowsMax, EntryBytes, timeoutSeconds ?? TimeoutSeconds, isSymmetric)
            { SlotsAtStart = slotsAtStart });
    }

    public FlowTable* Table { get; }

    public FlowLanes* Notes => flows;

    public ulong NowCycles { get; set; } = CyclesPerSecond;

    /// <summary>Looks one burst up, counts, and ends it.</summary>
    /// <returns>What each lane's flow has counted with this packet; 0: it has none.</returns>
    public ulong[] Run(params IReadOnlyList<TestFlow> burst)
    {
        ulong found = Find(burst);
        ulong[] packets = [.. burst.Select((_, lane) => (found >> lane & 1) != 0 ? ++*Packets(flows->Entries[lane]) : 0)];
        Table->End();
        return packets;
    }

    /// <summary>The burst has begun, and its flows are found or made.</summary>
    public ulong Find(IReadOnlyList<TestFlow> burst)
    {
        Table->Begin(flows, NowCycles);
        flows->Ip6 = 0;
        for (int lane = 0; lane < burst.Count; lane++)
        {
            Table->SetKey(flows, (nuint)lane, KeyOf(burst[lane]), burst[lane].Hash);
            flows->Classes[lane] = (byte)burst[lane].Class;
            new Span<byte>(flows->Addresses + lane * 32, 32).Fill((byte)burst[lane].Id);
            if (burst[lane].IsIp6) flows->Ip6 |= 1ul << lane;
        }
        return Table->FindOrInsert(flows, LaneMasks.First((nuint)burst.Count));
    }

    public static ulong* Packets(byte* entry) => (ulong*)(entry + PacketsAt);

    /// <summary>IPv6 flows have all one key, and differ by their addresses alone.</summary>
    static Vector128<byte> KeyOf(TestFlow flow) => flow.IsIp6
        ? Vector128.Create((uint)HeaderLayers.Ip6, 0, 1, 2).AsByte()
        : Vector128.Create((uint)HeaderLayers.Ip4, flow.Id, 0, ~flow.Id).AsByte();

    /// <summary>Ids of all flows with what they count. On the way, all that must hold of a table at any time is
    /// checked.</summary>
    public Dictionary<uint, ulong> Flows()
    {
        Dictionary<uint, ulong> all = [];
        nuint slots = Table->SlotsToRead;
        int[] passedOver = new int[(int)slots / FlowGroup.Slots];
        for (nuint slot = 0; slot < slots; slot++)
        {
            if (!Table->HasFlow(slot)) continue;
            var entry = (FlowEntry*)Table->EntryAt(slot);
            int home = (int)Table->HomeOf(entry->Hash), group = (int)slot / FlowGroup.Slots;
            if (group < home || group > home + 15) Assert.Fail($"slot {slot} is nowhere near its home");
            for (int passed = home; passed < group; passed++) passedOver[passed]++;
            uint id = entry->Key.AsUInt32().GetElement(1);
            if (!all.TryAdd(id, *Packets((byte*)entry))) Assert.Fail($"flow {id} lies twice in the table");
        }
        int[] counted = [.. passedOver.Select((_, group) => (int)Table->GroupOf((nuint)group * FlowGroup.Slots)->PassedOver)];
        Assert.Equal(passedOver, counted);
        Assert.Equal((nuint)all.Count, Table->Count);
        FlowCounts counts = Table->Counts;
        Assert.Equal((ulong)all.Count, counts.Inserted - counts.Expired - counts.Evicted);
        return all;
    }

    public void Dispose() => heap.Dispose();
}
