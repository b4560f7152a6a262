using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Probe;

/// <summary>The longest iteration of three loops, round by round, while the control thread allocates 200 MB a second: the
/// product's raw loop, the same in C, and one on a thread that the collector knows. One line of cycles a round, as CSV.</summary>
static unsafe class Pauses
{
    const int RoundMs = 100, AllocationBytesPerSecond = 200_000_000;

    public static int Run(int rounds)
    {
        int[] cpus = Eal.AllowedCpus();
        Eal.Start("fastpaas-pauses", LcoreChoice.Place(1, [], null, cpus), hugepages: false, 128 << 20, []);
        using var pool = Mempool.Create("packets", 8191, 2048);
        Port left = Open("left", "net_null0", pool), right = Open("right", "net_null1", pool);
        using var heap = new ModuleHeap();
        MeasuredQueue* queue = heap.Allocate<MeasuredQueue>(1).Pointer;
        queue->Queue = left.ReceiveQueue(0, out var receive);
        queue->Receive = receive;
        TransmitQueue send = right.TransmitQueue(0);
        LcoreWork* work = Work(heap, queue, send);
        CLoop* loop = heap.Allocate<CLoop>(1).Pointer;
        loop->Queue = queue;
        loop->Send = send;

        Console.WriteLine("raw,c,attached,collections");
        using var allocator = new Allocator();
        for (int round = 0; round < rounds; round++)
        {
            int collections = GC.CollectionCount(0);
            ulong raw = Measure(queue, &work->Start, &work->Context.Stop);
            loop->Start = new RawStart { Function = (delegate*<LcoreContext*, int>)CLoopAddress(),
                Context = (LcoreContext*)loop };
            ulong c = Measure(queue, &loop->Start, &loop->Stop);
            ulong attached = MeasureAttached(queue, work, cpus[^1]);
            Console.WriteLine($"{raw},{c},{attached},{GC.CollectionCount(0) - collections}");
        }
        return 0;
    }

    /// <summary>How far the raw loop and one that the collector knows come while a collection runs. A line each:
    /// <c>name, polls in collections, microseconds of them, polls outside, microseconds outside</c>.</summary>
    public static int Progress()
    {
        int[] cpus = Eal.AllowedCpus();
        Eal.Start("fastpaas-progress", LcoreChoice.Place(1, [], null, cpus), hugepages: false, 128 << 20, []);
        using var pool = Mempool.Create("packets", 8191, 2048);
        Port left = Open("left", "net_null0", pool), right = Open("right", "net_null1", pool);
        using var heap = new ModuleHeap();
        MeasuredQueue* queue = heap.Allocate<MeasuredQueue>(1).Pointer;
        queue->Queue = left.ReceiveQueue(0, out var receive);
        queue->Receive = receive;
        LcoreWork* work = Work(heap, queue, right.TransmitQueue(0));
        object[] graph = MakeGarbageCollectorWork();

        Eal.Launch(1, &work->Start);
        Collect("raw", queue);
        Volatile.Write(ref work->Context.Stop, 1);
        Eal.Wait(1);

        Thread attached = StartAttached(work, cpus[^1]);
        Collect("attached", queue);
        Volatile.Write(ref work->Context.Stop, 1);
        attached.Join();
        GC.KeepAlive(graph);
        return 0;
    }

    static object[] MakeGarbageCollectorWork()
    {
        var nodes = new object[3_000_000];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = i == 0 ? new object() : new[] { nodes[i / 2] };
        return nodes;
    }

    static void Collect(string name, MeasuredQueue* queue)
    {
        Thread.Sleep(RoundMs);
        ulong callsIn = 0, callsOut = 0;
        TimeSpan timeIn = default, timeOut = default;
        for (int i = 0; i < 20; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ulong before = queue->Calls;
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            callsIn += queue->Calls - before;
            timeIn += Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            before = queue->Calls;
            Thread.Sleep(RoundMs);
            callsOut += queue->Calls - before;
            timeOut += Stopwatch.GetElapsedTime(start);
        }
        Console.WriteLine($"{name},{callsIn},{timeIn.TotalMicroseconds:0},{callsOut},{timeOut.TotalMicroseconds:0}");
    }

