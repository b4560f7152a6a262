using System;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Devices;

/// <summary>The mempools of an instance: one that all devices share, and one for XDP sockets if there are any.</summary>
sealed class PacketPools : IDisposable
{
    readonly Mempool common;
    readonly Mempool? xdp;

    public PacketPools(PoolPlan plan)
    {
        common = Mempool.Create("packets", plan.Common.Packets, plan.Common.RoomBytes);
        if (plan.Xdp.Packets > 0) xdp = Mempool.Create("packets_xdp", plan.Xdp.Packets, plan.Xdp.RoomBytes);
    }

    public Mempool Common => common;

    public int Capacity => common.Capacity + (xdp?.Capacity ?? 0);

    /// <summary>Mbufs in somebody's hands when every device is closed. Those of XDP sockets don't count: the driver leaves its
    /// fill ring to the end of the process.</summary>
    public uint Leaked => common.InUse;

    public Mempool For(DeviceString device) => PoolPlan.HasOwnPool(device) ? xdp! : common;

    public void Dispose()
    {
        xdp?.Dispose();
        common.Dispose();
    }
}
