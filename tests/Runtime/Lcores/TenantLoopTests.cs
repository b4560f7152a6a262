using System;
using System.Linq;
using FastPaas.Runtime.Lcores;
using FastPaas.Runtime.Scheduling;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>The loop of tenants under the JIT, on a clock that only packets move: what a packet costs is exact, and so is who
/// gets what.</summary>
// Its functions for lcores share static state.
[NotInParallel(nameof(TenantLoopTests))]
public sealed unsafe class TenantLoopTests
{
    const ulong CyclesPerMs = 2_600_000;
    const uint TurnCycles = 52_000, FrontCycles = 5;
    const int BurstSize = 32, Backlog = 256;

    static LcoreWork* work;
    static ulong clock, endsAt;
    /// <summary>By tenant.</summary>
    static uint[] costs = [];
    static double[] intervals = [], dueAt = [];
    static ulong[] arrived = [], ran = [];
    static int[] burstsMax = [];
    static Mbuf* packets;
    static int freed;
    static bool isMixed;

    [Test]
    [Arguments(2)]
    [Arguments(8)]
    [Arguments(64)]
    public void Backlogged_tenants_get_cycles_by_weight_whatever_a_packet_of_theirs_costs(int tenants)
    {
        uint[] weights = [.. Enumerable.Range(0, tenants).Select(tenant => (uint)(1 + tenant % 3))];
        // Each asks for twice its share.
        double total = weights.Sum(weight => weight);
        ulong[] bills = Run(weights, 100 * CyclesPerMs, Cost, tenant => Cost(tenant) * total / (2 * weights[tenant]));
        double[] shares = [.. bills.Select((cycles, tenant) => (double)cycles / weights[tenant])];
        Assert.InRange(Jain(shares), 0.999, 1);

        static uint Cost(int tenant) => 1_000u << tenant % 4;
    }

    [Test]
    public void A_tenant_that_asks_for_less_than_its_share_loses_nothing_beside_one_that_floods()
    {
        // The victim asks for 0.4 of the lcore, the aggressor for four lcores, and 0.1 is spent on what comes.
        Run([1, 1], 30 * CyclesPerMs, tenant => tenant == 0 ? 500u : 200u, tenant => tenant == 0 ? 1_250 : 50);
        Assert.Equal(0ul, work->Context.Counters[0]);
        Assert.True(ran[0] > 60_000, $"{ran[0]} packets of the victim ran");
        Assert.True(work->Context.Counters[1] > arrived[1] / 2, "the flood is no flood");
        Assert.Equal(work->Context.Counters[1], work->Context.Counters[2]);
    }

    [Test]
    public void A_tenant_alone_among_idle_ones_gets_all_that_it_asks_for()
    {
        Run([1, .. Enumerable.Repeat(100u, 63)], 20 * CyclesPerMs, _ => 100, tenant => tenant == 0 ? 120 : double.MaxValue);
        Assert.Equal(0ul, work->Context.Counters[0]);
        Assert.InRange(ran[0], arrived[0] - BurstSize, arrived[0]);
    }

    /// <summary>What comes would fill the lcore twice before anybody's turn.</summary>
    [Test]
    public void A_flood_leaves_half_of_the_lcore_for_turns()
    {
        ulong[] bills = Run([1, 1], 5 * CyclesPerMs, _ => 100, _ => 5);
        Assert.InRange(bills.Aggregate(0ul, (sum, cycles) => sum + cycles), clock / 2, clock);
    }

    [Test]
    public void No_burst_is_longer_than_a_turn_once_its_cost_is_known()
    {
        Run([1, 1], 20 * CyclesPerMs, tenant => tenant == 0 ? 10_000u : 100u, tenant => tenant == 0 ? 20_000 : 100);
        Assert.Equal((int)(TurnCycles / 10_000), burstsMax[0]);
        Assert.Equal(BurstSize, burstsMax[1]);
    }

    [Test]
    public void Accounts_add_up_to_the_time_that_went_by()
    {
        ulong[] bills = Run([1, 2], 10 * CyclesPerMs, _ => 1_000, _ => 4_000);
        ulong stalls = Bills().Aggregate(0ul, (sum, bill) => sum + bill.StallCycles);
        ulong own = *work->Schedule->OverheadCycles + *work->Schedule->IdleCycles;
        Assert.Equal(clock, bills.Aggregate(0ul, (sum, cycles) => sum + cycles) + stalls + own);
        Assert.True(*work->Schedule->IdleCycles > 0, "half of the time nobody asks for anything");
    }

    [Test]
    public void What_waits_for_its_turn_when_the_stop_comes_still_runs()
    {
        Run([1, 1], CyclesPerMs, _ => 1_000, _ => 10);
        Assert.True(Waiting(0) > 0 && Waiting(1) > 0, "nothing waits");
        ReceiveQueue* rings = stackalloc ReceiveQueue[1];
        HandOverRing* ring = HandOverRing.Create(heap!);
        for (int i = 0; i < 1_000; i++)
        {
            Mbuf* packet = packets;
            HandOverRing.Add(ring, &packet, 1);
        }
        rings[0] = new ReceiveQueue { Receive = &HandOverRing.Receive, Queue = ring, Entry = &Front };
        work->Queues = work->Rings = rings;
        ulong lost = work->Context.Counters[2];
        work->Context.ReadCycles = null;
        Assert.Equal(0, LcoreLoop.Drain(&work->Context));
        Assert.Equal(lost, work->Context.Counters[2]);
        Assert.Equal(arrived[0] + arrived[1], ran[0] + ran[1] + lost);
        Assert.Equal(lost, (ulong)freed);
        Assert.Equal((0, 0), (Waiting(0), Waiting(1)));
    }

