using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

/// <summary>Packets are numbers here, in mbufs that nobody looks into.</summary>
public sealed unsafe class HandOverRingTests : IDisposable
{
    const int Bursts = 64;

    readonly ModuleHeap heap = new();
    readonly HandOverRing* ring;
    readonly Mbuf* mbufs;
    readonly Mbuf** burst;

    public HandOverRingTests()
    {
        ring = HandOverRing.Create(heap);
        mbufs = heap.Allocate<Mbuf>(4096).Pointer;
        burst = (Mbuf**)heap.Allocate<nint>(Bursts).Pointer;
    }

    [Test]
    public void An_empty_ring_gives_nothing() => Assert.Equal(0, HandOverRing.Receive(ring, burst, Bursts));

    /// <summary>Against a queue of the library's, with every size of burst on both sides.</summary>
    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(3)]
    public void What_goes_in_comes_out_in_order_and_what_has_no_room_stays_with_the_caller(int seed)
    {
        var random = new Random(seed);
        var model = new Queue<nint>();
        nint next = 0;
        for (int step = 0; step < 20_000; step++)
        {
            // Phases in which the ring fills, and phases in which it empties.
            bool adds = random.Next(10) < (step / 500 % 2 == 0 ? 7 : 3);
            int count = random.Next(Bursts + 1);
            if (!adds)
            {
                int taken = HandOverRing.Receive(ring, burst, (ushort)count);
                Assert.InRange(taken, count == 0 || model.Count == 0 ? 0 : 1, Math.Min(count, model.Count));
                for (int i = 0; i < taken; i++) Assert.Equal(model.Dequeue(), burst[i] - mbufs);
                continue;
            }
            for (int i = 0; i < count; i++) burst[i] = mbufs + (next + i) % 4096;
            nuint added = HandOverRing.Add(ring, burst, (nuint)count);
            Assert.Equal(Math.Min(count, HandOverRing.Capacity - model.Count), (int)added);
            for (nuint i = 0; i < added; i++) model.Enqueue((next + (nint)i) % 4096);
            next += (nint)added;
        }
    }

    [Test]
    public void Two_threads_pass_a_million_packets_in_order()
    {
        const int Packets = 1_000_000;
        var producer = new Thread(() =>
        {
            using var own = new ModuleHeap();
            var packets = (Mbuf**)own.Allocate<nint>(Bursts).Pointer;
            for (int sent = 0; sent < Packets;)
            {
                int count = Math.Min(1 + sent % Bursts, Packets - sent);
                for (int i = 0; i < count; i++) packets[i] = mbufs + (sent + i) % 4096;
                int added = (int)HandOverRing.Add(ring, packets, (nuint)count);
                if (added == 0) Thread.Yield();
                sent += added;
            }
        });
        producer.Start();
        for (int received = 0; received < Packets;)
        {
            int count = HandOverRing.Receive(ring, burst, (ushort)(1 + received % Bursts));
            if (count == 0) Thread.Yield();
            for (int i = 0; i < count; i++, received++)
                if (burst[i] != mbufs + received % 4096) Assert.Fail($"packet {received} is another");
        }
        producer.Join();
        Assert.Equal(0, HandOverRing.Receive(ring, burst, Bursts));
    }

    [Test]
    public void The_two_sides_write_lines_that_CPUs_do_not_fetch_together()
    {
        Assert.Equal(384, sizeof(HandOverRing));
        Assert.Equal(0, (nint)ring % 64);
    }

    public void Dispose() => heap.Dispose();
}
