using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Flows of IPv4: open addressing, two a cache line.</summary>
struct FlowTable4
{
    readonly NativeArray<Flow4> flows;
    readonly NativeArray<Flow4> keys;
    readonly NativeArray<uint> places;
    readonly ulong seed;
    readonly int flowsMax;
    int used;

    public FlowTable4(int flowsMax, ModuleHeap heap)
    {
        flows = heap.Allocate<Flow4>(FlowProbe.Slots(flowsMax));
        keys = heap.Allocate<Flow4>(64);
        places = heap.Allocate<uint>(64);
        seed = heap.HashSeed;
        this.flowsMax = flowsMax;
    }

    public readonly int Used => used;

    /// <summary>In two passes, so that the misses of a burst overlap.</summary>
    /// <returns>The lanes whose flow is in the table.</returns>
    public LaneMask Count(Burst burst, LaneMask lanes)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask hasPorts = headers.TcpOrUdp;
        // In locals: every store could change a field.
        NativeArray<Flow4> table = flows, asked = keys;
        NativeArray<uint> homes = places;
        uint last = (uint)table.Length - 1;
        foreach (int lane in lanes)
        {
            ulong addresses = (ulong)headers.IpSrc(lane) << 32 | headers.IpDst(lane);
            ulong ports = FlowProbe.Ports(headers, lane, hasPorts);
            ref Flow4 key = ref asked[lane];
            key.Addresses = addresses;
            key.Ports = ports;
            uint place = (uint)Hash(addresses, ports) & last;
            homes[lane] = place;
            table.Prefetch((int)place);
        }
        LaneMask untracked = default;
        foreach (int lane in lanes)
        {
            ref Flow4 key = ref asked[lane];
            int at = (int)homes[lane];
            ref Flow4 flow = ref table[at];
            if (((flow.Addresses ^ key.Addresses) | (flow.Ports ^ key.Ports)) != 0)
            {
                at = Find(key.Addresses, key.Ports, (uint)at);
                if (at < 0)
                {
                    untracked |= LaneMask.Of(lane);
                    continue;
                }
                flow = ref table[at];
            }
            flow.Packets++;
            flow.Bytes += burst.Length(lane);
        }
        return lanes - untracked;
    }

    /// <summary>For tests and whoever reads the counts.</summary>
    public readonly Flow4 At(int slot) => flows[slot];

    public readonly int Slots => flows.Length;

    /// <summary>Where the flow is, or is now; -1: it isn't, and there is no room. Out of line: most flows are at home.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    readonly ulong Hash(ulong addresses, ulong ports)
    {
        ulong high = Math.BigMul(addresses ^ seed, ports ^ ~seed, out ulong low);
        return high ^ low;
    }
}

/// <summary>32 bytes: key and counts. Ports is 0 where there is no flow.</summary>
struct Flow4
{
    public ulong Addresses;
    public ulong Ports;
    public ulong Packets;
    public ulong Bytes;
}
