using System.Runtime.CompilerServices;

namespace FastPaas.Probe;

/// <summary>Two ports, each leading to the other, by hand: the least that the runtime can run.</summary>
static unsafe class Wire
{
    const int LeftReceived = 0, LeftReceivedBytes = 1, LeftSent = 2, LeftSentBytes = 3;
    const int RightReceived = 4, RightReceivedBytes = 5, RightSent = 6, RightSentBytes = 7;
    const int TxFull = 8;

    public static CompiledGraph Graph(string left, string right) => new(
        "wire", 32,
        [
            new("left", left, 1, "port right", LeftReceived, LeftReceivedBytes, LeftSent, LeftSentBytes),
            new("right", right, 1, "port left", RightReceived, RightReceivedBytes, RightSent, RightSentBytes),
        ],
        [],
        [
            "port.left.rx_packets", "port.left.rx_bytes", "port.left.tx_packets", "port.left.tx_bytes",
            "port.right.rx_packets", "port.right.rx_bytes", "port.right.tx_packets", "port.right.tx_bytes", "drop.tx_full",
        ],
        [new("tx_full", TxFull)],
        [],
        [(nint)(delegate*<LcoreContext*, nuint, void>)&RunLeft, (nint)(delegate*<LcoreContext*, nuint, void>)&RunRight],
        static (heap, nodes) => { });

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
