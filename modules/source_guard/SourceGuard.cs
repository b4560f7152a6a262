using System;
using System.Collections.Generic;

namespace FastPaas.Modules;

/// <summary>Ingress filtering, RFC 2827 (BCP 38): a packet passes if its source address lies in an allowed prefix.</summary>
[Module("source_guard")]
public static class SourceGuard
{
    /// <summary>Up to here, testing all lanes against each range is cheaper than searching lane by lane.</summary>
    const int BulkRangesMax = 8;

    /// <summary>Of each family, disjoint ranges, ascending.</summary>
    public struct State
    {
        public NativeArray<uint> Ip4First;
        public NativeArray<uint> Ip4Last;
        public NativeArray<UInt128> Ip6First;
        public NativeArray<UInt128> Ip6Last;
        public bool PassesArp;
        public bool PassesOther;
    }

    public static void Init(SourceGuardConfig config, ModuleHeap heap, ref State state)
    {
        List<WideRange> ip4 = [], ip6 = [];
        foreach (IpPrefix prefix in config.Allowed) (prefix.IsIp6 ? ip6 : ip4).Add(WideRange.Of(prefix));
        ip4 = WideRange.Merge(ip4);
        ip6 = WideRange.Merge(ip6);
        state.Ip4First = heap.Allocate<uint>(ip4.Count);
        state.Ip4Last = heap.Allocate<uint>(ip4.Count);
        for (int i = 0; i < ip4.Count; i++) (state.Ip4First[i], state.Ip4Last[i]) = ((uint)ip4[i].First, (uint)ip4[i].Last);
        state.Ip6First = heap.Allocate<UInt128>(ip6.Count);
        state.Ip6Last = heap.Allocate<UInt128>(ip6.Count);
        for (int i = 0; i < ip6.Count; i++) (state.Ip6First[i], state.Ip6Last[i]) = (ip6[i].First, ip6[i].Last);
        state.PassesArp = config.Arp == SourceGuardConfig.ArpValue.Pass;
        state.PassesOther = config.Other == SourceGuardConfig.OtherValue.Pass;
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask pass, out LaneMask spoofed)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ip4 = lanes & headers.Ip4;
        bool inBulk = state.Ip4First.Length <= BulkRangesMax;
        LaneMask passing = inBulk ? AllowedInBulk(headers, ip4, ref state) : Allowed4(headers, ip4, ref state);
        LaneMask ip6 = lanes & headers.Ip6;
        if (!ip6.IsEmpty) passing |= Allowed6(headers, ip6, ref state);
        LaneMask rest = lanes - ip4 - ip6;
        if (!rest.IsEmpty) passing |= AllowedOther(headers, rest, ref state);
        pass = passing;
        spoofed = lanes - passing;
    }

    static LaneMask AllowedInBulk(ParsedHeaders headers, LaneMask ip4, ref State state)
    {
        LaneMask allowed = default;
        for (int i = 0; i < state.Ip4First.Length; i++) allowed |= headers.IpSrcIn(state.Ip4First[i], state.Ip4Last[i]);
        return allowed & ip4;
    }

    static LaneMask Allowed4(ParsedHeaders headers, LaneMask ip4, ref State state)
    {
        LaneMask allowed = default;
        foreach (int lane in ip4)
        {
            uint source = headers.IpSrc(lane);
            int at = RangeSearch.LastNotAbove(state.Ip4First, source);
            allowed |= LaneMask.Of(lane, source >= state.Ip4First[at] & source <= state.Ip4Last[at]);
        }
        return allowed;
    }

    static LaneMask Allowed6(ParsedHeaders headers, LaneMask ip6, ref State state)
    {
        LaneMask allowed = default;
        if (state.Ip6First.Length == 0) return allowed;
        foreach (int lane in ip6)
        {
            UInt128 source = headers.Ip6Src(lane);
            int at = RangeSearch.LastNotAbove(state.Ip6First, source);
            allowed |= LaneMask.Of(lane, source >= state.Ip6First[at] & source <= state.Ip6Last[at]);
        }
        return allowed;
    }

    /// <summary>A frame that says it is IP, but whose header isn't one, never passes: the next hop might read it
    /// otherwise.</summary>
    static LaneMask AllowedOther(ParsedHeaders headers, LaneMask rest, ref State state)
    {
        LaneMask arp = rest & headers.EthTypeIs(EtherType.Arp);
        LaneMask broken = headers.EthTypeIs(EtherType.Ip4) | headers.EthTypeIs(EtherType.Ip6);
        LaneMask other = rest - arp - broken;
        return (state.PassesArp ? arp : default) | (state.PassesOther ? other : default);
    }
}
