using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace FastPaas.Runtime.Lcores;

/// <summary>A device's send queue that several lcores use, a burst at a time (docs/adr/0020). What the device takes it takes in
/// the caller's order, and the caller learns how many at once, so counters stay exact. Raw code, in native memory.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
unsafe struct SharedSend
{
    const int SpinsMax = 64;

    /// <summary>1: an lcore is sending.</summary>
    [FieldOffset(0)] int isTaken;
    [FieldOffset(8)] TransmitQueue device;
    /// <summary><c>sched_yield</c>.</summary>
    [FieldOffset(24)] delegate* managed<int> yield;

    /// <summary>Control plane: the queue for each lcore that shares it; lives as long as the heap.</summary>
    public static TransmitQueue Create(ModuleHeap heap, TransmitQueue device, delegate* managed<int> yield)
    {
        SharedSend* shared = heap.Allocate<SharedSend>(1).Pointer;
        shared->device = device;
        shared->yield = yield;
        return new TransmitQueue { Send = &Send, Queue = shared };
    }

    /// <summary>In the shape of <c>eth_tx_burst_t</c>.</summary>
    static ushort Send(void* queue, Mbuf** packets, ushort count)
    {
        var shared = (SharedSend*)queue;
        while (Interlocked.CompareExchange(ref shared->isTaken, 1, 0) != 0) Wait(shared);
        ushort sent = shared->device.Send(shared->device.Queue, packets, count);
        Volatile.Write(ref shared->isTaken, 0);
        return sent;
    }

    /// <summary>By loads alone, which leave the line where it is. An lcore that shares its CPU may be waiting for one that can't
    /// run before it gives the CPU up.</summary>
    static void Wait(SharedSend* shared)
    {
        for (int spins = 1; Volatile.Read(ref shared->isTaken) != 0; spins++)
        {
            if (spins % SpinsMax == 0) shared->yield();
            else if (X86Base.IsSupported) X86Base.Pause();
        }
    }
}
