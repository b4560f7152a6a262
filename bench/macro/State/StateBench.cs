using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FastPaas.Macro.State;

/// <summary>The table of flows beside rte_hash, its twin in C and a floor, at one size: raw samples, in rounds in which all sides
/// meet the same frames one after the other.</summary>
sealed unsafe class StateBench : IDisposable
{
    const int PacketsPerSample = 1 << 15, TracePackets = 1 << 18, Batch = 2_048, HeadroomBytes = 128, FrameBytes = 64;
    const int EntryBytes = 64, LcoreCycles = 1, LargePageBytes = 2 << 20;
    static readonly uint[] timeoutSeconds = [60, 300, 60, 240, 7_440, 240];

    readonly ModuleHeap heap = new() { HashSeed = 1 };
    readonly Work* work;
    readonly uint slots, flows;
    readonly uint* ids;
    readonly nint[] sides = new nint[5];
    readonly Utf8JsonWriter json;

    /// <param name="slots">A power of two.</param>
    public StateBench(uint slots, Utf8JsonWriter json)
    {
        this.slots = slots;
        this.json = json;
        // Behind a batch that is inserted and removed again, the load is three quarters.
        flows = slots / 4 * 3 - Batch;
        work = heap.Allocate<Work>(1).Pointer;
        ids = heap.Allocate<uint>(TracePackets).Pointer;
        fixed (nint* addresses = sides) NativeState.Sides(addresses);
        sides[(int)StateSide.FastPaas] = (nint)(delegate* managed<Work*, ulong>)&StateLoops.Look;
        MakePackets();
        work->Table = NewTable(slots / 4 * 3, slots);
        work->TableInC = heap.Allocate<TableC>(1).Pointer;
        foreach (uint first in Bursts(0, flows)) Run(first, &StateLoops.LookOrInsert);
    }

    public void Run(int rounds)
    {
        Lookups(rounds);
        Changes(rounds);
        Sweeps(rounds);
        Growth();
        Steps();
    }

    FlowTable* NewTable(uint flowsMax, uint slotsAtStart) => FlowTable.Create(
        heap, new FlowTableOptions((int)flowsMax, EntryBytes, timeoutSeconds) { SlotsAtStart = (int)slotsAtStart });

    void MakePackets()
    {
        work->Packets = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        work->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        work->Notes = heap.Allocate<FlowLanes>(1).Pointer;
        work->Lcore = heap.Allocate<LcoreContext>(1).Pointer;
        work->Lcore->Burst = work->Packets;
        work->Lcore->Headers = work->Headers;
        work->Lcore->NowCycles = work->NowCycles = LcoreCycles;
        work->Lanes = LaneMasks.First(StateLoops.Burst);
        for (int lane = 0; lane < StateLoops.Burst; lane++)
        {
            byte* buffer = heap.Allocate<byte>(HeadroomBytes + FrameBytes).Pointer;
            (buffer[HeadroomBytes + 14], buffer[HeadroomBytes + 23]) = (0x45, 17);
            work->Packets[lane] = heap.Allocate<Mbuf>(1).Pointer;
            *work->Packets[lane] = new Mbuf
            {
                Buffer = buffer, DataOffset = HeadroomBytes, DataLength = FrameBytes, PacketLength = FrameBytes, Segments = 1,
            };
            work->Headers->Layers[lane] = (byte)(HeaderLayers.Ip4 | HeaderLayers.Udp);
            work->Headers->IpProto[lane] = 17;
            work->Headers->IpOffset[lane] = 14;
            work->Headers->L4Offset[lane] = 34;
        }
    }

    static IEnumerable<uint> Bursts(uint from, uint to)
    {
        for (uint first = from; first < to; first += StateLoops.Burst) yield return first;
    }

    void Run(uint first, delegate* managed<Work*, ulong> side)
    {
        for (uint i = 0; i < StateLoops.Burst; i++) ids[i] = first + i;
        StateLoops.Time(work, ids, StateLoops.Burst, AddressOf(StateSide.Fill), side);
    }

    delegate* managed<Work*, ulong> AddressOf(StateSide side) => (delegate* managed<Work*, ulong>)sides[(int)side];

    void Lookups(int rounds)
    {
        *work->TableInC = TableC.Of(work->Table);
        // Flows that aren't there have a place in the floor's array too.
        nuint bytes = (nuint)slots * EntryBytes;
        void* counted = NativeMemory.AlignedAlloc(3 * bytes, LargePageBytes), floor = (byte*)counted + bytes;
        NativeState.Advise(counted, 3 * bytes);
        NativeMemory.Clear(counted, 3 * bytes);
        work->Hash = NativeState.CreateRteHash(work, slots, flows);
        if (work->Hash == null) throw new InvalidOperationException($"rte_hash has no memory for {slots} slots");
        work->Entries = floor;
        NativeState.FillFloor(work, flows);
        foreach (StateTraffic traffic in StateTraffic.All)
        {
            traffic.Fill(new Span<uint>(ids, TracePackets), flows);
            Dictionary<StateSide, List<double>> samples =
                Enum.GetValues<StateSide>().ToDictionary(side => side, _ => new List<double>());
            for (int round = -1; round < rounds; round++)
            {
                uint* from = ids + (round + 1) % (TracePackets / PacketsPerSample) * PacketsPerSample;
                foreach (StateSide side in samples.Keys)
                {
                    work->Entries = side == StateSide.Floor ? floor : counted;
                    double ns = StateLoops.Time(
                        work, from, PacketsPerSample, AddressOf(StateSide.Fill),
                        side == StateSide.Fill ? null : AddressOf(side));
                    if (round >= 0) samples[side].Add(ns);
                }
            }
            foreach ((StateSide side, List<double> taken) in samples.Where(each => each.Key != StateSide.Fill))
                Write(traffic.ToString(), side, taken.Zip(samples[StateSide.Fill], (all, fill) => all - fill));
        }
        NativeMemory.AlignedFree(counted);
        NativeState.FreeRteHash(work->Hash);
    }

