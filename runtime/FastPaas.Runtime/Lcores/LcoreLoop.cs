using System.Threading;

namespace FastPaas.Runtime.Lcores;

/// <summary>The data plane's loop. Raw code: it runs on a thread that the runtime doesn't know, so the collector never waits for
/// it nor stops it. The build disassembles all that is reachable from <see cref="Run"/>.</summary>
static unsafe class LcoreLoop
{
    /// <summary>Polls every queue in turn until told to stop; each packet received has left or been freed when it
    /// returns.</summary>
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
}
