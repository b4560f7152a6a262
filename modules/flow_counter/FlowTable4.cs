using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Flows of IPv4: open addressing, two a cache line.</summary>
struct FlowTable4
{
    readonly NativeArray<Flow4> flows;
    readonly LaneArray<FlowKey4> keys;
    readonly LaneArray<uint> places;
    readonly ulong seed;
    readonly int flowsMax;
    int used;

    public FlowTable4(int flowsMax, ModuleHeap heap)
    {
        flows = heap.Allocate<Flow4>(FlowProbe.Slots(flowsMax));
        keys = heap.AllocateLanes<FlowKey4>();
        places = heap.AllocateLanes<uint>();
        seed = heap.HashSeed;
        this.flowsMax = flowsMax;
    }

    public readonly int Used => used;

    /// <summary>In two passes, so that the misses of a burst overlap.</summary>
    /// <returns>The lanes whose flow is in the table.</returns>
    public LaneMask Count(Burst burst, LaneMask lanes)
    {
        LaneMask hasPorts = burst.Headers.TcpOrUdp;
        // In locals: every store could change a field.
        NativeArray<Flow4> table = flows;
        LaneArray<FlowKey4> asked = keys;
        LaneArray<uint> homes = places;
        ulong secret = seed;
        uint last = (uint)table.Length - 1;
        foreach (LaneView packet in burst.Each(lanes))
        {
            ulong addresses = (ulong)packet.IpSrc << 32 | packet.IpDst;
            ulong ports = FlowProbe.Ports(packet, hasPorts);
            ref FlowKey4 key = ref asked[packet];
            key.Addresses = addresses;
            key.Ports = ports;
            uint place = (uint)Hash(addresses, ports, secret) & last;
            homes[packet] = place;
            table.Prefetch((int)place);
        }
        LaneMask displaced = default;
        foreach (LaneView packet in burst.Each(lanes))
        {
            ref FlowKey4 key = ref asked[packet];
            ref Flow4 flow = ref table[(int)homes[packet]];
            if (((flow.Addresses ^ key.Addresses) | (flow.Ports ^ key.Ports)) != 0)
            {
                displaced |= packet.If(true);
                continue;
            }
            flow.Packets++;
            flow.Bytes += packet.Length;
        }
        return displaced.IsEmpty ? lanes : lanes - CountDisplaced(burst, displaced);
    }

    /// <summary>Those that aren't at home, or not yet in the table.</summary>
    /// <returns>Those that find no room.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    LaneMask CountDisplaced(Burst burst, LaneMask displaced)
    {
        LaneMask untracked = default;
        foreach (LaneView packet in burst.Each(displaced))
        {
            FlowKey4 key = keys[packet];
            int at = Find(key.Addresses, key.Ports, places[packet]);
            if (at < 0)
            {
                untracked |= packet.If(true);
                continue;
            }
            ref Flow4 flow = ref flows[at];
            flow.Packets++;
            flow.Bytes += packet.Length;
        }
        return untracked;
    }

    /// <summary>For tests and whoever reads the counts.</summary>
    public readonly Flow4 At(int slot) => flows[slot];

    public readonly int Slots => flows.Length;

    /// <summary>Where the flow is, or is now; -1: it isn't, and there is no room.</summary>
    int Find(ulong addresses, ulong ports, uint place)
    {
        for (int probe = 0; probe < FlowProbe.ProbesMax; probe++)
        {
            int at = (int)(place + (uint)probe) & (flows.Length - 1);
            ref Flow4 flow = ref flows[at];
            if (((flow.Addresses ^ addresses) | (flow.Ports ^ ports)) == 0) return at;
            if (flow.Ports != 0) continue;
            if (used == flowsMax) return -1;
            used++;
            flow.Addresses = addresses;
            flow.Ports = ports;
            return at;
        }
        return -1;
    }

    /// <summary>One multiplication to 128 bits with a seed that the sender doesn't know (the step of wyhash).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Hash(ulong addresses, ulong ports, ulong seed)
    {
        ulong high = Math.BigMul(addresses ^ seed, ports ^ ~seed, out ulong low);
        return high ^ low;
    }
}

struct FlowKey4
{
    public ulong Addresses;
    public ulong Ports;
}

/// <summary>32 bytes: key and counts. Ports is 0 where there is no flow.</summary>
struct Flow4
{
    public ulong Addresses;
    public ulong Ports;
    public ulong Packets;
    public ulong Bytes;
}
