using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FastPaas.Runtime.Lcores;

/// <summary>A queue whose packets this CPU hasn't touched: a NIC wrote them, or the kernel in place. Their headers are asked for
/// all at once before the graph looks at the first; without that each costs a cache miss in turn. Raw code.</summary>
/// <remarks>Which queues are cold is decided at the start (<c>AttachedPort.IsCold</c>), and only those get this around them: a
/// device that has just copied its packets pays nothing.</remarks>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ColdQueue
{
    public delegate* managed<void*, Mbuf**, ushort, ushort> Device;
    public void* Queue;

    /// <summary>In the shape of <c>eth_rx_burst_t</c>.</summary>
    public static ushort Receive(void* queue, Mbuf** packets, ushort most)
    {
        var cold = (ColdQueue*)queue;
        ushort count = cold->Device(cold->Queue, packets, most);
        Prefetch(packets, count);
        return count;
    }

    /// <summary>A pass of its own over the whole burst: a fixed distance inside the parsing loop was measured slower.</summary>
    public static void Prefetch(Mbuf** packets, nuint count)
    {
        if (!Sse.IsSupported) return;
        for (nuint i = 0; i < count; i++) Sse.Prefetch0(packets[i]->Data);
    }
}
