using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Runtime.Lcores;
using Xunit;

namespace FastPaas.Runtime.Tests.Lcores;

/// <summary>A device's queue with packets of three workers, under the JIT; its device is a list of bursts.</summary>
// Its functions for lcores share static counts.
[NotInParallel(nameof(SpreadingQueueTests))]
public sealed unsafe class SpreadingQueueTests : IDisposable
{
    const int Workers = 3, Own = 1, Burst = 32;

    static readonly Queue<Mbuf*[]> arriving = new();
    static readonly List<nint> freed = [];

    readonly PlainMbufs mbufs = new();
    readonly ModuleHeap heap = new();
    readonly FlowBuckets buckets = new(128, Workers);
    readonly SpreadingQueue* queue;
    readonly Mbuf** burst;
    readonly ulong* counters;

    public SpreadingQueueTests()
    {
        arriving.Clear();
        freed.Clear();
        burst = (Mbuf**)heap.Allocate<nint>(Burst).Pointer;
        counters = heap.Allocate<ulong>(3).Pointer;
        byte* workers = heap.Allocate<byte>(buckets.Count).Pointer;
        for (int bucket = 0; bucket < buckets.Count; bucket++) workers[bucket] = (byte)buckets.WorkerOf(bucket);
        queue = heap.Allocate<SpreadingQueue>(1).Pointer;
        *queue = new SpreadingQueue
        {
            Device = &Device, WorkerOfBucket = workers, BucketMask = (nuint)buckets.Count - 1, Worker = Own, Workers = Workers,
            Rings = (HandOverRing**)heap.Allocate<nint>(Workers).Pointer,
            Gathered = (Mbuf***)heap.Allocate<nint>(Workers).Pointer,
            Counts = heap.Allocate<nuint>(Workers).Pointer, Scratch = mbufs.Headers, FreeBulk = &Free,
            HandedOver = counters, Full = counters + 1, Lost = counters + 2,
        };
        for (int worker = 0; worker < Workers; worker++)
        {
            queue->Rings[worker] = worker == Own ? null : HandOverRing.Create(heap);
            queue->Gathered[worker] = worker == Own ? burst : (Mbuf**)heap.Allocate<nint>(Burst).Pointer;
        }
    }

    [Test]
    public void An_empty_device_gives_nothing() => Assert.Equal(0, SpreadingQueue.Receive(queue, burst, Burst));

    [Test]
    public void Every_packet_comes_to_the_worker_of_its_flow_in_the_order_of_its_arrival()
    {
        var random = new Random(1);
        var expected = new List<nint>[Workers];
        var actual = new List<nint>[Workers];
        for (int worker = 0; worker < Workers; worker++) (expected[worker], actual[worker]) = ([], []);
        for (int round = 0; round < 200; round++)
        {
            Mbuf*[] packets = Arrive(random, random.Next(1, Burst + 1));
            foreach (Mbuf* packet in packets) expected[WorkerOf(packet)].Add((nint)packet);
            int own = SpreadingQueue.Receive(queue, burst, Burst);
            for (int i = 0; i < own; i++) actual[Own].Add((nint)burst[i]);
            foreach (int worker in (int[])[0, 2]) Take(worker, actual[worker]);
        }
        for (int worker = 0; worker < Workers; worker++) Assert.Equal(expected[worker], actual[worker]);
        Assert.Equal((ulong)(expected[0].Count + expected[2].Count), counters[0]);
        Assert.Empty(freed);
    }

    /// <summary>Nobody empties the rings: received = own + waiting + freed, and the freed are counted.</summary>
    [Test]
    public void What_has_no_room_is_freed_and_counted_once()
    {
        var random = new Random(2);
        int received = 0, own = 0;
        for (int round = 0; round < 300; round++)
        {
            received += Arrive(random, Burst).Length;
            own += SpreadingQueue.Receive(queue, burst, Burst);
        }
        var waiting = new List<nint>();
        foreach (int worker in (int[])[0, 2]) Take(worker, waiting);
        Assert.Equal(2 * HandOverRing.Capacity, waiting.Count);
        Assert.Equal(received, own + waiting.Count + freed.Count);
        Assert.True(freed.Count > 0);
        Assert.Equal((ulong)waiting.Count, counters[0]);
        Assert.Equal((ulong)freed.Count, counters[1]);
        Assert.Equal((ulong)freed.Count, counters[2]);
        Assert.Empty(freed.Intersect(waiting));
    }

    int WorkerOf(Mbuf* packet) => buckets.WorkerOf((int)(PacketHash.Of(packet, mbufs.Headers) % (uint)buckets.Count));

    void Take(int worker, List<nint> into)
    {
        Mbuf** taken = stackalloc Mbuf*[Burst];
        for (int count; (count = HandOverRing.Receive(queue->Rings[worker], taken, Burst)) > 0;)
            for (int i = 0; i < count; i++) into.Add((nint)taken[i]);
    }

    Mbuf*[] Arrive(Random random, int count)
    {
        var packets = new Mbuf*[count];
        for (int i = 0; i < count; i++) packets[i] = mbufs.Of(Shape.Next(random).Frame(Flow.Next(random)));
        arriving.Enqueue(packets);
        return packets;
    }

    static ushort Device(void* queue, Mbuf** packets, ushort most)
    {
        if (!arriving.TryDequeue(out Mbuf*[]? burst)) return 0;
        for (int i = 0; i < burst.Length; i++) packets[i] = burst[i];
        return (ushort)burst.Length;
    }

    static void Free(Mbuf** packets, uint count)
    {
        for (uint i = 0; i < count; i++) freed.Add((nint)packets[i]);
    }

    public void Dispose()
    {
        heap.Dispose();
        mbufs.Dispose();
    }
}