    static ModuleHeap? heap;

    static int Waiting(int tenant) => (int)work->Context.Tenants.Queues[tenant].Count;

    static TenantBill[] Bills() => new Span<TenantBill>(work->Schedule->Bills, costs.Length).ToArray();

    /// <summary>All tenants ask at once, each packet after its interval; who is late takes all that is due.</summary>
    /// <returns>Charged cycles, by tenant.</returns>
    static ulong[] Run(uint[] weights, ulong cycles, Func<int, uint> cost, Func<int, double> interval)
    {
        int tenants = weights.Length;
        heap = new ModuleHeap { CyclesPerSecond = CyclesPerMs * 1_000 };
        work = heap.Allocate<LcoreWork>(1).Pointer;
        (clock, endsAt, freed) = (0, cycles, 0);
        costs = [.. Enumerable.Range(0, tenants).Select(cost)];
        intervals = [.. Enumerable.Range(0, tenants).Select(interval)];
        dueAt = [.. intervals];
        (arrived, ran, burstsMax) = (new ulong[tenants], new ulong[tenants], new int[tenants]);
        packets = heap.Allocate<Mbuf>(tenants).Pointer;
        for (int tenant = 0; tenant < tenants; tenant++) packets[tenant].Port = (ushort)tenant;
        TenantDescription[] described = [.. weights.Select((weight, tenant) =>
            new TenantDescription($"t{tenant}", (int)weight, "") { BacklogPackets = Backlog })];
        nint chain = (nint)(delegate*<LcoreContext*, nuint, void>)&Chain;
        var graph = new CompiledGraph("g", BurstSize, [], [], [], [], described, [], (_, _) => { })
        {
            Chains = [.. Enumerable.Repeat(chain, tenants)], TurnUs = 20,
        };
        LcoreContext* context = &work->Context;
        context->Counters = heap.Allocate<ulong>(3).Pointer;
        context->Burst = (Mbuf**)heap.Allocate<nint>(64).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(64).Pointer;
        context->ReadCycles = &Clock;
        context->FreeBulk = &Free;
        context->Tenants = TenantQueues.Create(heap, graph);
        work->Queues = heap.Allocate<ReceiveQueue>(1).Pointer;
        *work->Queues = new ReceiveQueue { Receive = &Receive, Entry = &Front, FullBurst = BurstSize };
        work->QueueCount = 1;
        work->BurstSize = BurstSize;
        ulong* counters = heap.Allocate<ulong>(4).Pointer;
        work->Polls = counters;
        work->Bursts = counters + 1;
        work->Schedule = TenantSchedule.Create(
            heap, graph, heap.Allocate<TenantBill>(tenants).Pointer, counters + 2, counters + 3);
        Assert.Equal(TurnCycles, work->Schedule->TurnCycles);
        Assert.Equal(0, TenantLoop.Run(context));
        Assert.False(isMixed, "a burst has packets of two tenants");
        return [.. Bills().Select(bill => bill.Cycles)];
    }

    static ulong Clock() => clock;

    /// <summary>What is due of one tenant after the other, as it would lie mixed in a device's queue.</summary>
    static ushort Receive(void* queue, Mbuf** burst, ushort most)
    {
        if (clock >= endsAt) work->Context.Stop = 1;
        int next = -1;
        for (int tenant = 0; tenant < costs.Length; tenant++)
        {
            if (dueAt[tenant] <= clock && (next < 0 || dueAt[tenant] < dueAt[next])) next = tenant;
        }

        if (next < 0)
        {
            clock += 20;
            return 0;
        }

        int due = (int)Math.Min((clock - dueAt[next]) / intervals[next] + 1, most);
        dueAt[next] += due * intervals[next];
        for (int i = 0; i < due; i++) burst[i] = packets + next;
        return (ushort)due;
    }

    static void Front(LcoreContext* lcore, nuint count)
    {
        int tenant = lcore->Burst[0]->Port;
        clock += count * FrontCycles;
        arrived[tenant] += count;
        TenantQueue.Add(lcore, (nuint)tenant, LaneMasks.First(count), (nuint)Math.Min(tenant, 1), 2);
    }

    static void Chain(LcoreContext* lcore, nuint count)
    {
        int tenant = lcore->Burst[0]->Port;
        for (nuint lane = 0; lane < count; lane++) isMixed |= lcore->Burst[lane]->Port != tenant;
        ran[tenant] += count;
        if (clock > endsAt / 2) burstsMax[tenant] = Math.Max(burstsMax[tenant], (int)count);
        // A turn's clock is that of its stamp.
        if (clock < endsAt) Assert.Equal(clock, lcore->Now());
        clock += costs[tenant] * count;
    }

    /// <summary>R. Jain, D. Chiu and W. Hawe, DEC-TR-301, 1984: 1 where all have the same.</summary>
    static double Jain(double[] shares)
    {
        double sum = shares.Sum();
        return sum * sum / (shares.Length * shares.Sum(share => share * share));
    }

    static void Free(Mbuf** burst, uint count) => freed += (int)count;
}
