using System.Runtime.CompilerServices;

namespace FastPaas.Probe;

/// <summary>Two ports, each leading to the other, by hand: the least that the runtime can run.</summary>
static unsafe class Wire
{
    const int LeftReceived = 0, LeftReceivedBytes = 1, LeftSent = 2, LeftSentBytes = 3;
    const int RightReceived = 4, RightReceivedBytes = 5, RightSent = 6, RightSentBytes = 7;
    const int TxFull = 8, Leaks = 9;

    public static CompiledGraph Graph(string left, string right) => Graph(left, right, &RunLeft);

    /// <summary>What the left port receives is counted as sent, and one packet of each burst never is, nor freed.</summary>
    public static CompiledGraph Leaking(string left, string right) => Graph(left, right, &LeakLeft);

    static CompiledGraph Graph(string left, string right, delegate*<LcoreContext*, nuint, void> runLeft) => new(
        "wire", 32,
        [
            new("left", left, 1, "port right", LeftReceived, LeftReceivedBytes, LeftSent, LeftSentBytes),
            new("right", right, 1, "port left", RightReceived, RightReceivedBytes, RightSent, RightSentBytes),
        ],
        [],
        [
            "port.left.rx_packets", "port.left.rx_bytes", "port.left.tx_packets", "port.left.tx_bytes",
            "port.right.rx_packets", "port.right.rx_bytes", "port.right.tx_packets", "port.right.tx_bytes", "drop.tx_full",
            "leaks",
        ],
        [new("tx_full", TxFull)],
        [],
        [(nint)runLeft, (nint)(delegate*<LcoreContext*, nuint, void>)&RunRight],
        static (heap, nodes) => { });

    static void LeakLeft(LcoreContext* lcore, nuint count)
    {
        // Seldom, so that it lasts: the pool holds some thousand.
        if (++lcore->Counters[Leaks] % 100 != 0)
        {
            RunLeft(lcore, count);
            return;
        }
        lcore->Counters[RightSent]++;
        lcore->Burst[0] = lcore->Burst[count - 1];
        Forward(lcore, count - 1, LeftReceived, 1, RightSent);
        lcore->Counters[LeftReceived]++;
    }

    static void RunLeft(LcoreContext* lcore, nuint count) => Forward(lcore, count, LeftReceived, 1, RightSent);

    static void RunRight(LcoreContext* lcore, nuint count) => Forward(lcore, count, RightReceived, 0, LeftSent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Forward(LcoreContext* lcore, nuint count, int received, nuint to, int sent)
    {
        lcore->Counters[received] += count;
        TransmitQueue* queue = lcore->Transmit + to;
        ushort taken = queue->Send(queue->Queue, lcore->Burst, (ushort)count);
        lcore->Counters[sent] += taken;
        if (taken == count) return;
        lcore->Counters[TxFull] += count - taken;
        lcore->FreeBulk(lcore->Burst + taken, (uint)count - taken);
    }
}
