using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Flows of IPv6: as <see cref="FlowTable4"/>, one a cache line.</summary>
struct FlowTable6
{
    readonly NativeArray<Flow6> flows;
    readonly LaneArray<uint> places;
    readonly ulong seed;
    readonly int flowsMax;
    int used;

    public FlowTable6(int flowsMax, ModuleHeap heap)
    {
        flows = heap.Allocate<Flow6>(FlowProbe.Slots(flowsMax));
        places = heap.AllocateLanes<uint>();
        seed = heap.HashSeed;
        this.flowsMax = flowsMax;
    }

    public readonly int Used => used;

    /// <inheritdoc cref="FlowTable4.Count"/>
    public LaneMask Count(Burst burst, LaneMask lanes)
    {
        LaneMask hasPorts = burst.Headers.TcpOrUdp;
        NativeArray<Flow6> table = flows;
        LaneArray<uint> homes = places;
        uint last = (uint)table.Length - 1;
        foreach (LaneView packet in burst.Each(lanes))
        {
            uint place = (uint)Hash(packet.Ip6Src, packet.Ip6Dst, FlowProbe.Ports(packet, hasPorts)) & last;
            homes[packet] = place;
            table.Prefetch((int)place);
        }
        LaneMask found = default;
        foreach (LaneView packet in burst.Each(lanes))
        {
            int at = Find(packet.Ip6Src, packet.Ip6Dst, FlowProbe.Ports(packet, hasPorts), homes[packet]);
            if (at < 0) continue;
            ref Flow6 flow = ref table[at];
            flow.Packets++;
            flow.Bytes += packet.Length;
            found |= packet.If(true);
        }
        return found;
    }

    public readonly Flow6 At(int slot) => flows[slot];

    public readonly int Slots => flows.Length;

    int Find(UInt128 source, UInt128 destination, ulong ports, uint place)
    {
        for (int probe = 0; probe < FlowProbe.ProbesMax; probe++)
        {
            int at = (int)(place + (uint)probe) & (flows.Length - 1);
            ref Flow6 flow = ref flows[at];
            if (flow.Ports == ports && flow.Source == source && flow.Destination == destination) return at;
            if (flow.Ports != 0) continue;
            if (used == flowsMax) return -1;
            used++;
            flow.Source = source;
            flow.Destination = destination;
            flow.Ports = ports;
            return at;
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly ulong Hash(UInt128 source, UInt128 destination, ulong ports)
    {
        ulong hash = Mix((ulong)(source >> 64) ^ seed, (ulong)source ^ ~seed);
        hash ^= Mix((ulong)(destination >> 64) ^ ~seed, (ulong)destination ^ hash);
        return Mix(hash ^ seed, ports ^ ~seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}

/// <summary>64 bytes. Ports is 0 where there is no flow.</summary>
struct Flow6
{
    public UInt128 Source;
    public UInt128 Destination;
    public ulong Ports;
    public ulong Packets;
    public ulong Bytes;
    public ulong Spare;
}
