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
        Eal.Start("fastpaas-stall", LcoreChoice.Place(1, [], null, Eal.AllowedCpus()), hugepages: false, 128 << 20, []);
        using var pool = Mempool.Create("packets", 8191, 2048);
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

    static void Poll(OpenLoop source, TimeSpan time)
    {
        Mbuf** packets = stackalloc Mbuf*[Burst];
        void* queue = source.ReceiveQueue(out var receive);
        long start = Stopwatch.GetTimestamp();
        do
        {
            ushort count = receive(queue, packets, Burst);
            if (count > 0) Eal.FreeBulk(packets, count);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
    }

    static void Wait(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) { }
    }
}
