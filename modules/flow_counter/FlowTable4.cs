using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas.Modules;

/// <summary>Flows of IPv4: open addressing, two a cache line.</summary>
struct FlowTable4
{
    readonly NativeArray<Flow4> flows;
    readonly LaneArray<Vector128<ulong>> keys;
    readonly LaneArray<uint> places;
    readonly KeyedHash hash;
    readonly int flowsMax;
    int used;

    public FlowTable4(int flowsMax, ModuleHeap heap)
    {
        flows = heap.Allocate<Flow4>(FlowProbe.Slots(flowsMax));
        keys = heap.AllocateLanes<Vector128<ulong>>();
        places = heap.AllocateLanes<uint>();
        hash = new KeyedHash(heap.HashSeed);
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
        LaneArray<Vector128<ulong>> asked = keys;
        LaneArray<uint> homes = places;
        KeyedHash keyed = hash;
        uint last = (uint)table.Length - 1;
        foreach (LaneView packet in burst.Each(lanes))
        {
            ulong addresses = (ulong)packet.IpSrc << 32 | packet.IpDst;
            ulong ports = FlowProbe.Ports(packet, hasPorts);
            Vector128<ulong> key = Vector128.Create(addresses, ports);
            asked[packet] = key;
            uint place = (uint)keyed.Of(key) & last;
            homes[packet] = place;
            table.Prefetch((int)place);
        }
        LaneMask displaced = default;
        foreach (LaneView packet in burst.Each(lanes))
        {
            ref Flow4 flow = ref table[(int)homes[packet]];
            if (flow.Key != asked[packet])
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
            int at = Find(keys[packet], places[packet]);
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
    int Find(Vector128<ulong> key, uint place)
    {
        for (int probe = 0; probe < FlowProbe.ProbesMax; probe++)
        {
            int at = (int)(place + (uint)probe) & (flows.Length - 1);
            ref Flow4 flow = ref flows[at];
            if (flow.Key == key) return at;
            if (flow.Ports != 0) continue;
            if (used == flowsMax) return -1;
            used++;
            flow.Key = key;
            return at;
        }
        return -1;
    }
}

/// <summary>32 bytes: key and counts.</summary>
struct Flow4
{
    /// <summary>Addresses, then ports and protocol: these are 0 where there is no flow.</summary>
    public Vector128<ulong> Key;
    public ulong Packets;
    public ulong Bytes;

    public readonly ulong Addresses => Key.GetElement(0);

    public readonly ulong Ports => Key.GetElement(1);
}
