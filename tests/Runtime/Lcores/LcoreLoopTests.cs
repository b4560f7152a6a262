using System;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests;

/// <summary>The loop under the JIT, with queues in C#.</summary>
// Its functions for lcores share static counts.
[NotInParallel(nameof(LcoreLoopTests))]
public sealed unsafe class LcoreLoopTests
{
    static LcoreWork* running;
    static int receives, entries, clocks;
    static nuint lastCount;
    static ulong lastNow;

    [Test]
    public void The_clock_is_read_once_in_a_burst_that_asks_and_not_on_an_empty_poll()
    {
        Run(queues: 1, stopAfter: 9);
        Assert.Equal(3, entries);
        Assert.Equal(3, clocks);
        Assert.Equal(1002ul, lastNow);
    }

    [Test]
    public void Every_queue_is_polled_in_each_round()
    {
        Run(queues: 3, stopAfter: 9);
        Assert.Equal(9, receives);
    }

    [Test]
    public void Polls_and_bursts_are_counted()
    {
        ulong[] counted = Run(queues: 3, stopAfter: 9);
        Assert.Equal(3ul, counted[0]);
        Assert.Equal(3ul, counted[1]);
    }

    [Test]
    public void A_burst_received_when_the_stop_comes_still_runs()
    {
        Run(queues: 1, stopAfter: 3);
        Assert.Equal(1, entries);
        Assert.Equal(7u, lastCount);
    }

    [Test]
    public void Draining_runs_all_that_others_handed_over_and_polls_no_device()
    {
        using var heap = new ModuleHeap();
        LcoreWork* work = Prepare(heap, queues: 1, stopAfter: 0);
        (entries, receives) = (0, 0);
        HandOverRing* ring = HandOverRing.Create(heap);
        Mbuf* packet = heap.Allocate<Mbuf>(1).Pointer;
        for (int i = 0; i < 100; i++) HandOverRing.Add(ring, &packet, 1);
        work->Rings = heap.Allocate<ReceiveQueue>(2).Pointer;
        work->Queues = work->Rings;
        work->QueueCount = 2;
        for (int i = 0; i < 2; i++)
        {
            HandOverRing* each = i == 0 ? HandOverRing.Create(heap) : ring;
            work->Rings[i] = new ReceiveQueue { Receive = &HandOverRing.Receive, Queue = each, Entry = &Entry };
        }
        Assert.Equal(0, LcoreLoop.Drain(&work->Context));
        Assert.Equal((4, 4u, 0), (entries, lastCount, receives));
        Assert.Equal(4ul, *work->Bursts);
    }

    /// <summary>Every third receive finds 7 packets; the one numbered <paramref name="stopAfter"/> also stops the
    /// lcore.</summary>
    static ulong[] Run(int queues, int stopAfter)
    {
        using var heap = new ModuleHeap();
        LcoreWork* work = Prepare(heap, queues, stopAfter);
        Assert.Equal(0, LcoreLoop.Run(&work->Context));
        return [*work->Polls, *work->Bursts];
    }

    static LcoreWork* Prepare(ModuleHeap heap, int queues, int stopAfter)
    {
        LcoreWork* work = heap.Allocate<LcoreWork>(1).Pointer;
        running = work;
        (receives, entries, clocks, lastCount, lastNow) = (0, 0, 0, 0, 0);
        ulong* counters = heap.Allocate<ulong>(2).Pointer;
        work->Queues = heap.Allocate<ReceiveQueue>(queues).Pointer;
        work->QueueCount = (nuint)queues;
        work->BurstSize = 32;
        work->Context.ReadCycles = &Clock;
        work->Polls = counters;
        work->Bursts = counters + 1;
        work->Context.Burst = (Mbuf**)heap.Allocate<nint>(64).Pointer;
        for (int queue = 0; queue < queues; queue++)
            work->Queues[queue] = new ReceiveQueue { Receive = &Receive, Queue = (void*)stopAfter, Entry = &Entry };
        return work;
    }

    static ushort Receive(void* queue, Mbuf** packets, ushort count)
    {
        receives++;
        if (receives == (int)(nint)queue) running->Context.Stop = 1;
        return (ushort)(receives % 3 == 0 ? 7 : 0);
    }

    static void Entry(LcoreContext* lcore, nuint count)
    {
        entries++;
        lastCount = count;
        lastNow = lcore->Now();
        Assert.Equal(lastNow, lcore->Now());
    }

    static ulong Clock() => 999 + (ulong)++clocks;
}
