using System.Collections.Generic;

namespace FastPaas.Modules;

/// <summary>Longest prefix match on the destination address; README.md says what the table looks like.</summary>
[Module("lpm")]
public static class Lpm
{
    public struct State
    {
        internal RouteTable Table;
        internal RouteLanes Lanes;
    }

    public static void Init(LpmConfig config, ModuleHeap heap, ref State state)
    {
        state.Table = heap.Lcore == 0 ? new RouteWriter(heap, Routes(config), routesSpare: 0).Table : RouteTable.Of(heap);
        state.Lanes = new RouteLanes(heap);
    }

    static IEnumerable<(IpPrefix, int)> Routes(LpmConfig config)
    {
        foreach (LpmConfig.RoutesItem route in config.Routes) yield return (route.Prefix, route.Hop);
    }

    public static void Process(
        Burst burst, LaneMask lanes, ref State state, out LaneMask hop0, out LaneMask hop1, out LaneMask hop2, out LaneMask hop3,
        out LaneMask hop4, out LaneMask hop5, out LaneMask hop6, out LaneMask hop7, out LaneMask miss)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ip4 = lanes & headers.Ip4, ip6 = lanes & headers.Ip6;
        state.Table.BeginRead();
        if (!ip4.IsEmpty) state.Table.Find4(burst, ip4, state.Lanes);
        if (!ip6.IsEmpty) state.Table.Find6(burst, ip6, state.Lanes);
        state.Table.EndRead();
        LaneArray<byte> found = state.Lanes.Found;
        LaneMask hit = (ip4 | ip6) & LaneMask.OfBit(found, RouteEntry.HitBit);
        LaneMask bit0 = LaneMask.OfBit(found, 0), bit1 = LaneMask.OfBit(found, 1), high = hit & LaneMask.OfBit(found, 2);
        LaneMask low = hit - high;
        hop0 = low - bit1 - bit0;
        hop1 = (low - bit1) & bit0;
        hop2 = (low & bit1) - bit0;
        hop3 = low & bit1 & bit0;
        hop4 = high - bit1 - bit0;
        hop5 = (high - bit1) & bit0;
        hop6 = (high & bit1) - bit0;
        hop7 = high & bit1 & bit0;
        miss = lanes - hit;
    }
}