    /// <summary>New flows beside old ones; the same removed; and new ones for which others have to go.</summary>
    void Changes(int rounds)
    {
        List<double> inserts = [], removals = [], evictions = [];
        FlowTable* full = NewTable(flows, slots), roomy = work->Table;
        work->Table = full;
        foreach (uint first in Bursts(0, flows)) Run(first, &StateLoops.LookOrInsert);
        uint next = flows;
        for (int round = 0; round < rounds; round++, next += Batch)
        {
            for (uint i = 0; i < Batch; i++) ids[i] = next + i;
            double fill = StateLoops.Time(work, ids, Batch, AddressOf(StateSide.Fill), null);
            work->Table = roomy;
            inserts.Add(StateLoops.Time(work, ids, Batch, AddressOf(StateSide.Fill), &StateLoops.LookOrInsert) - fill);
            removals.Add(StateLoops.Time(work, ids, Batch, AddressOf(StateSide.Fill), &StateLoops.Remove) - fill);
            work->Table = full;
            evictions.Add(StateLoops.Time(work, ids, Batch, AddressOf(StateSide.Fill), &StateLoops.LookOrInsert) - fill);
        }
        if (full->Counts.Evicted == 0 || roomy->Counts.Evicted != 0)
            throw new InvalidOperationException("flows go where there is room, or don't where there is none");
        work->Table = roomy;
        Write("insert", StateSide.FastPaas, inserts);
        Write("remove", StateSide.FastPaas, removals);
        Write("evicting insert", StateSide.FastPaas, evictions);
    }

    /// <summary>Nanoseconds a slot of a table in which nothing has timed out.</summary>
    void Sweeps(int rounds)
    {
        List<double> samples = [];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (nuint group = 0; group < work->Table->homes; group++) work->Table->Expire(group);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / slots);
        }
        Write("swept slot", StateSide.FastPaas, samples);
    }

    /// <summary>Nanoseconds of two splits, a burst's share, from half the size on at the load at which growth begins, while the
    /// control plane touches ahead.</summary>
    void Growth()
    {
        const int part = 64;
        FlowTable* whole = work->Table;
        FlowTable* table = work->Table = NewTable(slots / 4 * 3, slots / 2);
        foreach (uint first in Bursts(0, slots / 2 / 16 * 10)) Run(first, &StateLoops.LookOrInsert);
        List<double> parts = [], all = [];
        ulong faults = 0, evicted = table->Counts.Evicted;
        while (table->homes < slots / 16)
        {
            table->TouchAhead();
            double[] taken = new double[part];
            ulong before = NativeState.Faults();
            for (int i = 0; i < part && table->homes < slots / 16; i++)
            {
                long start = Stopwatch.GetTimestamp();
                table->Split();
                table->Split();
                taken[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            }
            faults += NativeState.Faults() - before;
            parts.Add(taken.Average());
            all.AddRange(taken);
        }
        if (table->Counts.Evicted != evicted) throw new InvalidOperationException("growth has evicted flows");
        Write("growth of a burst", StateSide.FastPaas, parts);
        Write("worst hundredth of growth", StateSide.FastPaas, [all.Order().ElementAt(all.Count * 99 / 100)]);
        Write("page faults of growth", StateSide.FastPaas, [faults]);
        work->Table = whole;
    }

    /// <summary>Instructions a packet, all found: the same in every run.</summary>
    public void Steps()
    {
        *work->TableInC = TableC.Of(work->Table);
        new StateTraffic(100, false).Fill(new Span<uint>(ids, StateLoops.Burst), flows);
        work->Ids = ids;
        AddressOf(StateSide.Fill)(work);
        foreach (StateSide side in new[] { StateSide.FastPaas, StateSide.C })
        {
            Steps steps = new() { Loop = sides[(int)side], Argument = work };
            long counted = Native.CountSteps(&steps);
            if (counted < 0) throw new InvalidOperationException("this machine forbids single-stepping (ptrace)");
            Write("instructions", side, [(double)counted / StateLoops.Burst]);
        }
    }

    void Write(string what, StateSide side, IEnumerable<double> samples)
    {
        json.WriteStartObject();
        json.WriteNumber("slots", slots);
        json.WriteString("what", what);
        json.WriteString("side", side.ToString());
        json.WriteStartArray("samples");
        foreach (double sample in samples) json.WriteNumberValue(Math.Round(sample, 3));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void Dispose() => heap.Dispose();
}
