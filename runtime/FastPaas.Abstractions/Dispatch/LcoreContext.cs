using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>All that a generated entry function sees of the world: native memory, one per lcore, written by no one else but
/// <see cref="Stop"/>. Made by the runtime (DPDK), by <c>replay</c>/<c>explain</c> and by tests (plain memory); the generated
/// code can't tell which.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct LcoreContext
{
    /// <summary>Set by the control plane; the lcore's loop ends at the next burst boundary.</summary>
    public int Stop;
    public uint LcoreId;
    /// <summary>The clock of this burst in TSC cycles; 0: nobody has asked yet. The loop clears it; <c>replay</c> stores the
    /// capture's timestamp. Read it by <see cref="Now"/>.</summary>
    public ulong NowCycles;
    /// <summary>The received burst, 64 slots; the loop writes them, the generated code owns them until it returns.</summary>
    public Mbuf** Burst;
    /// <summary>Scratch of 64 mbuf pointers for a transmit or a free of some lanes.</summary>
    public Mbuf** Scratch;
    public HeaderLanes* Headers;
    /// <summary>This lcore's counter block, indexed as in the plan; single writer.</summary>
    public ulong* Counters;
    /// <summary>State of each module node, by node id.</summary>
    public void** Nodes;
    /// <summary>Transmit side of each port, by port id.</summary>
    public TransmitQueue* Transmit;
    /// <summary>rte_pktmbuf_free_bulk.</summary>
    public delegate* managed<Mbuf**, uint, void> FreeBulk;
    /// <summary>rte_pktmbuf_copy: packet, pool, first byte, most bytes -> a packet that shares nothing with it; null: the pool is
    /// empty.</summary>
    public delegate* managed<Mbuf*, void*, uint, uint, Mbuf*> Copy;
    /// <summary>Where copies come from.</summary>
    public void* Pool;
    /// <summary>Lanes of the burst that hold packets, while an entry runs that can create some.</summary>
    public nuint Filled;
    /// <summary>Copies that the pool had no buffer for, since the generated code last looked.</summary>
    public nuint PoolEmpty;
    /// <summary><c>rdtsc</c>; null where the clock is not this machine's.</summary>
    public delegate* managed<ulong> ReadCycles;
    /// <summary>A bit a port, by id: its device makes the checksums of UDP that packets are left without.</summary>
    public ulong ChecksumPorts;
    /// <summary>A bit a port, by id: its device inserts the tags of VLANs that packets are left without.</summary>
    public ulong TagPorts;
    /// <summary>The lanes for which the node that runs has asked for a tag; none between nodes.</summary>
    public ulong Tagged;
    /// <summary>Not 0: what the host does now, called by a module, mustn't be left half done, or an mbuf would be lost.</summary>
    public int Unbroken;
    /// <summary>Where packets wait for their tenant's turn; none in a graph that isn't cut.</summary>
    public TenantQueues Tenants;

    /// <summary>The clock of this burst, read at most once in it, and not at all in a graph that doesn't ask: under a
    /// hypervisor <c>rdtsc</c> costs as much as a packet.</summary>
    public ulong Now()
    {
        if (NowCycles == 0 && ReadCycles != null) NowCycles = ReadCycles();
        return NowCycles;
    }
}

/// <summary>Where an lcore sends on a port: DPDK's burst function and its queue, called without a GC transition.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TransmitQueue
{
    /// <summary><c>eth_tx_burst_t</c>: queue, mbufs, count -> number taken; those taken are no longer ours.</summary>
    public delegate* managed<void*, Mbuf**, ushort, ushort> Send;
    public void* Queue;
}
