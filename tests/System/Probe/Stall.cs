using System;
using System.Diagnostics;
using FastPaas.Dpdk;

namespace FastPaas.Probe;

/// <summary>An open-loop source at a million packets a second, polled without a break and then after a pause of 2 ms. Prints
/// <c>lost without, lost with, due in the pause</c>, a line a try.</summary>
static unsafe class Stall
{
    const ulong PacketsPerSecond = 1_000_000;
    const int Burst = 64;

    public static int Run(int tries)
    {
        using Mempool pool = Start();
        for (int i = 0; i < tries; i++)
        {
            using var source = new OpenLoop(pool, PacketsPerSecond, 1);
            if (!source.TryAdd(new byte[60])) throw new InvalidOperationException("A frame of 60 bytes doesn't fit.");
            Poll(source, TimeSpan.FromMilliseconds(0.5));
            ulong without = source.Counters.LostPackets, due = source.Counters.DuePackets;
            Wait(TimeSpan.FromMilliseconds(2));
            Poll(source, TimeSpan.Zero);
            Console.WriteLine($"{without},{source.Counters.LostPackets - without},{source.Counters.DuePackets - due}");
        }
        Console.WriteLine(pool.InUse);
        return 0;
    }

    /// <summary>Sends back what it gets, pauses for 2 ms once the source times packets, and ends soon. Prints what half of the
    /// packets took, what the slowest took, and how long all of it was, in nanoseconds.</summary>
    public static int Latency()
    {
        using Mempool pool = Start();
        using var source = new OpenLoop(pool, PacketsPerSecond, 1);
        if (!source.TryAdd(new byte[60])) throw new InvalidOperationException("A frame of 60 bytes doesn't fit.");
        long start = Stopwatch.GetTimestamp();
        Poll(source, TimeSpan.FromSeconds(0.6), sendsBack: true);
        Wait(TimeSpan.FromMilliseconds(2));
        Poll(source, TimeSpan.FromSeconds(0.1), sendsBack: true);
        double ns = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Console.WriteLine($"{source.LatencyNs(500_000)},{source.LatencyNs(1_000_000)},{ns:0},{pool.InUse}");
        return 0;
    }

    static Mempool Start()
    {
        Eal.Start("fastpaas-stall", LcoreChoice.Place(1, [], null, Eal.AllowedCpus()), hugepages: false, 128 << 20, []);
        return Mempool.Create("packets", 8191, 2048);
    }

    static void Poll(OpenLoop source, TimeSpan time, bool sendsBack = false)
    {
        Mbuf** packets = stackalloc Mbuf*[Burst];
        void* queue = source.ReceiveQueue(out var receive);
        TransmitQueue send = source.TransmitQueue;
        long start = Stopwatch.GetTimestamp();
        do
        {
            ushort count = receive(queue, packets, Burst);
            if (sendsBack) send.Send(send.Queue, packets, count);
            else if (count > 0) Eal.FreeBulk(packets, count);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
    }

    static void Wait(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) { }
    }
}
