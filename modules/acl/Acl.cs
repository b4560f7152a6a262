using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>A packet filter: the first rule that matches decides. README.md defines fragments, hidden protocols and other
/// frames.</summary>
[Module("acl")]
public static class Acl
{
    const byte Tcp = 6;
    const byte Udp = 17;
    /// <summary>Beyond the numbers of the wire: what a packet has instead of a protocol or a port that the host can't
    /// see.</summary>
    const uint HiddenProto = 256;
    const uint NoPort = 65_536;
    const uint HiddenPort = 65_537;

    public struct State
    {
        internal RuleGrid Grid;
        internal RuleTable Rules;
        internal bool OtherPermits;
    }

    public static void Init(AclConfig config, ModuleHeap heap, ref State state)
    {
        List<NumericRule> rules = [];
        foreach (AclConfig.RulesItem rule in config.Rules) rules.Add(Numeric(rule, rules.Count + 1));
        bool defaultPermits = config.Default == AclConfig.DefaultValue.Permit;
        state.Rules = new RuleTableBuilder(rules).Build(heap, defaultPermits);
        state.Grid = new RuleGridBuilder(rules).Build(heap, defaultPermits);
        state.OtherPermits = config.Other == AclConfig.OtherValue.Permit;
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask permit, out LaneMask deny)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ports = headers.TcpOrUdp;
        LaneMask permitted = default;
        LaneMask ip4 = lanes & headers.Ip4;
        permitted |= Permitted4(burst, ip4, ports, ref state);
        LaneMask ip6 = lanes & headers.Ip6;
        foreach (LaneView packet in burst.Each(ip6))
        {
            uint proto = Ip6Proto(packet.IpProto);
            bool hasPorts = packet.IsIn(ports) != 0;
            uint srcPort = hasPorts ? packet.L4Src : Portless(proto), dstPort = hasPorts ? packet.L4Dst : Portless(proto);
            permitted |= packet.If(Permit6(packet, ref state.Rules, proto, srcPort, dstPort));
        }
        LaneMask other = lanes - ip4 - ip6;
        if (state.OtherPermits & !other.IsEmpty)
            permitted |= other - headers.EthTypeIs(EtherType.Ip4) - headers.EthTypeIs(EtherType.Ip6);
        permit = permitted;
        deny = lanes - permitted;
    }

    static uint Portless(uint proto) => proto is Tcp or Udp or HiddenProto ? HiddenPort : NoPort;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static LaneMask Permitted4(Burst burst, LaneMask ip4, LaneMask ports, ref State state)
    {
        RuleGrid grid = state.Grid;
        LaneMask permitted = default, left = default;
        foreach (LaneView packet in burst.Each(ip4))
        {
            uint proto = packet.IpProto, srcPort = packet.L4Src, dstPort = packet.L4Dst;
            if (packet.IsIn(ports) == 0)
            {
                srcPort = dstPort = NoPort;
                if (Portless(proto) != NoPort)
                {
                    left |= packet.If(true);
                    continue;
                }
            }
            int decision = grid.Decide(packet.IpSrc, packet.IpDst, proto, srcPort, dstPort);
            if (decision < 0) left |= packet.If(true);
            else permitted |= packet.If(decision != 0);
        }
        return left.IsEmpty ? permitted : permitted | PermittedByRules4(burst, left, ports, ref state.Rules);
    }

    static LaneMask PermittedByRules4(Burst burst, LaneMask lanes, LaneMask ports, ref RuleTable rules)
    {
        LaneMask permitted = default;
        foreach (LaneView packet in burst.Each(lanes))
        {
            int src = rules.Ip4Src.Find(packet.IpSrc, rules.SummaryCount);
            int dst = rules.Ip4Dst.Find(packet.IpDst, rules.SummaryCount);
            uint proto = packet.IpProto;
            bool hasPorts = packet.IsIn(ports) != 0;
            uint srcPort = hasPorts ? packet.L4Src : Portless(proto), dstPort = hasPorts ? packet.L4Dst : Portless(proto);
            permitted |= packet.If(rules.Permit(src, dst, proto, srcPort, dstPort));
        }
        return permitted;
    }

    static bool Permit6(LaneView packet, ref RuleTable rules, uint proto, uint srcPort, uint dstPort)
    {
        int src = rules.Ip6Src.Find(packet.Ip6Src, rules.SummaryCount);
        int dst = rules.Ip6Dst.Find(packet.Ip6Dst, rules.SummaryCount);
        return rules.Permit(src, dst, proto, srcPort, dstPort);
    }

    /// <summary>Where the parser stops at an extension header, the upper protocol is out of sight.</summary>
    static uint Ip6Proto(byte proto) => proto is 0 or 43 or 44 or 51 or 60 or 135 ? HiddenProto : proto;

    static NumericRule Numeric(AclConfig.RulesItem rule, int number)
    {
        bool permits = rule.Action == AclConfig.RulesItem.ActionValue.Permit;
        NumericRule numeric = new(
            permits, Addresses(rule.Src, false), Addresses(rule.Src, true), Addresses(rule.Dst, false), Addresses(rule.Dst, true),
            Numbers(rule.Proto, permits ? null : HiddenProto), Numbers(rule.SrcPort, permits ? null : HiddenPort),
            Numbers(rule.DstPort, permits ? null : HiddenPort), rule.Src.Count == 0, rule.Dst.Count == 0);
        bool meets4 = (numeric.AnySrc || numeric.Ip4Src.Count > 0) && (numeric.AnyDst || numeric.Ip4Dst.Count > 0);
        bool meets6 = (numeric.AnySrc || numeric.Ip6Src.Count > 0) && (numeric.AnyDst || numeric.Ip6Dst.Count > 0);
        if (!meets4 && !meets6)
            throw new ModuleConfigurationException($"rule {number} matches nothing: its src and dst are of different families.");
        if (rule.SrcPort.Count + rule.DstPort.Count > 0 && rule.Proto.Count > 0 && !Contains(rule.Proto, Tcp)
            && !Contains(rule.Proto, Udp))
            throw new ModuleConfigurationException($"rule {number} matches nothing: only proto 6 (TCP) and 17 (UDP) have ports.");
        return numeric;
    }

    static List<WideRange> Addresses(IReadOnlyList<IpPrefix> prefixes, bool isIp6)
    {
        List<WideRange> ranges = [];
        foreach (IpPrefix prefix in prefixes)
            if (prefix.IsIp6 == isIp6) ranges.Add(WideRange.Of(prefix));
        return WideRange.Merge(ranges);
    }

    /// <param name="hidden">What the rule accepts too, if it asks for anything: one that denies also denies what might
    /// match.</param>
    static List<WideRange> Numbers(IReadOnlyList<NumberRange> numbers, uint? hidden)
    {
        List<WideRange> ranges = [];
        foreach (NumberRange range in numbers) ranges.Add(WideRange.Of(range));
        if (ranges.Count > 0 && hidden is uint value) ranges.Add(new WideRange(value, value));
        return WideRange.Merge(ranges);
    }

    static bool Contains(IReadOnlyList<NumberRange> ranges, ulong value)
    {
        foreach (NumberRange range in ranges)
            if (range.First <= value && value <= range.Last) return true;
        return false;
    }
}
