using System.Runtime.CompilerServices;
using System.Threading;

namespace FastPaas.Modules;

/// <summary>Which lcores are in a lookup: a word each on a line of its own, odd inside. To an lcore it costs two stores a burst,
/// without a fence: the writer's <see cref="Wait"/> makes every CPU of the process pass one (membarrier(2)).</summary>
/// <remarks>
/// Either an lcore's store of the odd number comes before that fence, and the writer sees it and waits for the next number; or it
/// comes after, and so do the loads of the lookup, which then see what the writer stored before it.
/// </remarks>
readonly struct RouteReaders
{
    const int WordsInLine = 8;
    readonly NativeArray<ulong> entered;
    readonly int own;

    public RouteReaders(ModuleHeap heap)
    {
        entered = heap.Shared<ulong>(heap.Lcores * WordsInLine);
        own = heap.Lcore * WordsInLine;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin() => Volatile.Write(ref entered[own], entered[own] + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End() => Volatile.Write(ref entered[own], entered[own] + 1);

    /// <summary>Control plane: returns when every lookup that had begun has ended.</summary>
    public void Wait()
    {
        Interlocked.MemoryBarrierProcessWide();
        for (int word = 0; word < entered.Length; word += WordsInLine)
        {
            ulong seen = Volatile.Read(ref entered[word]);
            if ((seen & 1) == 0) continue;
            SpinWait pause = default;
            while (Volatile.Read(ref entered[word]) == seen) pause.SpinOnce();
        }
    }
}
