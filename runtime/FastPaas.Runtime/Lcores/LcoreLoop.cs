using System.Threading;

namespace FastPaas.Runtime.Lcores;

/// <summary>The data plane's loop. Raw code: it runs on a thread that the runtime doesn't know, so the collector never waits for
/// it nor stops it. The build disassembles all that is reachable from here, and from each method of this folder that an lcore
/// calls by address: they are called Run, Drain, Receive or Send.</summary>
static unsafe class LcoreLoop
{
    /// <summary>Polls every queue in turn until told to stop; each packet received has left or been freed when it
    /// returns.</summary>
    /// <remarks>What a queue needs beside the device is around its receive function, so that others don't pay for it: headers
    /// fetched ahead (<see cref="ColdQueue"/>), packets handed to other lcores (<see cref="SpreadingQueue"/>), packets that
    /// others handed over (<see cref="HandOverRing"/>).</remarks>
    public static int Run(LcoreContext* lcore)
    {
        var work = (LcoreWork*)lcore;
        ReceiveQueue* first = work->Queues, end = first + work->QueueCount;
        ushort burstSize = (ushort)work->BurstSize;
        while (Volatile.Read(ref lcore->Stop) == 0)
        {
            for (ReceiveQueue* queue = first; queue != end; queue++)
            {
                nuint count = queue->Receive(queue->Queue, lcore->Burst, burstSize);
                if (count == 0) continue;
                lcore->NowCycles = 0;
                queue->Entry(lcore, count);
                ++*work->Bursts;
            }
            ++*work->Polls;
        }
        return 0;
    }

    /// <summary>After every lcore's loop has returned: what waits for its tenant's turn, and what others had handed over to this
    /// one, still runs, so that a stop loses no packet.</summary>
    public static int Drain(LcoreContext* lcore)
    {
        var work = (LcoreWork*)lcore;
        lcore->NowCycles = 0;
        TenantQueues.RunAll(lcore);
        for (ReceiveQueue* queue = work->Rings, end = work->Queues + work->QueueCount; queue != end;)
        {
            nuint count = queue->Receive(queue->Queue, lcore->Burst, (ushort)work->BurstSize);
            if (count == 0)
            {
                queue++;
                continue;
            }
            lcore->NowCycles = 0;
            queue->Entry(lcore, count);
            ++*work->Bursts;
            // At once: the next burst's packets have room then.
            TenantQueues.RunAll(lcore);
        }
        return 0;
    }
}
