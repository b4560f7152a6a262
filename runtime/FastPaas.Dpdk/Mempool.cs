using System;

namespace FastPaas.Dpdk;

/// <summary>The packets of one instance: mbufs with 128 bytes of headroom and room for one frame.</summary>
public sealed unsafe class Mempool : IDisposable
{
    /// <summary>Most that an lcore keeps for itself (RTE_MEMPOOL_CACHE_MAX_SIZE); taken and given without atomics.</summary>
    public const int CachePackets = 512;
    public const int HeadroomBytes = 128;
    /// <summary>mbuf, mempool header and padding beside the room.</summary>
    const int OverheadBytes = 256;

    void* pool;

    Mempool(void* pool, int capacity, int roomBytes)
    {
        this.pool = pool;
        Capacity = capacity;
        RoomBytes = roomBytes;
    }

    public int Capacity { get; }

    /// <summary>The longest frame that fits one mbuf.</summary>
    public int RoomBytes { get; }

    /// <summary>For an lcore's copies; lives as long as this.</summary>
    public void* Pointer => pool;

    /// <summary>Mbufs in somebody's hands, lcore caches not counted.</summary>
    public uint InUse => Native.rte_mempool_in_use_count(pool);

    public static long BytesFor(int packets, int roomBytes) => (long)packets * (roomBytes + HeadroomBytes + OverheadBytes);

    /// <param name="packets">One less than a power of two wastes nothing.</param>
    /// <param name="roomBytes">The longest frame that fits one mbuf.</param>
    public static Mempool Create(string name, int packets, int roomBytes)
    {
        const int AnySocket = -1;
        using var text = new NativeText(name);
        void* pool = Native.rte_pktmbuf_pool_create(
            text.Pointer, (uint)packets, CachePackets, 0, (ushort)(roomBytes + HeadroomBytes), AnySocket);
        if (pool == null)
        {
            throw new EnvironmentException(
                $"there is no memory for {packets} packets of {roomBytes} bytes ({BytesFor(packets, roomBytes) >> 20} MiB): " +
                $"{DpdkText.Error(Native.fp_errno())}.",
                "free some, or raise the container's memory limit");
        }
        return new Mempool(pool, packets, roomBytes);
    }

    public void Dispose()
    {
        if (pool == null) return;
        Native.rte_mempool_free(pool);
        pool = null;
    }
}