    /// <summary>Bytes that a second of the raw loop allocates: what the whole process does, with nobody else at work.</summary>
    public static int Allocations()
    {
        Eal.Start("fastpaas-allocations", LcoreChoice.Place(1, [], null, Eal.AllowedCpus()), hugepages: false, 128 << 20, []);
        using var pool = Mempool.Create("packets", 8191, 2048);
        Port left = Open("left", "net_null0", pool), right = Open("right", "net_null1", pool);
        using var heap = new ModuleHeap();
        MeasuredQueue* queue = heap.Allocate<MeasuredQueue>(1).Pointer;
        queue->Queue = left.ReceiveQueue(0, out var receive);
        queue->Receive = receive;
        LcoreWork* work = Work(heap, queue, right.TransmitQueue(0));
        Measure(queue, &work->Start, &work->Context.Stop);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 10; i++) Measure(queue, &work->Start, &work->Context.Stop);
        Console.WriteLine($"{GC.GetTotalAllocatedBytes(precise: true) - before},{queue->Calls}");
        return 0;
    }

    static Port Open(string name, string device, Mempool pool)
    {
        Port port = Port.Probe(name, DeviceString.Parse(device));
        port.Start(pool, new PortQueues(1, 1, 0), 512, 0, 0);
        return port;
    }

    static LcoreWork* Work(ModuleHeap heap, MeasuredQueue* queue, TransmitQueue send)
    {
        LcoreWork* work = heap.Allocate<LcoreWork>(1).Pointer;
        work->Start = new RawStart { Function = &LcoreLoop.Run, Context = &work->Context };
        work->Context.Burst = (Mbuf**)heap.Allocate<nint>(64).Pointer;
        work->Context.Counters = heap.Allocate<ulong>(16).Pointer;
        work->Context.FreeBulk = Eal.FreeBulk;
        work->Context.Transmit = heap.Allocate<TransmitQueue>(2).Pointer;
        work->Context.Transmit[1] = send;
        work->Queues = heap.Allocate<ReceiveQueue>(1).Pointer;
        *work->Queues = new ReceiveQueue
        {
            Receive = (delegate* managed<void*, Mbuf**, ushort, ushort>)MeasuredReceiveAddress(),
            Queue = queue,
            Entry = (delegate*<LcoreContext*, nuint, void>)Wire.Graph("net_null0", "net_null1").Entries[0],
        };
        work->QueueCount = 1;
        work->BurstSize = 32;
        work->Context.ReadCycles = Eal.Tsc;
        work->Polls = work->Context.Counters + 9;
        work->Bursts = work->Context.Counters + 10;
        return work;
    }

    static ulong Measure(MeasuredQueue* queue, RawStart* start, int* stop)
    {
        (queue->Last, queue->GapCyclesMax) = (0, 0);
        *stop = 0;
        Eal.Launch(1, start);
        Thread.Sleep(RoundMs);
        Volatile.Write(ref *stop, 1);
        Eal.Wait(1);
        return queue->GapCyclesMax;
    }

    /// <summary>The negative control: an ordinary thread, which every collection stops.</summary>
    static ulong MeasureAttached(MeasuredQueue* queue, LcoreWork* work, int cpu)
    {
        (queue->Last, queue->GapCyclesMax) = (0, 0);
        Thread thread = StartAttached(work, cpu);
        Thread.Sleep(RoundMs);
        Volatile.Write(ref work->Context.Stop, 1);
        thread.Join();
        return queue->GapCyclesMax;
    }

    static Thread StartAttached(LcoreWork* work, int cpu)
    {
        work->Context.Stop = 0;
        var thread = new Thread(() =>
        {
            PinThread(cpu);
            ReceiveQueue* from = work->Queues;
            // With a transition, as an import has: returning from it waits for the collection.
            var receive = (delegate* unmanaged<void*, Mbuf**, ushort, ushort>)(nint)from->Receive;
            while (Volatile.Read(ref work->Context.Stop) == 0)
            {
                nuint count = receive(from->Queue, work->Context.Burst, 32);
                if (count != 0) from->Entry(&work->Context, count);
            }
        });
        thread.Start();
        return thread;
    }

    sealed class Allocator : IDisposable
    {
        readonly Thread thread;
        readonly List<byte[]> kept = [];
        volatile bool isStopping;

        public Allocator()
        {
            thread = new Thread(Run) { IsBackground = true };
            thread.Start();
        }

        void Run()
        {
            const int BlockBytes = 1000, PerMs = AllocationBytesPerSecond / 1000 / BlockBytes;
            while (!isStopping)
            {
                long until = Environment.TickCount64 + 1;
                for (int i = 0; i < PerMs; i++) kept.Add(new byte[BlockBytes]);
                if (kept.Count > 50_000) kept.Clear();
                while (Environment.TickCount64 < until) Thread.Yield();
            }
        }

        public void Dispose()
        {
            isStopping = true;
            thread.Join();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    struct MeasuredQueue
    {
        public delegate* managed<void*, Mbuf**, ushort, ushort> Receive;
        public void* Queue;
        public ulong Last;
        public ulong GapCyclesMax;
        public ulong Calls;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct CLoop
    {
        public int Stop;
        public MeasuredQueue* Queue;
        public TransmitQueue Send;
        fixed ulong burst[64];
        public RawStart Start;
    }

    [DllImport("dpdk", EntryPoint = "measured_receive_address")] static extern nint MeasuredReceiveAddress();
    [DllImport("dpdk", EntryPoint = "c_loop_address")] static extern nint CLoopAddress();
    [DllImport("dpdk", EntryPoint = "pin_thread")] static extern int PinThread(int cpu);
}
