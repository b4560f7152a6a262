using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

/// <summary>A send queue that several threads use as lcores do; the device behind it notices two callers at once.</summary>
// Its functions for lcores share static counts.
[NotInParallel(nameof(SharedSendTests))]
public sealed unsafe class SharedSendTests : IDisposable
{
    const int Threads = 3, Bursts = 20_000, Burst = 8;

    static readonly List<nint> sent = [];
    static int inside, collisions, yields;

    readonly ModuleHeap heap = new();

    public SharedSendTests()
    {
        sent.Clear();
        (inside, collisions, yields) = (0, 0, 0);
    }

    [Test]
    public void One_lcore_sends_at_a_time_and_each_keeps_its_order()
    {
        TransmitQueue queue = SharedSend.Create(heap, new TransmitQueue { Send = &Device }, &Yield);
        int taken = 0;
        Thread[] threads =
            [.. Enumerable.Range(0, Threads).Select(id => new Thread(() => Interlocked.Add(ref taken, Send(queue, id))))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, collisions);
        Assert.Equal(sent.Count, taken);
        for (int id = 0; id < Threads; id++)
        {
            nint[] own = [.. sent.Where(packet => packet % Threads == id)];
            Assert.Equal(own.Order(), own);
        }
    }

    /// <summary>One that shares its CPU with the sender would else wait for its time slice to end.</summary>
    [Test]
    public void An_lcore_that_waits_long_gives_its_CPU_up()
    {
        TransmitQueue queue = SharedSend.Create(heap, new TransmitQueue { Send = &Slow, Queue = null }, &Yield);
        var first = new Thread(() => Send(queue, 0, bursts: 1));
        first.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref inside) == 1);
        Send(queue, 1, bursts: 1);
        first.Join();
        Assert.True(yields > 0);
    }

    /// <summary>Packets are numbers, thread modulo <see cref="Threads"/>, growing.</summary>
    static int Send(TransmitQueue queue, int id, int bursts = Bursts)
    {
        Mbuf** packets = stackalloc Mbuf*[Burst];
        int taken = 0;
        for (int burst = 0; burst < bursts; burst++)
        {
            for (int i = 0; i < Burst; i++) packets[i] = (Mbuf*)(nint)((burst * Burst + i) * Threads + id);
            taken += queue.Send(queue.Queue, packets, Burst);
        }
        return taken;
    }

    /// <summary>Takes all but the last of a burst now and then.</summary>
    static ushort Device(void* queue, Mbuf** packets, ushort count)
    {
        if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref collisions);
        ushort taken = (ushort)(sent.Count % 5 == 0 ? count - 1 : count);
        for (int i = 0; i < taken; i++) sent.Add((nint)packets[i]);
        Interlocked.Decrement(ref inside);
        return taken;
    }

    static ushort Slow(void* queue, Mbuf** packets, ushort count)
    {
        Volatile.Write(ref inside, 1);
        Thread.Sleep(50);
        return count;
    }

    static int Yield()
    {
        Interlocked.Increment(ref yields);
        return Thread.Yield() ? 1 : 0;
    }

    public void Dispose() => heap.Dispose();
}
