using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The burst of a module whose manifest has <c>creates</c>: a <see cref="WritableBurst"/> that new packets can be added
/// to, at most one for each packet that entered. A new packet takes a lane behind all others, which is the module's from then
/// on.</summary>
public ref struct CreatingBurst
{
    readonly unsafe LcoreContext* lcore;
    readonly nuint filledMax;
    ulong lanes;

    /// <summary>For generated code, which knows that the burst has lanes left for <paramref name="packetsMax"/> more.</summary>
    public unsafe CreatingBurst(LcoreContext* lcore, ulong lanes, nuint packetsMax)
    {
        this.lcore = lcore;
        this.lanes = lanes;
        filledMax = lcore->Filled + packetsMax;
    }

    /// <summary>The packets that entered and those added so far.</summary>
    public readonly unsafe WritableBurst Packets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(lcore, lanes);
    }

    /// <summary>Adds a packet with the same bytes, no byte of it shared with the first; false: no such lane, more than one for
    /// each that entered, or no buffer is left. The last counts as drop reason <c>pool_empty</c>.</summary>
    /// <param name="bytesMax">Longer packets are cut; at least the 14 of an Ethernet header are copied.</param>
    /// <param name="copy">Its lane.</param>
    public unsafe bool TryCopy(int lane, int bytesMax, out int copy)
    {
        copy = -1;
        if (lcore == null || !new Burst(lcore, lanes).Holds(lane) || lcore->Filled >= filledMax) return false;
        lcore->Unbroken = 1;
        Mbuf* packet = lcore->Copy(lcore->Burst[(nuint)(uint)(lane & 63)], lcore->Pool, 0, (uint)System.Math.Max(bytesMax, 14));
        if (packet != null)
        {
            copy = (int)lcore->Filled;
            lcore->Burst[lcore->Filled++] = packet;
            lanes |= 1ul << copy;
        }
        else
        {
            lcore->PoolEmpty++;
        }

        lcore->Unbroken = 0;
        return packet != null;
    }
}
